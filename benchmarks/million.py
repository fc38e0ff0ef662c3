"""A run of a million points: how long it takes to open, to look into a part of it, and how smoothly it moves."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from playwright.sync_api import Browser, Page

from benchmarks.editor import FRAMES, STOP, VIEW, signed_in
from benchmarks.site import ROOT, Site, running_site

POINTS: Final = 1_000_000
OPENINGS: Final = 5
MOVES: Final = 120  # of the mouse over the charts
TURNS: Final = 40  # of its wheel
# Notes when the whole curve is on the screen, counted from the click that led here.
OPENED: Final = """
  const look = () => document.querySelector('[data-chart=loss] canvas')
    && document.querySelector('[data-chart=loss] .legend-x dd').textContent !== '–'
    ? requestAnimationFrame(() => { window.openedAt = performance.now(); }) : requestAnimationFrame(look);
  requestAnimationFrame(look);
"""


def seeded(site: Site) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.million_writer", str(POINTS)]
    environment = {**os.environ, "SLAMDUNK_HOME": site.home}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rest_ms(site: Site, path: str) -> float:
    """Return the median milliseconds of reading an address."""
    site.call("GET", path)
    times = []
    for _ in range(OPENINGS):
        began = time.perf_counter()
        site.call("GET", path)
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def opening_ms(page: Page, address: str) -> float:
    """Return the median milliseconds until the curve is drawn."""
    page.add_init_script(OPENED)
    times = []
    for _ in range(OPENINGS):
        page.goto(address)
        page.wait_for_function("window.openedAt")
        times.append(float(page.evaluate("window.openedAt")))
    return statistics.median(times)


def frames(page: Page, work: Any) -> tuple[float, float]:
    """Return the frames a second while something is done, and the slowest frame in milliseconds."""
    page.evaluate(FRAMES)
    work()
    gaps = [after - before for before, after in pairwise(page.evaluate(STOP))]
    return 1000 / statistics.mean(gaps), max(gaps)


def moving(page: Page) -> Iterator[tuple[str, str]]:
    box = page.locator("[data-chart=loss] .u-over").bounding_box()
    if box is None:
        raise RuntimeError("the chart is not on the screen")

    def over() -> None:
        for n in range(MOVES):
            page.mouse.move(box["x"] + box["width"] * n / MOVES, box["y"] + 60)

    def scrolling() -> None:
        for n in range(TURNS):
            page.mouse.wheel(0, 120 if n < TURNS // 2 else -120)

    for what, work in (("the cursor moves over the charts", over), ("the page is scrolled", scrolling)):
        rate, slowest = frames(page, work)
        yield what, f"{rate:.0f} frames a second, the slowest {slowest:.0f} ms"


def zooming_ms(page: Page) -> float:
    """Return the milliseconds from letting the mouse go to the finer curve."""
    box = page.locator("[data-chart=loss] .u-over").bounding_box()
    if box is None:
        raise RuntimeError("the chart is not on the screen")
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 60, steps=3)
    began = time.perf_counter()
    with page.expect_response(lambda answer: "start=" in answer.url) as answer:
        page.mouse.up()
    answer.value.finished()
    return 1000 * (time.perf_counter() - began)


def report(browser: Browser, site: Site) -> Iterator[tuple[str, str]]:
    """Yield what was measured, as name and figure."""
    made = seeded(site)
    yield "written and rolled up", f"{made['rows_s']:.0f} s and {made['rolled_s']:.0f} s"
    metrics = f"runs/{made['run']}/metrics/?points=800"
    yield "the whole over REST (median)", f"{rest_ms(site, metrics):.0f} ms"
    part = f"{metrics}&start=400000&stop=420000"
    yield "a fiftieth over REST (median)", f"{rest_ms(site, part):.0f} ms"
    person = signed_in(browser, site.url)
    context = browser.new_context(base_url=site.url, viewport=VIEW, storage_state=person)
    page = context.new_page()
    opened = opening_ms(page, f"/runs/{made['run']}/")
    yield "the page, from click to curve (median)", f"{opened:.0f} ms"
    yield from moving(page)
    yield "a part looked into, with the wait for the mouse", f"{zooming_ms(page):.0f} ms"
    context.close()
    yield "load of the machine", ", ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    from tests.browser.serving import running_chromium

    with running_site() as own, running_chromium() as chromium:
        for what, figure in report(chromium, own):
            print(f"  {what:<48} {figure}", flush=True)
