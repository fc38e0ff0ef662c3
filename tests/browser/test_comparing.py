"""Runs beside one another, a search from one form, another try with one click, and sharing: as a person meets them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import THEMES, Theme, sign_in, speak_korean, wear
from tests.browser.test_cards import axe

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_comparing.py"


@pytest.fixture(scope="module")
def runs(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(site.program(SEED, "things"))
    return found


def test_runs_of_several_people_are_set_beside_one_another(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/compare/?ids={runs['fast']},{runs['deep']},{runs['bens']}")
    board = ada.get_by_role("region", name="Leaderboard").last
    first = board.locator("tbody tr").first
    expect(first).to_contain_text("Deep")  # the lowest loss is first
    expect(first.locator("mark")).to_have_count(2)
    expect(ada.get_by_role("note")).to_have_count(0)
    expect(board).to_contain_text("ben")
    time = board.get_by_role("columnheader", name="Time").get_by_role("button")
    time.click()
    expect(first).to_contain_text("Fast")
    time.click()
    expect(first).to_contain_text("Deep")
    val = ada.locator("[data-chart=versus-val]")
    for title in ("Fast", "Deep", "Ben's best"):
        expect(val.locator(".chart-legend")).to_contain_text(title)
    expect(val.locator("canvas")).to_be_visible()
    ada.get_by_role("radio", name="FLOPs").check(force=True)
    expect(val.locator(".legend-x dt")).to_have_text("FLOPs")
    with ada.expect_download() as saved:
        val.get_by_role("button", name="as a table (CSV)").click()
    lines = Path(saved.value.path()).read_text().splitlines()
    assert lines[0].startswith(("run,step,val_loss", "run,first_step,"))
    assert {line.split(",")[0] for line in lines[1:]} == {"Fast", "Deep", "Ben's best"}
    expect(ada.locator("svg.scatter circle")).to_have_count(3)
    options = ada.get_by_role("region", name="Options that differ").last
    expect(options.get_by_role("row", name=re.compile("Learning rate"))).to_contain_text("0.303")
    designs = ada.get_by_role("region", name="Designs")
    designs.get_by_label("To", exact=True).select_option(label="Deep")
    expect(designs).to_contain_text("count")
    board.get_by_role("button", name="Leave out Ben's best").click()
    expect(ada.locator("svg.scatter circle")).to_have_count(2)
    expect(ada).to_have_url(re.compile(f"ids={runs['fast']},{runs['deep']}$"))
    ada.set_viewport_size({"width": 360, "height": 780})
    name = ada.locator("svg.scatter .name").first
    assert name.bounding_box()["height"] > 11, "too small to be read"  # type: ignore[index]
    ada.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    box = ada.locator(".scatter-box").bounding_box()
    assert box is not None
    for one in (*ada.locator("svg.scatter circle").all(), *ada.locator("svg.scatter .name").all()):
        at = one.bounding_box()
        assert at is not None
        assert box["x"] <= at["x"]
        assert at["x"] + at["width"] <= box["x"] + box["width"], "nothing of it has to be scrolled to"


def test_what_was_judged_by_other_texts_has_no_best(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/compare/?ids={runs['fast']},{runs['failed']}")
    expect(ada.get_by_role("note")).to_contain_text("judged by different texts")
    expect(ada.locator(".board mark")).to_have_count(0)
    expect(ada.locator("svg.scatter")).to_contain_text("Bits per byte")  # their tokenizers differ too
    expect(ada.get_by_role("columnheader", name="Bits per byte")).to_have_attribute("aria-sort", "ascending")


def test_the_designs_of_two_runs_are_drawn_with_their_differences(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/compare/?ids={runs['fast']},{runs['deep']},{runs['bens']}")
    designs = ada.get_by_role("region", name="Designs")
    designs.get_by_label("To", exact=True).select_option(label="Deep")
    sides = designs.locator(".cmp-drawing")
    expect(sides).to_have_count(2)
    changed = '[data-id="layers"] .ed-frame[data-status=changed]'
    expect(sides.nth(0).locator(changed)).to_contain_text("× 2")
    expect(sides.nth(1).locator(changed)).to_contain_text("× 6")
    view = sides.nth(1).locator(".react-flow__viewport")
    sides.nth(0).focus()
    before = view.get_attribute("style") or ""
    ada.keyboard.press("ArrowDown")
    expect(view).not_to_have_attribute("style", before)
    moved = view.get_attribute("style") or ""
    designs.get_by_role("button", name="layers", exact=True).focus()
    ada.keyboard.press("Enter")
    expect(sides.nth(1).locator('[data-id="layers"] [data-shown]')).to_have_count(1)
    expect(view).not_to_have_attribute("style", moved)
    assert axe(ada) == []
    designs.get_by_label("To", exact=True).select_option(label="Fast")
    expect(sides).to_have_count(0)
    expect(designs).to_contain_text("Nothing differs.")


def test_a_run_without_an_architecture_is_trained_again_as_it_was(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['failed']}/")
    ada.get_by_role("link", name="Train again").click()
    expect(ada.get_by_role("note")).to_contain_text("Filled in as this run was made: Too large")
    expect(ada.get_by_label("Architecture").locator("option:checked")).to_have_text(
        "The design of the run “Too large”"
    )
    expect(ada.get_by_label("Title")).to_have_value("Too large (2)")
    expect(ada.get_by_label("Train for")).to_have_value("")
    expect(ada.get_by_label("Batch size")).to_have_value("16")
    expect(ada.get_by_role("radio", name="Bytes").first).to_be_checked()
    ada.get_by_text("All options").click()
    expect(ada.get_by_label("Most steps")).to_have_value("20")
    ada.get_by_role("button", name="Start training").click()
    expect(ada.get_by_role("heading", name="Too large (2)")).to_be_visible()
    expect(ada.get_by_role("region", name="What is trained")).to_contain_text("Generated stories (English)")


def test_a_failed_run_is_tried_again_with_one_click_and_shared(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['failed']}/")
    told = ada.get_by_role("alert")
    expect(told).to_contain_text("2,048 MB and more would have been needed")
    told.get_by_role("button", name="Try again with batch size 8, gradient accumulation 2").click()
    expect(ada.get_by_role("heading", name="Too large (2)")).to_be_visible()
    ada.get_by_text("Options", exact=True).click()
    expect(ada.locator(".options-list")).to_contain_text("Batch size8")
    ada.get_by_role("button", name="Share").click()
    dialog = ada.get_by_role("dialog")
    dialog.get_by_role("radio", name="Everyone").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("status").last).not_to_be_empty()
    ada.get_by_role("link", name="Too large", exact=True).wait_for(state="attached")


def test_a_search_is_made_from_one_form_and_shown_as_one_thing(ada: Page, site: Site) -> None:
    ada.goto("/runs/")
    token = next(cookie["value"] for cookie in ada.context.cookies() if cookie["name"] == "csrftoken")
    made = ada.request.post(
        "/api/v1/architectures/", data={"preset": "tiny-gpt"}, headers={"X-CSRFToken": token}
    )
    assert made.ok, made.text()
    ada.goto("/sweeps/new/")
    ada.get_by_label("Option or size").select_option(label="Optimizer")
    ticks = ada.get_by_role("group", name="Values to try")
    expect(ticks.get_by_role("checkbox", name="AdamW")).to_be_checked()
    ticks.get_by_role("checkbox", name="SGD").uncheck()
    expect(ada.get_by_role("button", name="Start 3 runs")).to_be_visible()
    ada.get_by_label("Option or size").select_option(label="Learning rate")
    ada.get_by_label("Values").fill("0.001, 0.003, 0.01")
    ada.get_by_label("Minutes for each run").fill("1.1")
    cost = ada.get_by_role("region", name="What it will cost")
    expect(cost.locator("dl div").filter(has_text="Device time in all")).to_contain_text("about 3:")
    expect(cost.locator("dl div").filter(has_text="Runs")).to_contain_text("3")
    ada.get_by_role("button", name="Start 3 runs").click()
    ada.wait_for_url(re.compile(r"/sweeps/(?!new)\w+/"))
    expect(ada.get_by_role("region", name="Runs").last.locator("tbody tr")).to_have_count(3)
    site.program(SEED, "finish", ada.url.rstrip("/").split("/")[-1])
    expect(ada.locator("svg.parallel path")).to_have_count(3)
    expect(ada.locator("svg.parallel path.best title")).to_contain_text("2.700")
    expect(ada.get_by_text("Best so far: #3: Learning rate = 0.01")).to_be_visible()
    expect(ada.get_by_role("link", name="Compare")).to_have_attribute("href", re.compile("ids=.+,.+,"))
    ada.set_viewport_size({"width": 360, "height": 780})
    name = ada.locator("svg.parallel .axis-name").last
    name.scroll_into_view_if_needed()
    expect(name).to_be_in_viewport(ratio=0.9)
    assert name.bounding_box()["height"] > 10, "too small to be read"  # type: ignore[index]
    share = ada.get_by_role("button", name="Share")
    share.focus()
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("dialog")).to_contain_text("sees its runs too")
    ada.keyboard.press("Escape")
    expect(share).to_be_focused()


def test_sizes_are_searched_at_random_with_options_of_ones_own(ada: Page, site: Site) -> None:
    token = next(cookie["value"] for cookie in ada.context.cookies() if cookie["name"] == "csrftoken")
    ada.request.post("/api/v1/architectures/", data={"preset": "tiny-gpt"}, headers={"X-CSRFToken": token})
    ada.goto("/sweeps/new/")
    ada.get_by_role("radio", name="Drawn at random").check(force=True)
    ada.get_by_label("Option or size").select_option("vars.d_model")
    ada.get_by_label("Least").fill("33")
    ada.get_by_label("Most", exact=True).fill("39")
    ada.get_by_label("Runs", exact=True).fill("4")
    cost = ada.get_by_role("region", name="What it will cost")
    expect(cost).to_contain_text("Only 1 of 7 draws can be trained")
    expect(cost).to_contain_text("does not divide into 4 heads")
    ada.get_by_label("Least").fill("32")
    ada.get_by_label("Most", exact=True).fill("128")
    ada.get_by_label("A multiple of", exact=True).fill("16")
    ada.get_by_label("Batch size", exact=True).fill("6")
    ada.get_by_role("radio", name="Bytes").check()
    expect(cost.locator("dl div").filter(has_text="Device time in all")).to_contain_text("about")
    ada.get_by_role("button", name="Start 4 runs").click()
    ada.wait_for_url(re.compile(r"/sweeps/(?!new)\w+/"))
    found = ada.request.get(f"/api/v1/sweeps/{ada.url.rstrip('/').split('/')[-1]}/").json()
    widths = [trial["values"]["vars.d_model"] for trial in found["trials"]]
    assert len(set(widths)) == 4
    assert all(width % 16 == 0 and 32 <= width <= 128 for width in widths)
    run = ada.request.get(f"/api/v1/runs/{found['trials'][0]['run']['id']}/").json()
    assert run["config"]["batch_size"] == 6
    expect(ada.get_by_role("region", name="Runs").last.locator("tbody tr")).to_have_count(4)


@pytest.mark.parametrize("theme", THEMES)
def test_designs_of_runs_are_drawn_on_a_telephone_in_korean(
    open_page: Callable[[int], Page], runs: dict[str, str], theme: Theme
) -> None:
    page = open_page(360)
    sign_in(page, "ada")
    speak_korean(page)
    page.goto(f"/runs/compare/?ids={runs['fast']},{runs['deep']}")
    wear(page, theme)
    designs = page.get_by_role("region", name="서로 다른 설계")
    expect(designs.locator(".cmp-drawing")).to_have_count(1)
    expect(designs.locator('[data-id="layers"] .cmp-mark')).to_contain_text("변경")
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []


def test_choices_and_devices_are_told_in_words_in_korean_too(
    open_page: Callable[[int], Page], runs: dict[str, str]
) -> None:
    page = open_page(360)
    sign_in(page, "ada")
    speak_korean(page)
    page.goto("/runs/new/")
    page.get_by_text("모든 설정").click()
    expect(page.get_by_label("정밀도").locator("option")).to_have_text(["32비트 (fp32)", "16비트 (bf16)"])
    expect(page.get_by_label("모델을 먼저 컴파일").locator("option:checked")).to_have_text("자동")
    page.goto(f"/runs/{runs['fast']}/")
    expect(page.get_by_role("region", name="학습 내용")).to_contain_text("장치CPU")
    expect(page.get_by_role("region", name="기록")).to_contain_text("CPU에서 2,000단계 예정")
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
