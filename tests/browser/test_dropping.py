"""Files let go over the canvas and the gallery, with the events that a browser sends."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.browser.test_import import LLAMA, folder_of
from tests.browser.test_sharing import preset, sound

pytestmark = pytest.mark.browser
Pages = Callable[..., Page]
TINY: dict[str, Any] = {
    "format": 1,
    "vars": {"d_model": 32},
    "nodes": {
        "tok": {"type": "TokenEmbedding", "d_model": "$d_model"},
        "head": {"type": "LMHead", "tie_to": "tok"},
    },
    "edges": ["in -> tok -> head -> out"],
    "meta": {"title": "From <b>elsewhere</b>"},
}
HOLD = """([files, folder, phase]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const made = files.map(([name, text]) => new File([bytes(text)], name));
  const held = new DataTransfer();
  for (const file of made) held.items.add(file);
  if (folder) { // a page cannot make a folder, so what the browser says of one is said here
    const entry = (file) => ({ isFile: true, fullPath: `/${folder}/${file.name}`, file: (done) => done(file) });
    const parts = [made.map(entry), []];
    const reader = { readEntries: (done) => done(parts.shift()) };
    const told = [{ isFile: false, fullPath: `/${folder}`, createReader: () => reader }];
    DataTransferItem.prototype.webkitGetAsEntry = () => told.pop() ?? null;
  }
  const place = document.querySelector(".ed-canvas") ?? document.body;
  const init = { dataTransfer: held, bubbles: true, cancelable: true };
  for (const type of phase === "hold" ? ["dragenter", "dragover"] : ["dragenter", "drop"]) {
    place.dispatchEvent(new DragEvent(type, init));
  }
}"""


def let_go(page: Page, files: dict[str, bytes], folder: str = "", phase: str = "drop") -> None:
    coded = [[name, b64encode(content).decode()] for name, content in files.items()]
    page.evaluate(HOLD, [coded, folder, phase])


def test_a_design_a_config_and_garbage_are_dropped_on_the_canvas(ada: Page) -> None:
    preset(ada)
    before = ada.locator(".react-flow__node").count()
    design = {"tiny.json": json.dumps(TINY).encode()}
    let_go(ada, design, phase="hold")
    expect(ada.locator(".drop-veil")).to_contain_text("replaces this one or opens as a new one")
    sound(ada, "drop-veil")
    let_go(ada, design)
    expect(ada.locator(".drop-veil")).to_have_count(0)
    asked = ada.get_by_role("dialog", name="“tiny.json” is a design")
    expect(asked).to_contain_text("“From <b>elsewhere</b>” was exported here.")
    sound(ada, "drop-design")
    asked.get_by_role("button", name="Replace this design").click()
    expect(ada.locator(".ed-notice")).to_contain_text("Undo brings back")
    expect(ada.locator(".ed-block")).to_have_count(2)
    ada.get_by_role("button", name="Undo").click()
    expect(ada.locator(".react-flow__node")).to_have_count(before)

    let_go(ada, {"holiday.png": b"\x89PNG"})
    refused = ada.get_by_role("dialog", name="This cannot be imported")
    expect(refused.get_by_role("alert")).to_contain_text("“holiday.png”")
    expect(refused).to_contain_text("config.json")
    sound(ada, "drop-refused")
    let_go(ada, {"notes.json": b"{not json"})
    expect(refused.get_by_role("alert")).to_contain_text("“notes.json”:")
    refused.get_by_role("button", name="Choose something else").click()
    sound(ada, "drop-ask")
    ada.keyboard.press("Escape")
    expect(ada.locator(".react-flow__node")).to_have_count(before)

    let_go(ada, {"config.json": json.dumps(LLAMA).encode()})
    asked = ada.get_by_role("dialog", name="“config.json” is a design")
    expect(asked).to_contain_text("tiny-llama")
    asked.get_by_role("button", name="Open as new").press("Enter")
    expect(ada.get_by_role("heading", name="tiny-llama")).to_be_attached()


def test_a_folder_with_weights_is_sent_from_the_canvas(ada: Page, tmp_path: Path) -> None:
    preset(ada)
    files = {path.name: path.read_bytes() for path in folder_of(tmp_path)}
    let_go(ada, files, folder="tiny")
    asked = ada.get_by_role("dialog", name="“tiny” is a model")
    expect(asked).to_contain_text("a pickle is never opened")
    expect(asked.get_by_role("button", name="Only its design")).to_be_visible()
    sound(ada, "drop-model")
    asked.get_by_role("button", name="Import the model").click()
    ada.get_by_role("dialog", name="“tiny” has arrived").get_by_role("link", name="See how far it is").click()
    expect(ada.locator("[data-import]").first).to_contain_text("tiny")


def test_the_gallery_takes_drops_and_files_chosen_by_the_keyboard_in_korean(open_page: Pages) -> None:
    page = open_page()
    sign_in(page, "ada")
    speak_korean(page)
    page.goto("/architectures/")
    page.get_by_role("button", name="가져오기").press("Enter")
    ways = page.get_by_role("dialog", name="가져오기")
    expect(ways.get_by_role("button", name="폴더 고르기")).to_be_visible()
    sound(page, "gallery-import-ko")
    page.keyboard.press("Escape")
    let_go(page, {"holiday.png": b"\x89PNG"})
    expect(page.get_by_role("dialog", name="가져올 수 없습니다").get_by_role("alert")).to_contain_text(
        "“holiday.png”"
    )
    page.get_by_role("button", name="다른 것 고르기").press("Enter")
    with page.expect_file_chooser() as choosing:
        ways.get_by_role("button", name="파일 고르기").press("Enter")
    choosing.value.set_files(
        {"name": "tiny.json", "mimeType": "application/json", "buffer": json.dumps(TINY).encode()}
    )
    page.wait_for_url("**/edit/")
    expect(page.get_by_role("heading", name="From <b>elsewhere</b>")).to_be_attached()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
