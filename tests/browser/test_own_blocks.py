"""Own blocks: made of a selection, used again with other numbers, folded, expanded; the model stays what it was."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import speak_korean
from tests.browser.test_editing import axe, choose, edge, over, undo
from tests.browser.test_editor import block, notice, opened, rest, state, totals

pytestmark = pytest.mark.browser
MIXER = ("layers.norm1", "layers.attn", "layers.add1")


def saved(page: Page, made: str) -> Any:
    expect(state(page)).to_have_text("Saved")
    return rest(page, "GET", f"{made}/")


def fingerprint(page: Page, made: str) -> str:
    return str(saved(page, made)["current"]["fingerprint"])


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def test_a_selection_becomes_a_block_that_is_used_twice_and_expanded(ada: Page) -> None:
    ada.emulate_media(reduced_motion="reduce")  # a view that glides is no place to aim at
    made = opened(ada)
    before = fingerprint(ada, made)
    choose(ada, *MIXER)
    ada.keyboard.press("g")
    asked = dialog(ada, "Save as own block")
    expect(asked.get_by_label("Name", exact=True)).to_be_focused()
    expect(asked.get_by_label("Name of the input from in")).to_have_value("in")
    assert axe(ada) == []
    ada.keyboard.type("Mixer")
    heads = asked.get_by_role("checkbox", name="attn.n_heads can be set")
    expect(heads).to_be_checked()
    asked.get_by_label("Name of the parameter for attn.n_heads").fill("heads")
    ada.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    expect(notice(ada)).to_contain_text("“Mixer” stands for what was chosen")
    expect(block(ada, "layers.mixer")).to_contain_text("Mixer")
    expect(block(ada, "layers.mixer.attn")).to_be_visible()
    expect(totals(ada)).to_contain_text("1,049,984 parameters")
    assert fingerprint(ada, made) == before

    field = ada.locator('[data-field="heads"] input').first
    expect(field).to_have_attribute("placeholder", "4")
    field.fill("3")
    field.press("Enter")
    problems = ada.get_by_role("region", name="Problems")
    expect(problems).to_contain_text("layers.mixer.attn")
    problems.get_by_role("button", name="Fix").click()
    expect(totals(ada)).to_contain_text("sound")
    assert saved(ada, made)["design"]["nodes"]["layers"]["nodes"]["mixer"]["args"] == {"heads": 2}
    assert axe(ada) == []

    ada.keyboard.press("1")
    expect(edge(ada, "layers>norm")).to_be_in_viewport()
    add = ada.get_by_role("button", name="Add Mixer")
    add.drag_to(ada.locator(".ed-canvas"), target_position=over(ada, "layers>norm"))  # type: ignore[arg-type]
    expect(edge(ada, "layers>mixer")).to_have_count(1)
    expect(totals(ada)).to_contain_text("sound")
    nodes = saved(ada, made)["design"]["nodes"]
    assert (nodes["layers"]["nodes"]["mixer"]["args"], nodes["mixer"].get("args")) == ({"heads": 2}, None)
    ada.keyboard.press("o")
    expect(block(ada, "mixer.attn")).to_have_count(0)
    expect(block(ada, "mixer")).to_contain_text("Mixer")
    assert axe(ada) == []
    two = fingerprint(ada, made)
    ada.keyboard.press("Shift+G")
    expect(notice(ada)).to_contain_text("was expanded")
    expect(block(ada, "attn")).to_be_visible()
    expect(block(ada, "mixer")).to_have_count(0)
    assert fingerprint(ada, made) == two
    undo(ada)
    expect(block(ada, "mixer")).to_be_visible()


def test_a_block_of_two_inputs_is_used_without_saving_and_undone_at_once(ada: Page) -> None:
    made = opened(ada)
    before = fingerprint(ada, made)
    choose(ada, "layers.ffn", "layers.add2")
    block(ada, "layers.ffn").click(button="right")
    ada.get_by_role("menuitem", name="Save as own block…").click()
    asked = dialog(ada, "Save as own block")
    asked.get_by_label("Name of the input from add1").fill("skip")
    asked.get_by_label("Name of the input from norm2").fill("x")
    asked.get_by_role("button", name="Move x up").click()
    asked.get_by_label("Name", exact=True).fill("Channel <b>mixer</b>")
    asked.get_by_role("button", name="Use without saving").click()
    frame = block(ada, "layers.channelBMixerB")
    expect(frame).to_contain_text("Channel <b>mixer</b>")
    for port in ("x", "skip"):
        expect(
            edge(
                ada, f"layers.channelBMixerB@{port}>layers.channelBMixerB.{'ffn' if port == 'x' else 'add2'}"
            )
        ).to_have_count(1)
    expect(ada.get_by_role("button", name="Add Channel")).to_have_count(0)
    assert fingerprint(ada, made) == before
    name = ada.get_by_label("Input 1")
    name.fill("skip")
    name.press("Enter")
    expect(ada.get_by_role("alert")).to_be_visible()
    name.fill("stream")
    name.press("Enter")
    expect(edge(ada, "layers.channelBMixerB@stream>layers.channelBMixerB.ffn")).to_have_count(1)
    undo(ada)
    undo(ada)
    expect(block(ada, "layers.ffn")).to_be_visible()
    expect(frame).to_have_count(0)
    choose(ada, "layers.norm1", "layers.ffn")
    ada.keyboard.press("g")
    expect(notice(ada)).to_contain_text("A block has one output")


def test_the_library_is_found_by_search_renamed_and_emptied_in_korean(ada: Page) -> None:
    page = ada
    speak_korean(page)
    node = {"type": "Composite", "nodes": {"norm": {"type": "Norm"}}, "edges": ["in -> norm -> out"]}
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    answer = page.request.post(
        "/api/v1/composites/", data={"title": "앞 정규화", "node": node}, headers={"X-CSRFToken": token}
    )
    assert answer.ok
    preset = rest(page, "POST", "", {"preset": "tiny-story-writer"})
    page.goto(f"/architectures/{preset['id']}/edit/")
    expect(page.get_by_role("heading", name="내 블록")).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("combobox", name="블록 추가").fill("앞 정규화")
    page.keyboard.press("Enter")
    expect(page.locator('[data-path="block"]')).to_contain_text("앞 정규화")
    page.get_by_role("button", name="앞 정규화 관리").click()
    sheet = dialog(page, "내 블록")
    assert axe(page) == []
    sheet.get_by_role("button", name="공유").click()
    sharing = dialog(page, "“앞 정규화” 공유하기")
    sharing.get_by_role("radio", name="이 사이트의 모든 사람").check()
    sharing.get_by_role("button", name="저장").click()
    sharing.get_by_role("button", name="닫기").click()
    expect(sheet).to_contain_text("이 사이트의 모든 사람이 볼 수 있습니다.")
    sheet.get_by_label("이름").fill("내 정규화")
    sheet.get_by_label("설명").fill("층 앞의 정규화")
    sheet.get_by_role("button", name="저장", exact=True).click()
    expect(page.get_by_role("button", name="내 정규화 관리")).to_be_visible()
    page.get_by_role("button", name="내 정규화 관리").click()
    sheet.get_by_role("button", name="삭제").click()
    assert axe(page) == []
    dialog(page, "삭제").get_by_role("button", name="삭제하기").click()
    expect(page.get_by_role("button", name="내 정규화 관리")).to_have_count(0)
    expect(page.locator('[data-path="block"]')).to_contain_text("앞 정규화")
