"""Fetching by a hub id, with a hub that answers as we tell it to."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import huggingface_hub
import pytest
from huggingface_hub import errors

from architectures.hub import HubError, HubFile, check_reachable, fetch_file, list_files


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)


def answer(monkeypatch: pytest.MonkeyPatch, outcome: Any) -> list[Any]:
    """Let the hub give or raise `outcome`; return what it was asked for."""
    asked: list[Any] = []

    def give(*args: Any, **options: Any) -> Any:
        asked.append((args, options))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", lambda _, *a, **k: give(*a, **k))
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", give)
    return asked


@pytest.mark.parametrize(
    "repo", ["", "gpt2", "a/b/c", "../etc/passwd", "a/..", "http://x/y", "a b/c", "a/b\n"]
)
def test_what_is_no_id_is_refused(repo: str) -> None:
    with pytest.raises(HubError, match="hub_bad_id"):
        check_reachable(repo)


@pytest.mark.parametrize("value", ["1", "true", "YES"])
def test_an_offline_site_says_so_at_once(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", value)
    asked = answer(monkeypatch, None)
    with pytest.raises(HubError, match="hub_offline"):
        list_files("owner/name")
    assert asked == []


def test_files_and_sizes_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    siblings = [
        SimpleNamespace(rfilename="config.json", size=100),
        SimpleNamespace(rfilename="model.safetensors", size=None),
    ]
    answer(monkeypatch, SimpleNamespace(siblings=siblings))
    assert list_files("owner/name") == [HubFile("config.json", 100), HubFile("model.safetensors", 0)]


def test_no_token_of_the_server_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = answer(monkeypatch, str(tmp_path / "config.json"))
    assert fetch_file("owner/name", "config.json", tmp_path) == tmp_path / "config.json"
    assert asked[0][1]["token"] is False


def refusal(kind: type[Exception]) -> Exception:
    request = httpx2.Request("GET", "https://hub")
    return kind("no", response=httpx2.Response(404, request=request))  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (refusal(errors.GatedRepoError), "hub_gated"),
        (refusal(errors.RepositoryNotFoundError), "hub_not_found"),
        (refusal(errors.RemoteEntryNotFoundError), "hub_no_config"),
        (refusal(errors.HfHubHTTPError), "hub_unreachable"),
        (errors.LocalEntryNotFoundError("away"), "hub_unreachable"),
        (httpx2.ConnectError("no route"), "hub_unreachable"),
        (TimeoutError(), "hub_unreachable"),
        (errors.OfflineModeIsEnabled("off"), "hub_offline"),
    ],
)
def test_what_goes_wrong_has_a_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outcome: Exception, code: str
) -> None:
    answer(monkeypatch, outcome)
    with pytest.raises(HubError) as refused:
        fetch_file("owner/name", "config.json", tmp_path)
    assert refused.value.code == code
    with pytest.raises(HubError, match=code):
        list_files("owner/name")
