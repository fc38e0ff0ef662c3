"""A published config.json becomes a design: as a file, as the body, and by a hub id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from architectures import hub
from architectures.core.families import families

IMPORT = "/api/v1/architectures/import/"
LLAMA = {
    "model_type": "llama",
    "architectures": ["LlamaForCausalLM"],
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 300,
    "max_position_embeddings": 128,
    "rms_norm_eps": 1e-5,
    "tie_word_embeddings": True,
}


def sent(api: Any, content: bytes, name: str = "config.json") -> Any:
    return api.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, format="multipart")


def test_a_config_becomes_a_sound_design_of_its_family(ada_api: Any) -> None:
    made = sent(ada_api, json.dumps(LLAMA).encode())
    assert made.status_code == 201
    design = made.json()["design"]
    assert design["nodes"]["layers"]["count"] == 3
    assert made.json()["current"]["n_parameters"] > 0
    assert made.json()["title"] == families()["llama"].title
    checked = ada_api.post("/api/v1/architectures/validate/", {"design": design}, format="json").json()
    assert checked["valid"]


def test_the_body_may_be_the_config_and_its_name_is_the_title(ada_api: Any) -> None:
    made = ada_api.post(IMPORT, {**LLAMA, "_name_or_path": "owner/Tiny-Llama/"}, format="json")
    assert made.status_code == 201
    assert made.json()["title"] == "Tiny-Llama"


@pytest.mark.parametrize(
    ("config", "code", "words"),
    [
        ({"model_type": "t5"}, "unknown_family", "llama"),
        ({"architectures": ["Odd"]}, "unknown_family", "model_type"),
        ({"model_type": ["llama"]}, "unknown_family", "llama"),
        ({**LLAMA, "hidden_act": "tanhexp"}, "config_key_unsupported", "hidden_act"),
        ({**LLAMA, "num_hidden_layers": "many"}, "config_key_type", "num_hidden_layers"),
    ],
)
def test_a_config_that_cannot_be_read_names_what_stopped_it(
    ada_api: Any, config: dict[str, Any], code: str, words: str
) -> None:
    refused = sent(ada_api, json.dumps(config).encode())
    assert refused.status_code == 400
    error = refused.json()["errors"][0]
    assert error["code"] == code
    assert words in error["detail"]
    assert ada_api.get("/api/v1/architectures/").json()["count"] == 0


def test_the_reason_is_said_in_korean(ada_api: Any) -> None:
    refused = ada_api.post(IMPORT, {"model_type": "t5"}, format="json", headers={"Accept-Language": "ko"})
    assert "계열이 아닙니다" in refused.json()["errors"][0]["detail"]


@pytest.mark.parametrize("layers", [10**9, -1, 0])
def test_a_config_of_a_billion_layers_is_refused_at_once(ada_api: Any, layers: int) -> None:
    assert sent(ada_api, json.dumps({**LLAMA, "num_hidden_layers": layers}).encode()).status_code == 400


def test_a_hub_id_is_fetched(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(repo: str, name: str, folder: Path) -> Path:
        path = folder / name
        path.write_text(json.dumps(LLAMA))
        return path

    monkeypatch.setattr("architectures.services.importing.fetch_file", fetch)
    made = ada_api.post(IMPORT, {"hub": "owner/tiny-llama"}, format="json")
    assert (made.status_code, made.json()["title"]) == (201, "tiny-llama")


def test_an_offline_site_says_so(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    refused = ada_api.post(IMPORT, {"hub": "owner/tiny-llama"}, format="json")
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["code"] == "hub_offline"
    assert hub.ID.fullmatch("owner/tiny-llama")


def test_what_is_no_hub_id_is_refused(ada_api: Any) -> None:
    refused = ada_api.post(IMPORT, {"hub": "../../etc/passwd"}, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "hub_bad_id"
