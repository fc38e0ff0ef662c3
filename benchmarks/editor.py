"""How the editor feels: opening it, dragging in a large drawing, the wait for new totals. In Chromium, by real mouse."""

from __future__ import annotations

import gzip
import json
import os
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.site import PASSWORD, ROOT, Site

N_NODES = 300
COLUMNS = 15
MOVES = 240  # of the mouse, in one drag
DRAGS = 3
OPENINGS = 5
PRESSES = 40
DIST = ROOT / "static/dist"
ENTRY = "src/editor/main.tsx"
APART = ("katex", "elk", "chart")  # loaded on demand
VIEW: Any = {"width": 1280, "height": 800}

# Notes when blocks are first on the screen, counted from the click that led here.
OPENED = """
  const look = () => document.querySelector('.react-flow__node .ed-block')
    ? requestAnimationFrame(() => { window.openedAt = performance.now(); }) : requestAnimationFrame(look);
  requestAnimationFrame(look);
"""
FRAMES = """() => { const at = window.frames_ = [];
  const tick = now => { at.push(now); window.ticking = requestAnimationFrame(tick); };
  window.ticking = requestAnimationFrame(tick); }"""
STOP = "() => { cancelAnimationFrame(window.ticking); return window.frames_; }"
# Each press of a key, and the first change of the totals after it.
WAITS = """selector => { window.waits = []; let pressed = null;
  addEventListener('keydown', event => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => { if (pressed !== null) requestAnimationFrame(now => {
    if (pressed !== null) { window.waits.push(performance.now() - pressed); pressed = null; } }); })
    .observe(document.querySelector(selector), {subtree: true, childList: true, characterData: true}); }"""


@dataclass
class Drag:
    """Frames of one drag, in milliseconds."""

    frame_ms: float
    frames_per_s: float
    slowest_ms: float


def load() -> str:
    """What else the machine is doing: figures taken on a busy one are worth less."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def bundle_kb() -> float:
    """Return the gzipped kB of the editor's own scripts: what its page loads before anything is asked for."""
    manifest = json.loads((DIST / ".vite/manifest.json").read_text())
    files = {manifest[key]["file"] for key in _reached(manifest, ENTRY, set())}
    own = [DIST / file for file in sorted(files) if not any(word in file for word in APART)]
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in own) / 1000


def _reached(manifest: dict[str, Any], key: str, seen: set[str]) -> set[str]:
    if key not in seen:
        seen.add(key)
        for other in manifest[key].get("imports", ()):
            _reached(manifest, other, seen)
    return seen


def large_design(n_nodes: int = N_NODES) -> dict[str, Any]:
    """Return a sound model of so many blocks, laid out as a grid: a long chain of norms."""
    names = [f"norm{i}" for i in range(n_nodes - 2)]
    chain = ["tok", *names, "head"]
    layout = {name: [240 * (i % COLUMNS), 110 * (i // COLUMNS)] for i, name in enumerate(chain)}
    nodes = {"tok": {"type": "TokenEmbedding", "d_model": 64}, **{name: {"type": "Norm"} for name in names}}
    return {
        "format": 1,
        "vars": {},
        "nodes": {**nodes, "head": {"type": "LMHead"}},
        "edges": [" -> ".join(["in", *chain, "out"])],
        "layout": layout,
        "meta": {"title": "Large", "notes": ""},
    }


def signed_in(browser: Browser, url: str, name: str = "admin", password: str = PASSWORD) -> Any:
    """Sign in; return what a browser that has never been here needs to be that person: cookies, and no cache."""
    context = browser.new_context(base_url=url, viewport=VIEW)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    state = context.storage_state()
    context.close()
    return state


def fresh(browser: Browser, url: str, person: Any) -> BrowserContext:
    context = browser.new_context(base_url=url, viewport=VIEW, storage_state=person)
    context.add_init_script(OPENED)
    return context


def opening_s(page: Page, design: str) -> float:
    """Return the seconds from going to the editor until its blocks are drawn."""
    page.goto(f"/architectures/{design}/edit/", wait_until="commit")
    page.wait_for_function("() => window.openedAt", timeout=60_000)
    return float(page.evaluate("() => window.openedAt")) / 1000


def openings(browser: Browser, url: str, person: Any, design: str) -> Iterator[tuple[float, float]]:
    """Yield (cold, warm) seconds: with an empty cache, and once more."""
    for _ in range(OPENINGS):
        context = fresh(browser, url, person)
        page = context.new_page()
        cold = opening_s(page, design)
        page.wait_for_load_state("networkidle")
        yield cold, opening_s(page, design)
        context.close()


def drag(page: Page) -> Drag:
    """Drag a block from the middle of the drawing in circles."""
    box = page.locator(f'[data-path="norm{N_NODES // 2}"]').bounding_box()
    if box is None:
        raise RuntimeError("the block to drag is not on the screen")
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20, steps=4)
    page.evaluate(FRAMES)
    for step in range(MOVES):
        page.mouse.move(x + 20 + step % 60, y + 20 + (step * 3) % 40)
    frames = page.evaluate(STOP)
    page.mouse.up()
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    return Drag(statistics.median(gaps), 1000 * len(gaps) / sum(gaps), max(gaps))


def drags(browser: Browser, url: str, person: Any, design: str) -> list[Drag]:
    """Drag in a design of 300 visible blocks, several times."""
    context = fresh(browser, url, person)
    page = context.new_page()
    opening_s(page, design)
    page.wait_for_load_state("networkidle")
    shown = page.locator(".react-flow__node-block").count()
    if shown < N_NODES:
        raise RuntimeError(f"only {shown} of {N_NODES} blocks are on the screen")
    found = [drag(page) for _ in range(DRAGS)]
    context.close()
    return found


def waits_ms(browser: Browser, url: str, person: Any, design: str, path: str, name: str) -> list[float]:
    """Return, for each press of an arrow key in a field, the milliseconds until the totals changed."""
    context = fresh(browser, url, person)
    page = context.new_page()
    opening_s(page, design)
    page.wait_for_load_state("networkidle")
    page.locator(f'[data-path="{path}"] .ed-block-text').first.click()
    field = page.locator(f'[data-field="{name}"] input').first
    field.focus()
    page.evaluate(WAITS, ".ed-totals")
    for press in range(PRESSES):
        field.press("ArrowUp" if press % 2 else "ArrowDown")
        page.wait_for_function("n => window.waits.length > n", arg=press)
    found = list(page.evaluate("() => window.waits"))
    context.close()
    return found


def report(browser: Browser, site: Site) -> Iterator[tuple[str, str]]:
    """Yield (what, figure) of everything that the editor promises."""
    person = signed_in(browser, site.url)
    made = {
        name: site.call("POST", "architectures/", body)["id"]
        for name, body in {"small": {"preset": "gpt2-small"}, "large": {"design": large_design()}}.items()
    }
    yield "bundle, gzipped, without what loads on demand", f"{bundle_kb():8.0f} kB"
    times = list(openings(browser, site.url, person, made["small"]))
    yield "opening GPT-2 small, empty cache (median)", f"{statistics.median(t[0] for t in times):8.2f} s"
    yield "opening GPT-2 small, again (median)", f"{statistics.median(t[1] for t in times):8.2f} s"
    found = drags(browser, site.url, person, made["large"])
    yield (
        f"drag among {N_NODES} blocks, frame (median)",
        f"{statistics.median(d.frame_ms for d in found):8.1f} ms",
    )
    yield f"drag among {N_NODES} blocks", f"{statistics.median(d.frames_per_s for d in found):8.1f} frames/s"
    waits = waits_ms(browser, site.url, person, made["small"], "layers.ffn", "d_ff")
    yield "key press to new totals (median)", f"{statistics.median(waits):8.0f} ms"
    yield "the machine meanwhile", load()
