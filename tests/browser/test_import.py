"""Bringing a published model in, in Chromium: a config to the canvas, a folder to a model, a refusal in words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in, speak_korean
from tests.inference.core.imports import published

if TYPE_CHECKING:
    Site = Any

pytestmark = pytest.mark.browser
LLAMA: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "vocab_size": 300,
    "max_position_embeddings": 128,
    "_name_or_path": "owner/tiny-llama",
}
WORK = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")
django.setup()
from inference import importing
from inference.services.imports import claim_next
while claimed := claim_next():
    importing.work(*claimed)
"""


def config_of(folder: Path, **changes: Any) -> Path:
    path = folder / "config.json"
    path.write_text(json.dumps({**LLAMA, **changes}))
    return path


def folder_of(tmp_path: Path) -> list[Path]:
    return list(published.save(tmp_path / "tiny", published.llama()).iterdir())


def seen(page: Page, name: str) -> None:
    """Keep a picture where somebody asks for pictures."""
    if folder := os.environ.get("SLAMDUNK_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_config_opens_on_the_canvas(ada: Page, tmp_path: Path) -> None:
    ada.goto("/architectures/new/")
    ada.get_by_role("main").get_by_role("link", name="Import").click()
    ada.get_by_test_id("files").set_input_files(config_of(tmp_path))
    expect(ada.get_by_role("heading", name="tiny-llama")).to_be_visible()
    expect(ada.locator(".react-flow__node", has_text="Attention").first).to_be_visible()


def test_a_config_of_an_unknown_family_is_refused_in_words(ada: Page, tmp_path: Path) -> None:
    ada.goto("/models/import/")
    ada.get_by_test_id("files").set_input_files(config_of(tmp_path, model_type="t5"))
    expect(ada.get_by_role("alert")).to_contain_text("“t5”")
    expect(ada.get_by_role("alert")).to_contain_text("llama")


def test_a_folder_becomes_a_model_that_can_be_trained_further(site: Site, ada: Page, tmp_path: Path) -> None:
    ada.goto("/models/import/")
    ada.get_by_test_id("files").set_input_files(folder_of(tmp_path))
    row = ada.locator("[data-import]").first
    expect(row).to_contain_text("waiting for a worker")
    ada.reload()
    expect(row).to_contain_text("waiting for a worker")
    site.program("-c", WORK)
    expect(row).to_have_attribute("data-state", "ready")
    seen(ada, "import-ready")
    row.get_by_role("link", name="Train further").click()
    expect(ada.get_by_role("heading", name="Continues from")).to_be_visible()
    expect(ada.get_by_role("radio")).to_have_count(0)
    expect(ada.get_by_role("region", name="What it will cost")).to_contain_text("Parameters")
    seen(ada, "train-further")
    ada.get_by_role("button", name="Start training").click()
    ada.wait_for_url("**/runs/*/")
    expect(ada.get_by_text("Started from")).to_be_visible()


def test_a_refused_folder_says_why_and_is_put_away(site: Site, ada: Page, tmp_path: Path) -> None:
    files = folder_of(tmp_path)
    weights = next(path for path in files if path.suffix == ".safetensors")
    weights.write_bytes(weights.read_bytes()[:-9])
    ada.goto("/models/import/")
    ada.get_by_test_id("files").set_input_files(files)
    row = ada.locator("[data-import]").first
    site.program("-c", WORK)
    expect(row).to_contain_text("model.safetensors is cut off")
    seen(ada, "import-refused")
    pk = row.get_attribute("data-import")
    row.get_by_role("button", name="Dismiss").click()
    expect(ada.locator(f"[data-import='{pk}']")).to_have_count(0)


def test_a_hub_id_without_a_network_is_refused_at_once(ada: Page) -> None:
    ada.goto("/models/import/")
    ada.get_by_label("Hub id").fill("not an id")
    ada.get_by_role("button", name="Fetch the model").press("Enter")
    expect(ada.get_by_role("alert")).to_contain_text("owner/name")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_fits_a_phone_and_speaks_korean(
    open_page: Callable[..., Page], tmp_path: Path, theme: str
) -> None:
    page = open_page(width=360, color_scheme=theme)
    sign_in(page, "ada")
    speak_korean(page)
    page.goto("/models/import/")
    page.get_by_test_id("files").set_input_files(config_of(tmp_path, model_type="t5"))
    expect(page.get_by_role("alert")).to_contain_text("아는 계열이 아닙니다")
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    seen(page, f"import-phone-{theme}")
    assert not wide
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
