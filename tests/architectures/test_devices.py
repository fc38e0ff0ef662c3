"""Which machines a design can be measured against."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from architectures import devices as machines

ROOT = "/api/v1/architectures/"


def test_the_sites_own_come_first_and_less_than_all_memory_is_usable() -> None:
    found = machines.devices()
    assert found[0].here
    assert {"laptop-8", "t4", "rtx-4090", "h100"} <= {one.slug for one in found}
    assert all(0 < one.usable_bytes < one.memory_bytes for one in found)
    assert len({one.slug for one in found}) == len(found)


def test_what_a_driver_tells_is_read_each_kind_once() -> None:
    told = machines.cards_told("NVIDIA A10, 23028\nNVIDIA A10, 23028\nOdd, name, 1024\n[N/A]\nX, [N/A]\n")
    assert [(one.title["en"], one.memory_bytes) for one in told] == [
        ("This site's NVIDIA A10", 23028 * 2**20),
        ("This site's Odd, name", 2**30),
    ]


def test_a_containers_limit_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text("1073741824\n")
    monkeypatch.setattr(machines, "CGROUP_LIMIT", limit)
    assert machines.allowed() == 2**30
    limit.write_text("max\n")
    assert machines.allowed() == 2**62


@pytest.mark.django_db
def test_they_are_told_over_rest_in_both_languages(ada_api: Any) -> None:
    laptop = next(one for one in ada_api.get("/api/v1/devices/").json() if one["slug"] == "laptop-16")
    assert laptop == {
        "slug": "laptop-16",
        "title": {"en": "Laptop, 16 GB", "ko": "노트북 16 GB"},
        "memory_bytes": 2**34,
        "usable_bytes": 2**33,
        "here": False,
    }


@pytest.mark.django_db
def test_validation_tells_the_batch_for_a_memory(ada_api: Any) -> None:
    design = next(p for p in ada_api.get("/api/v1/presets/").json() if p["slug"] == "gpt2-small")["design"]
    room = {"memory_bytes": 2**35, "precision": "bf16", "context_length": 512}
    said = ada_api.post(f"{ROOT}validate/", {"design": design, "room": room}, format="json").json()
    assert said["load"] == {"batch_size": 8, "context_length": 1024, "precision": "fp32"}
    assert said["fit"]["batch_size"] > 8
    assert said["fit"]["training_bytes"] <= 2**35 < said["fit"]["next_bytes"]
    wrong = {"design": design, "room": {"memory_bytes": "much"}}
    refused = ada_api.post(f"{ROOT}validate/", wrong, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "room.memory_bytes")
