"""Designs as files: JSON, code that has been tried out, a figure, a table."""

from __future__ import annotations

import json
from typing import Any

import pytest

ROOT = "/api/v1/architectures/"


@pytest.fixture
def kept(ada_api: Any) -> str:
    made = ada_api.post(ROOT, {"preset": "tiny-gpt", "title": "작은 a/b"}, format="json")
    return str(made.json()["id"])


def export(api: Any, kept: str, **query: str) -> Any:
    return api.get(f"{ROOT}{kept}/export/", query)


def test_json_is_what_comes_unasked(ada_api: Any, kept: str) -> None:
    answer = export(ada_api, kept)
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["nodes"]["tok"]["type"] == "TokenEmbedding"


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [("svg", "image/svg+xml", b"<svg"), ("png", "image/png", b"\x89PNG"), ("table", "text/markdown", b"| |")],
)
def test_figures_and_tables_are_attachments(
    ada_api: Any, kept: str, form: str, kind: str, start: bytes
) -> None:
    answer = export(ada_api, kept, format=form)
    assert answer["Content-Type"].startswith(kind)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "a-b" in answer["Content-Disposition"]
    assert answer.content.startswith(start)


def test_code_comes_with_the_difference_that_its_trial_has_shown(
    ada_api: Any, kept: str, settings: Any, tmp_path: Any
) -> None:
    settings.SLAMDUNK_HOME = tmp_path
    answer = export(ada_api, kept, format="python")
    assert float(answer["X-Largest-Logit-Difference"]) < 1e-4
    assert "class Model(nn.Module)" in answer.content.decode()
    assert "its logits differ" in answer.content.decode()
    assert len(list((tmp_path / "exports").iterdir())) == 1


def test_an_unknown_format_names_the_known_ones(ada_api: Any, kept: str) -> None:
    answer = export(ada_api, kept, format="docx")
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert (error["code"], error["attr"]) == ("export_unknown_format", "format")
    assert "python" in error["detail"]


def test_an_unsound_design_is_named(ada_api: Any, kept: str) -> None:
    state = ada_api.get(f"{ROOT}{kept}/").json()
    broken = {**state["design"], "edges": ["in -> tok"]}
    ada_api.patch(f"{ROOT}{kept}/", {"design": broken, "revision": state["revision"]}, format="json")
    answer = export(ada_api, kept, format="python")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "design"
    assert export(ada_api, kept).status_code == 200


def test_a_design_of_a_published_family_leaves_as_its_config(ada_api: Any) -> None:
    made = ada_api.post(ROOT, {"preset": "mini-qwen3"}, format="json").json()
    answer = export(ada_api, made["id"], format="huggingface")
    config = json.loads(answer.content)
    assert (config["model_type"], config["architectures"]) == ("qwen3", ["Qwen3ForCausalLM"])
    again = ada_api.post(f"{ROOT}import/", config, format="json").json()
    assert again["current"]["n_parameters"] == made["current"]["n_parameters"]


def test_a_design_of_no_family_says_how_it_leaves_all_the_same(ada_api: Any) -> None:
    made = ada_api.post(ROOT, {"preset": "tiny-hybrid"}, format="json").json()
    answer = export(ada_api, made["id"], format="huggingface")
    assert answer.status_code == 422
    assert "Train it" in answer.json()["errors"][0]["detail"]
