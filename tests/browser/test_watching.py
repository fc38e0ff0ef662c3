"""A run is watched: charts, samples, log and the end, as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.conftest import sign_in

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
SEED = Path(__file__).parent / "seed_watching.py"


@pytest.fixture(scope="module")
def runs(site: Site) -> dict[str, str]:
    found: dict[str, str] = json.loads(site.program(SEED, "things"))
    return found


def chart(page: Page, name: str) -> Locator:
    return page.locator(f"[data-chart={name}]")


def test_curves_are_read_zoomed_saved_and_remembered(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['done']}/")
    loss = chart(ada, "loss")
    expect(loss.get_by_role("img", name="Loss went from 7.")).to_be_attached()
    cursor = loss.get_by_role("slider")
    cursor.focus()
    cursor.press("Home")
    expect(cursor).to_have_attribute("aria-valuetext", "Step 1: Training loss 7.151, Validation loss –")
    cursor.press("End")
    expect(loss.locator(".legend-x")).to_contain_text("2,000")
    expect(chart(ada, "learning-rate").locator(".legend-x")).to_contain_text("2,000")  # cursors go together
    for _ in range(5):
        cursor.press("+")
    expect(loss.get_by_role("button", name="Zoom out")).to_be_enabled()
    loss.get_by_text("Values").click()
    expect(loss.get_by_role("row")).not_to_have_count(1)
    cursor.press("Escape")
    expect(loss.get_by_role("button", name="Zoom out")).to_be_disabled()
    with ada.expect_download() as saved:
        loss.get_by_role("button", name="as a table (CSV)").click()
    lines = Path(saved.value.path()).read_text().splitlines()
    assert lines[0].startswith(("step,loss", "first_step,last_step,loss_early"))
    assert lines[1].startswith("1,")
    with ada.expect_download() as saved:
        loss.get_by_role("button", name="as a picture (PNG)").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    loss.get_by_role("button", name="log").click()
    ada.get_by_role("slider", name="Smoothing").fill("50")
    ada.get_by_role("radio", name="FLOPs").check(force=True)
    expect(loss.locator(".legend-x")).to_contain_text(
        "FLOPs2.5e13"
    )  # 2000 steps, 2048 tokens, 3 passes, 2M each
    ada.reload()
    expect(ada.get_by_role("radio", name="FLOPs")).to_be_checked()
    expect(ada.get_by_role("slider", name="Smoothing")).to_have_value("50")
    expect(chart(ada, "loss").get_by_role("button", name="log")).to_have_attribute("aria-pressed", "true")
    for name in ("use", "memory", "machine", "gradient-norm", "bits-per-byte", "accuracy"):
        expect(chart(ada, name).locator("canvas")).to_be_visible()


def test_dragging_zooms_all_charts_and_asks_for_finer_points(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['done']}/")
    over = chart(ada, "loss").locator(".u-over")
    over.wait_for()
    box = over.bounding_box()
    assert box is not None
    with ada.expect_request(lambda request: "start=" in request.url and "stop=" in request.url):
        ada.mouse.move(box["x"] + box["width"] / 4, box["y"] + 40)
        ada.mouse.down()
        ada.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40, steps=4)
        ada.mouse.up()
    for name in ("loss", "learning-rate", "norms"):
        expect(chart(ada, name).get_by_role("button", name="Zoom out")).to_be_enabled()
    over.dblclick()
    expect(chart(ada, "norms").get_by_role("button", name="Zoom out")).to_be_disabled()


def test_a_finger_zooms_a_chart_where_it_has_touched_it(
    open_page: Callable[..., Page], runs: dict[str, str]
) -> None:
    page = open_page(width=800, has_touch=True, is_mobile=True)
    sign_in(page, "ada")
    page.goto(f"/runs/{runs['done']}/")
    over = chart(page, "loss").locator(".u-over")
    over.wait_for()
    box = over.bounding_box()
    assert box is not None
    expect(page.get_by_text("Drag across a chart")).to_be_hidden()
    over.tap(position={"x": box["width"] * 0.9, "y": 40})
    nearer = chart(page, "loss").get_by_role("button", name="Zoom in")
    with page.expect_request(lambda request: "start=1000" in request.url and "stop=2001" in request.url):
        nearer.tap()
    expect(chart(page, "norms").get_by_role("button", name="Zoom out")).to_be_enabled()


def test_a_run_that_the_site_tells_no_more_of_says_why(ada: Page, runs: dict[str, str]) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.send(json.dumps({"type": "error", "code": "not_found", "detail": "There is no such run."}))
        socket.close(code=4404)

    ada.route_web_socket("**/ws/runs/**", refuse)
    ada.goto(f"/runs/{runs['done']}/")
    expect(ada.get_by_role("alert").filter(has_text="There is no such run.")).to_be_visible()


def test_what_a_run_computes_and_uses_is_shown_with_its_units(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['live']}/")
    legends = {
        "loss": "Training loss",
        "learning-rate": "Matrices (Muon)2.0e-2All other weights3.0e-3",
        "compute": "Compute12",
        "mfu": "%",
        "perplexity": "Perplexity",
        "gpu-use": "GPU use95 %",
        "gpu-memory": "In use12.0 GiBTotal80.0 GiB",
        "gpu-power": "GPU power619 W",
        "gpu-temperature": "GPU temperature59 °C",
        "use": "(100 % is one core)169 %",
        "memory": "Memory of the run286 MiB",
        "machine": "CPU80 %Memory42 %",
    }
    for name, words in legends.items():
        expect(chart(ada, name).locator(".chart-legend")).to_contain_text(words)
    expect(chart(ada, "loss").get_by_role("heading")).to_have_text("Loss nats per token")
    expect(chart(ada, "compute").get_by_role("heading")).to_have_text("Compute GFLOP/s")
    expect(ada.locator(".figures")).to_contain_text("Perplexity")
    ada.goto(f"/runs/{runs['done']}/")
    expect(chart(ada, "compute").locator("canvas")).to_be_visible()
    for name in ("mfu", "gpu-use", "gpu-power"):  # a CPU whose peak nobody published
        expect(chart(ada, name)).to_have_count(0)


def test_the_load_of_the_experts_is_drawn_beside_balance_and_their_shares_are_read(
    ada: Page, runs: dict[str, str]
) -> None:
    ada.goto(f"/runs/{runs['live']}/")
    loads = chart(ada, "expert-load")
    expect(loads.locator("canvas")).to_be_visible()
    cursor = loads.get_by_role("slider")
    cursor.focus()
    cursor.press("Home")
    expect(cursor).to_have_attribute("aria-valuetext", "Step 1: Largest load 1.50, Balanced (1.0) 1.00")
    for _ in range(99):
        cursor.press("ArrowRight")
    expect(loads.locator(".chart-legend")).to_contain_text("Step100Largest load1.25Balanced (1.0)1.00")
    expect(ada.get_by_role("img", name="layers.1.ffn: expert 1: 5")).to_be_visible()
    ada.goto(f"/runs/{runs['done']}/")
    expect(chart(ada, "norms").locator("canvas")).to_be_visible()
    expect(chart(ada, "expert-load")).to_have_count(0)  # a design without experts


def test_a_layer_that_died_is_told_while_the_run_goes_on(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['live']}/")
    words = "“layers.2.ffn” has been dead since step 200"
    expect(ada.get_by_role("status").filter(has_text=words)).to_contain_text("GELU or SiLU")
    line = ada.get_by_role("region", name="Log").locator("li", has_text=words)
    expect(line).to_have_attribute("data-level", "warning")
    expect(ada.get_by_role("alert")).to_have_count(0)


def test_norms_samples_and_log_are_looked_through(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['live']}/")
    norms = chart(ada, "norms")
    expect(norms.locator(".chart-legend")).to_contain_text("layers.3.attn")
    norms.get_by_label("Which norms").select_option("weight")
    norms.get_by_label("Which blocks").select_option("tok")
    expect(norms.locator(".chart-legend")).to_contain_text("tok21.0")
    samples = ada.get_by_role("region", name="Samples")
    expect(samples).to_contain_text("a fox at step 400")
    samples.get_by_role("slider").press("Home")
    expect(samples).to_contain_text("a fox at step 100")
    samples.get_by_role("button", name="Newest").click()
    expect(samples).to_contain_text("a fox at step 400")
    log = ada.get_by_role("region", name="Log")
    expect(log).to_contain_text("Everything is set up.")
    log.get_by_label("Level").select_option("warning")
    expect(log).not_to_contain_text("Everything is set up.")
    log.get_by_label("Search the log").fill("DISK")
    expect(log).to_contain_text("nearly full")


def test_the_checkpoints_that_are_kept_are_shown(ada: Page, runs: dict[str, str]) -> None:
    ada.goto(f"/runs/{runs['done']}/")
    rows = ada.get_by_role("region", name="Checkpoints").locator("dl > div")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("step 1,600 last")
    expect(rows.last).to_contain_text("step 800 best")
    expect(rows.last).to_contain_text("12.0 MiB")


def test_p01_p02_what_comes_while_nobody_looks_is_there_and_the_end_is_told(
    ada: Page, site: Site, runs: dict[str, str]
) -> None:
    ada.goto(f"/runs/{runs['live']}/")
    expect(ada.get_by_text("live", exact=True)).to_be_visible()
    site.program(SEED, "more", runs["live"])
    expect(chart(ada, "loss").locator(".legend-x")).to_contain_text("420")
    ada.goto("about:blank")  # the page is closed; the run goes on
    site.program(SEED, "more", runs["live"])
    ada.goto(f"/runs/{runs['live']}/")
    expect(chart(ada, "loss").locator(".legend-x")).to_contain_text("440")
    expect(ada).to_have_title("22 % · training · Quick fox · SLaM Dunk")
    expect(ada.get_by_text("live", exact=True)).to_be_visible()
    site.program(SEED, "state", runs["live"], "completed")
    expect(ada.locator("#toasts")).to_contain_text("“Quick fox” is done.")
    expect(ada).to_have_title("✓ completed · Quick fox · SLaM Dunk")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_watching_is_accessible_on_a_phone(
    open_page: Callable[..., Page], runs: dict[str, str], theme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(width=360, color_scheme=theme)
    page.goto("/sign-in/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.locator("main button").click()
    page.goto(f"/runs/{runs['done']}/", wait_until="networkidle")
    expect(chart(page, "loss").locator("canvas")).to_be_visible()
    chart(page, "loss").get_by_text("Values").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}
    found = Axe().run(page, options=rules).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
