"""The guided tour, followed with a real mouse from an empty canvas to GPT-2 small, and comparing what was built."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_cards import axe
from tests.browser.test_editor import rest, state, totals

pytestmark = pytest.mark.browser
FEWER_THAN = 60  # actions
WIDTH, HEIGHT = 1280, 800


class Hand:
    """A person's hand: goes to a place with the mouse, then presses, drags or types. Every act counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def centre(self, place: Locator) -> tuple[float, float]:
        place.scroll_into_view_if_needed()
        box = self.settled(place)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def settled(self, place: Locator) -> Any:
        """Where a thing is when it has come to rest: the view follows what is added."""
        box = place.bounding_box()
        while (again := place.bounding_box()) != box:
            box = again
        assert box is not None
        return box

    def press(self, place: Locator) -> None:
        self.acts += 1
        self.page.mouse.move(*self.centre(place), steps=2)
        self.page.mouse.down()
        self.page.mouse.up()

    def add(self, kind: str) -> None:
        self.press(self.page.locator(f'.ed-left [data-type="{kind}"]'))

    def drag(self, source: str, target: str) -> None:
        self.acts += 1
        ends = [
            self.page.locator(f'[data-nodeid="{source}"].source'),
            self.page.locator(f'[data-nodeid="{target}"].target'),
        ]
        begin, goal = (self.centre(end) for end in ends)
        self.page.mouse.move(*begin, steps=2)
        self.page.mouse.down()
        self.page.mouse.move(*goal, steps=5)
        self.page.mouse.up()

    def give(self, name: str, value: str) -> None:
        """Type into a field of the chosen block and commit it."""
        self.type(self.page.locator(f'.ed-right [data-field="{name}"] input').first, value)

    def type(self, field: Locator, value: str) -> None:
        self.acts += 1
        self.page.mouse.move(*self.centre(field), steps=2)
        self.page.mouse.click(*self.centre(field), click_count=3)
        self.page.keyboard.type(value)
        self.page.keyboard.press("Enter")

    def pick(self, name: str, value: str) -> None:
        self.acts += 1
        field = self.page.locator(f'.ed-right [data-field="{name}"] select')
        self.page.mouse.move(*self.centre(field), steps=2)
        field.select_option(label=value)

    def switch(self, name: str) -> None:
        self.press(self.page.locator(f'.ed-right [data-field="{name}"] [role=switch]'))


def coach(page: Page) -> Locator:
    return page.locator(".tour")


def step(page: Page, number: int) -> None:
    expect(coach(page).get_by_role("heading")).to_contain_text(f"Step {number} of 10")


def fingerprint(page: Page, design: Any) -> str:
    return str(rest(page, "POST", "validate/", {"design": design})["fingerprint"])


def preset(page: Page) -> str:
    made = rest(page, "POST", "", {"preset": "gpt2-small"})
    return fingerprint(page, made["design"])


def begin(page: Page) -> str:
    """Start the tour on an empty canvas, from where designs are begun; return the design's id."""
    page.goto("/architectures/new/")
    page.locator('button[value="tour"]').click()
    coach(page).wait_for()
    found = re.search(r"/architectures/(\w+)/edit/", page.url)
    assert found
    return found[1]


def build(page: Page, hand: Hand) -> None:
    """Follow the tour; it must say at which step one is."""
    step(page, 1)
    hand.add("TokenEmbedding")
    step(page, 2)
    hand.add("LearnedPositionalEmbedding")
    step(page, 3)
    hand.add("Repeat")
    step(page, 4)
    hand.add("Norm")
    hand.pick("kind", "layer")
    hand.give("eps", "1e-5")
    hand.switch("bias")
    hand.add("Attention")
    hand.switch("qkv_bias")
    hand.switch("out_bias")
    hand.give("n_heads", "12")
    hand.add("Add")
    hand.drag("layers@in", "layers.add")
    step(page, 5)
    hand.add("Norm")
    hand.add("FeedForward")
    hand.give("d_ff", "3072")
    hand.switch("gated")
    hand.pick("activation", "gelu_tanh")
    hand.switch("bias")
    hand.add("Add")
    hand.drag("layers.add", "layers.add2")
    step(page, 6)
    hand.press(coach(page).get_by_role("button", name="A norm after the Repeat"))  # it chooses the Repeat
    hand.give("count", "12")
    hand.add("Norm")
    step(page, 7)
    hand.add("LMHead")
    hand.give("tie_to", "tok")
    step(page, 9)  # its parts were chosen on the way
    hand.press(coach(page).get_by_role("button", name="vocab_size = 50257"))
    hand.give("vocab_size", "50257")
    hand.press(coach(page).get_by_role("button", name="d_model = 768"))
    hand.type(page.get_by_label("Value of d_model"), "768")
    hand.type(page.get_by_label("Value of context_length"), "1024")


def test_gpt2_is_built_by_hand_undone_to_nothing_and_done_again(ada: Page) -> None:
    design, hand = begin(ada), Hand(ada)
    assert axe(ada) == []
    build(ada, hand)
    expect(coach(ada)).to_contain_text("You have built GPT-2 small")
    assert hand.acts < FEWER_THAN, hand.acts
    expect(state(ada)).to_have_text("Saved")
    goal = preset(ada)
    assert fingerprint(ada, rest(ada, "GET", f"{design}/")["design"]) == goal
    assert axe(ada) == []

    undo, redo = (ada.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    undone = 0
    while undo.is_enabled():
        undo.click()
        undone += 1
    expect(ada.locator(".react-flow__node-block, .react-flow__node-frame")).to_have_count(0)
    step(ada, 1)
    for _ in range(undone):
        redo.click()
    expect(redo).to_be_disabled()
    expect(coach(ada)).to_contain_text("You have built GPT-2 small")
    expect(state(ada)).to_have_text("Saved")
    assert fingerprint(ada, rest(ada, "GET", f"{design}/")["design"]) == goal

    coach(ada).get_by_role("link", name="Compare with GPT-2 small").click()
    expect(ada.locator(".cmp-page")).to_contain_text("The same model")


def test_the_tour_goes_back_shows_the_way_and_is_taken_up_again_in_korean(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    sign_in(page, "ada")
    speak_korean(page)
    design, hand = begin(page), Hand(page)
    expect(coach(page).get_by_role("heading")).to_have_text("10단계 중 1단계: 단어를 숫자로")
    assert axe(page) == []
    page.get_by_role("button", name="토큰 임베딩", exact=False).first.focus()
    coach(page).get_by_role("button", name="토큰 임베딩").press("Enter")
    expect(page.locator('.ed-left [data-type="TokenEmbedding"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(coach(page).get_by_role("heading")).to_contain_text("2단계")
    hand.add("LearnedPositionalEmbedding")
    expect(coach(page).get_by_role("heading")).to_contain_text("3단계")
    page.get_by_role("button", name="실행 취소", exact=True).click()
    expect(coach(page).get_by_role("heading")).to_contain_text("2단계")
    expect(state(page)).to_have_text("저장됨")
    page.goto(f"/architectures/{design}/edit/")
    expect(coach(page).get_by_role("heading")).to_contain_text("2단계")
    coach(page).get_by_role("button", name="여행 그만두기").click()
    expect(coach(page)).to_have_count(0)
    page.reload()
    expect(totals(page)).not_to_be_empty()
    expect(coach(page)).to_have_count(0)
    page.get_by_role("button", name="열 단계로 GPT 만들기").click()
    expect(coach(page)).to_be_visible()
