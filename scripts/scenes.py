"""The main states of the site, each as what a person does to get there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Site

LAPTOP, TELEPHONE = 1280, 390
API = "/api/v1/architectures/"


@dataclass(frozen=True)
class Stage:
    """A page with Ada signed in, the site behind it, and the language that it speaks."""

    page: Page
    site: Site
    language: str

    def rest(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        cookies = self.page.context.cookies()
        token = next(cookie["value"] for cookie in cookies if cookie["name"] == "csrftoken")
        answer = self.page.request.fetch(path, method=method, data=body, headers={"X-CSRFToken": token})
        if not answer.ok:
            raise RuntimeError(answer.text())
        return answer.json()

    def edit(self, preset: str = "", **made_of: Any) -> None:
        """Open a new design in the editor, and wait until it has been checked."""
        made = self.rest("POST", API, made_of or {"preset": preset})
        self.page.goto(f"/architectures/{made['id']}/edit/")
        expect(self.page.locator(".ed-totals [data-bad]")).to_be_visible()
        expect(self.page.locator(".ed-totals")).to_have_attribute("aria-busy", "false")

    def block(self, path: str) -> Locator:
        return self.page.locator(f'[data-path="{path}"] .ed-block-text').first


@dataclass(frozen=True)
class Scene:
    """A state: its name in file names, how wide the window is, and how to get there."""

    name: str
    width: int
    play: Callable[[Stage], None]


SCENES: list[Scene] = []


def scene(name: str, width: int = LAPTOP) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    def add(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        SCENES.append(Scene(name, width, play))
        return play

    return add


@scene("home")
def home(stage: Stage) -> None:
    stage.page.goto("/")


@scene("gallery")
def gallery(stage: Stage) -> None:
    stage.page.goto("/architectures/new/")
    stage.page.wait_for_load_state("networkidle")


@scene("editor")
def editor(stage: Stage) -> None:
    stage.edit("llama-style")
    stage.block("layers.attn").click()


@scene("editor-search")
def search(stage: Stage) -> None:
    stage.edit("tiny-gpt")
    stage.block("norm").click()
    stage.page.keyboard.press("/")
    stage.page.locator(".ed-over").wait_for()


@scene("editor-menu")
def menu(stage: Stage) -> None:
    stage.edit("tiny-gpt")
    stage.block("layers.attn").click(button="right")
    stage.page.get_by_role("menu").wait_for()


@scene("editor-card")
def card(stage: Stage) -> None:
    stage.edit("tiny-gpt")
    stage.block("layers.attn").click()
    stage.page.keyboard.press("i")
    stage.page.locator(".katex").first.wait_for()


@scene("editor-problems")
def problems(stage: Stage) -> None:
    design = stage.rest("GET", "/api/v1/presets/")
    first = next(p for p in design if p["slug"] == "tiny-gpt")["design"]
    first["nodes"]["layers"]["nodes"]["attn"]["n_heads"] = 7
    stage.edit(title="Seven heads", design=first)
    stage.block("layers.attn").click()


@scene("editor-heat")
def heat(stage: Stage) -> None:
    stage.edit("llama-style")
    stage.page.keyboard.press("h")
    stage.page.locator(".ed-heat-legend, [data-heat]").first.wait_for()


@scene("editor-layers")
def layers(stage: Stage) -> None:
    stage.edit("tiny-hybrid")
    stage.block("layers").click()
    stage.page.get_by_role("listbox").scroll_into_view_if_needed()
    stage.page.get_by_role("listbox").get_by_role("option").nth(2).click()


@scene("editor-folded")
def folded(stage: Stage) -> None:
    stage.edit("tiny-hybrid")
    stage.page.keyboard.press("Shift+O")
    stage.page.keyboard.press("1")


@scene("editor-comment")
def comment(stage: Stage) -> None:
    stage.edit("tiny-story-writer")
    corner = stage.page.locator(".ed-canvas").bounding_box()
    if corner is None:
        raise RuntimeError("the canvas is not there")
    stage.page.mouse.move(corner["x"] + 40, corner["y"] + 120)
    stage.page.keyboard.press("n")
    words = {
        "en": "The residual stream runs straight down: blocks only add to it.",
        "ko": "잔차 스트림은 곧게 내려갑니다. 블록은 더하기만 합니다.",
    }
    stage.page.locator(".ed-note-field").fill(words[stage.language])
    stage.page.keyboard.press("Control+Enter")


@scene("editor-own-block")
def own_block(stage: Stage) -> None:
    stage.edit("tiny-story-writer")
    for number, path in enumerate(("layers.norm1", "layers.attn", "layers.add1")):
        stage.block(path).click(modifiers=["Control"] if number else [])
    stage.page.keyboard.press("g")
    stage.page.get_by_role("dialog").wait_for()


@scene("editor-keys")
def keys(stage: Stage) -> None:
    stage.edit("tiny-gpt")
    stage.page.keyboard.press("?")
    stage.page.get_by_role("dialog").wait_for()


@scene("editor-empty")
def empty(stage: Stage) -> None:
    stage.edit(title="My GPT", design={"format": 1, "vars": {}, "nodes": {}, "edges": []})


@scene("editor-tour")
def tour(stage: Stage) -> None:
    stage.edit(title="My GPT", design={"format": 1, "vars": {}, "nodes": {}, "edges": []})
    stage.page.keyboard.press("t")
    stage.page.locator("#tour-title").wait_for()


@scene("editor-versions")
def versions(stage: Stage) -> None:
    stage.edit("tiny-gpt")
    stage.page.keyboard.press("Control+Shift+S")
    stage.page.get_by_role("dialog").wait_for()
    stage.page.wait_for_load_state("networkidle")


@scene("compare")
def compare(stage: Stage) -> None:
    stage.page.goto("/architectures/compare/?a=preset:gpt2-small&b=preset:llama-style")
    stage.page.locator(".react-flow__node").first.wait_for()
    stage.page.wait_for_load_state("networkidle")


@scene("compare-telephone", TELEPHONE)
def compare_telephone(stage: Stage) -> None:
    compare(stage)


@scene("run")
def run(stage: Stage) -> None:
    stage.page.goto(f"/runs/{stage.site.ids['run']}/")
    stage.page.locator(".u-wrap, .uplot").first.wait_for()


@scene("run-telephone", TELEPHONE)
def run_telephone(stage: Stage) -> None:
    run(stage)


@scene("runs")
def runs(stage: Stage) -> None:
    stage.page.goto("/runs/")
    stage.page.wait_for_load_state("networkidle")


@scene("courses")
def courses(stage: Stage) -> None:
    stage.page.goto("/courses/")


@scene("editor-telephone", TELEPHONE)
def telephone(stage: Stage) -> None:
    stage.edit("tiny-gpt")
