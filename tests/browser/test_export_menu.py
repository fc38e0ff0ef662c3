"""A design leaves the editor as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_editor import opened

pytestmark = pytest.mark.browser


def test_a_figure_is_downloaded_from_the_menu(ada: Page, tmp_path: Path) -> None:
    opened(ada)
    ada.locator(".ed-exports > summary").click()
    with ada.expect_download() as waiting:
        ada.get_by_role("button", name="Figure (SVG)").click()
    kept = tmp_path / "figure.svg"
    waiting.value.save_as(kept)
    assert kept.read_text(encoding="utf-8").startswith("<svg")
    assert waiting.value.suggested_filename.endswith(".svg")
    expect(ada.locator(".ed-exports")).not_to_have_attribute("open", "")
