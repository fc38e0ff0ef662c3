"""Keeping work: two windows, two people, a lost connection, a lost session, a closed browser, the history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, sign_in, speak_korean
from tests.browser.seed import PASSWORD
from tests.browser.test_editor import block, give, notice, opened, parameter, rest, state, totals

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}


def accessible(page: Page) -> None:
    violations = Axe().run(page, options=RULES).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations] == []


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)


def kept(page: Page, made: str) -> dict[str, Any]:
    design: dict[str, Any] = rest(page, "GET", f"{made}/")["design"]
    return design


def second(page: Page, made: str) -> Page:
    """The same design in another window of the same browser."""
    other = page.context.new_page()
    other.goto(f"/architectures/{made}/edit/")
    expect(totals(other)).to_contain_text("sound")
    return other


def test_two_windows_share_what_they_save_and_never_overwrite_each_other(ada: Page) -> None:
    made = opened(ada)
    other = second(ada, made)
    give(ada, "layers", "count", "6")
    expect(block(other, "layers")).to_contain_text("× 6")
    expect(notice(other)).to_contain_text("What you saved in another window is here now.")
    other.get_by_role("button", name="Undo").click()
    expect(block(ada, "layers")).to_contain_text("× 4")
    ada.context.set_offline(True)
    give(ada, "layers", "count", "7")
    give(other, "layers.attn", "n_heads", "2")
    expect(state(ada)).to_contain_text("Offline: kept on this device")
    expect(state(other)).to_contain_text("Offline: kept on this device")
    ada.context.set_offline(False)
    for page in (ada, other):
        expect(block(page, "layers")).to_contain_text("× 7")
        expect(state(page)).to_have_text("Saved")
        expect(parameter(page, "layers.attn", "n_heads")).to_have_value("2")
    layers = kept(ada, made)["nodes"]["layers"]
    assert (layers["count"], layers["nodes"]["attn"]["n_heads"]) == (7, 2)


def test_two_people_are_asked_only_about_what_both_changed(ada: Page, open_page: Pages, site: Site) -> None:
    made = opened(ada)
    ola = open_page()
    sign_in(ola, "ola")
    theirs = rest(ola, "GET", f"{made}/")
    theirs["design"]["nodes"]["layers"].update(count=9)
    theirs["design"]["nodes"]["layers"]["nodes"]["attn"]["n_heads"] = 2
    rest(ola, "PATCH", f"{made}/", {"design": theirs["design"], "revision": theirs["revision"]})
    give(ada, "layers", "count", "2")
    question = dialog(ada, "This design was saved elsewhere")
    expect(question).to_contain_text("ola changed the same thing as you.")
    clash = question.get_by_role("group", name="count of layers")
    expect(clash).to_contain_text("before: 4")
    expect(clash.get_by_role("radio", name="Mine 2")).to_be_checked()
    accessible(ada)
    question.get_by_role("button", name="Decide later").click()
    expect(state(ada)).to_contain_text("Saved elsewhere")
    ada.get_by_role("button", name="Choose").click()
    clash.get_by_role("radio", name="Theirs 9").check()
    question.get_by_role("button", name="Put together").click()
    expect(question).to_have_count(0)
    expect(block(ada, "layers")).to_contain_text("× 9")
    expect(state(ada)).to_have_text("Saved")
    expect(parameter(ada, "layers.attn", "n_heads")).to_have_value("2")
    ada.get_by_role("button", name="Undo").click()
    expect(block(ada, "layers")).to_contain_text("× 2")
    expect(state(ada)).to_have_text("Saved")


def test_five_minutes_without_the_site_cost_nothing(ada: Page, site: Site) -> None:
    ada.clock.install()
    made = opened(ada)
    ada.route("**/api/**", lambda route: route.abort())
    give(ada, "layers", "count", "3")
    ada.clock.fast_forward(1000)
    expect(state(ada)).to_have_text("Offline: kept on this device")
    expect(totals(ada)).to_contain_text("checked when the site answers")
    ada.clock.fast_forward(5 * 60_000)
    expect(state(ada)).to_have_text("Offline for 5 minutes: kept on this device")
    give(ada, "layers.attn", "n_heads", "2")
    expect(block(ada, "layers")).to_contain_text("× 3")
    accessible(ada)
    theirs = rest(ada, "GET", f"{made}/")
    theirs["design"]["vars"]["d_ff"] = 64
    rest(ada, "PATCH", f"{made}/", {"design": theirs["design"], "revision": theirs["revision"]})
    ada.unroute("**/api/**")
    ada.clock.fast_forward(40_000)
    expect(notice(ada)).to_contain_text("are in one design now")
    ada.clock.fast_forward(2000)
    expect(state(ada)).to_have_text("Saved")
    expect(totals(ada)).to_contain_text("sound")
    design = kept(ada, made)
    layers = design["nodes"]["layers"]
    assert (layers["count"], layers["nodes"]["attn"]["n_heads"], design["vars"]["d_ff"]) == (3, 2, 64)


def test_a_session_that_ends_costs_no_stroke_and_nobody_else_saves(ada: Page) -> None:
    made = opened(ada)
    session = [one for one in ada.context.cookies() if one["name"] == "sessionid"]
    ada.context.clear_cookies()
    give(ada, "layers", "count", "3")
    question = dialog(ada, "Sign in to go on")
    expect(question.get_by_label("Username")).to_have_value("ada")
    accessible(ada)
    question.get_by_role("button", name="Later").click()
    give(ada, "layers.attn", "n_heads", "2")
    expect(state(ada)).to_contain_text("Signed out: kept on this device")
    ada.get_by_role("button", name="Sign in").click()
    for name, password, said in [
        ("ada", "wrong", "do not belong together"),
        ("ben", PASSWORD, "opened by somebody else than “ben”"),
    ]:
        question.get_by_label("Username").fill(name)
        question.get_by_label("Password").fill(password)
        question.get_by_role("button", name="Sign in and save").click()
        expect(question.get_by_role("alert")).to_contain_text(said)
    question.get_by_label("Username").fill("ada")
    question.get_by_label("Password").fill(PASSWORD)
    question.get_by_role("button", name="Sign in and save").click()
    expect(question).to_have_count(0)
    expect(state(ada)).to_have_text("Saved")
    layers = kept(ada, made)["nodes"]["layers"]
    assert (layers["count"], layers["nodes"]["attn"]["n_heads"]) == (3, 2)
    assert session[0]["value"] not in str(ada.context.cookies())
    ada.get_by_role("button", name="Undo").click()
    expect(state(ada)).to_have_text("Saved")  # with the new token


def test_p25_a_browser_closed_in_mid_save_is_taken_up_and_merged(ada: Page, open_page: Pages) -> None:
    made = opened(ada)
    ada.route("**/api/v1/architectures/*/", lambda _route: None)  # never answered
    give(ada, "layers", "count", "3")
    expect(state(ada)).to_have_text("Saving…")
    give(ada, "layers.attn", "n_heads", "2")
    context = ada.context
    ada.close()  # no goodbye
    again = context.new_page()
    again.goto("/architectures/")
    theirs = rest(again, "GET", f"{made}/")
    theirs["design"]["vars"]["d_ff"] = 64
    rest(again, "PATCH", f"{made}/", {"design": theirs["design"], "revision": theirs["revision"]})
    again.goto(f"/architectures/{made}/edit/")
    question = dialog(again, "Unsaved work was found")
    expect(question).to_contain_text("The design was saved since; both are put together.")
    accessible(again)
    question.get_by_role("button", name="Take them up").click()
    expect(block(again, "layers")).to_contain_text("× 3")
    expect(state(again)).to_have_text("Saved")
    design = kept(again, made)
    assert (design["nodes"]["layers"]["nodes"]["attn"]["n_heads"], design["vars"]["d_ff"]) == (2, 64)
    again.reload()
    expect(block(again, "layers")).to_contain_text("× 3")
    expect(question).to_have_count(0)


def test_versions_are_named_compared_and_restored_in_korean(open_page: Pages) -> None:
    page = open_page()
    sign_in(page, "ben")
    speak_korean(page)
    made = rest(page, "POST", "", {"preset": "tiny-story-writer"})
    page.goto(f"/architectures/{made['id']}/edit/")
    give(page, "layers", "count", "6")
    expect(state(page)).to_have_text("저장됨")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+S")
    history = dialog(page, "버전")
    form = history.get_by_role("form", name="버전 2의 이름 바꾸기")
    form.get_by_label("이름").fill("여섯 층 <b>\u202e")
    form.get_by_label("메모").fill("<img src=x onerror=alert(1)>")
    form.get_by_role("button", name="이름 붙이기").click()
    newest = history.get_by_role("listitem").first
    expect(newest).to_contain_text("여섯 층 <b>")
    expect(newest).to_contain_text("<img src=x onerror=alert(1)>")
    expect(newest).to_contain_text("ben 님")
    expect(newest).to_contain_text("늘어남")
    expect(newest).to_contain_text("현재")
    history.get_by_role("button", name="버전 1에서 달라진 점").click()
    difference = history.get_by_role("region", name="버전 1에서 달라진 점")
    expect(difference).to_contain_text("count")
    expect(difference.get_by_label("버전 1과(와) 비교할 대상").locator("option")).to_have_count(2)
    accessible(page)
    history.get_by_role("button", name="버전 1(으)로 되돌리기").click()
    expect(history).to_have_count(0)
    expect(notice(page)).to_contain_text("버전 1(으)로 되돌렸습니다")
    expect(block(page, "layers")).to_contain_text("× 4")
    page.get_by_role("button", name="실행 취소").click()
    expect(block(page, "layers")).to_contain_text("× 6")
    expect(state(page)).to_have_text("저장됨")
