"""How much a training computes, and what share of the most that its device can do."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from training.core.flops import PEAKS, TERA, Compute, peak_flops

GPU, CPU = torch.device("cuda:0"), torch.device("cpu")


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`card("NVIDIA L4")`: the name that the driver gives of the only GPU."""
    return lambda name: monkeypatch.setattr(torch.cuda, "get_device_name", lambda _: name)


def test_a_peak_is_that_of_the_card_and_of_the_precision(card: Any) -> None:
    card("NVIDIA H100 80GB HBM3")
    assert peak_flops(GPU, "bf16") == 989.4 * TERA
    assert peak_flops(GPU, "fp32") == 494.7 * TERA
    assert peak_flops(GPU, "bf16", n_devices=4) == 4 * 989.4 * TERA


@pytest.mark.parametrize(
    "name", ["NVIDIA H100 80GB HBM3 MIG 1g.10gb", "NVIDIA GeForce RTX 4090 Laptop GPU", "Other"]
)
def test_a_card_of_another_name_has_no_peak(name: str, card: Any) -> None:
    card(name)
    assert peak_flops(GPU, "bf16") is None


def test_what_a_card_does_not_compute_has_no_peak(card: Any) -> None:
    card("Tesla T4")
    assert peak_flops(GPU, "bf16") is None
    assert peak_flops(GPU, "fp32") == 8.1 * TERA


def test_a_cpu_is_not_asked() -> None:
    assert peak_flops(CPU, "fp32") is None


def test_dense_products_in_bf16_are_no_slower_than_in_fp32() -> None:
    assert all(bf16 is None or bf16 >= 1.9 * fp32 for bf16, fp32 in PEAKS.values())


def test_utilisation_is_three_forward_passes_a_token_over_the_peak() -> None:
    assert Compute(2_000_000, 1e12).facts(50_000.0) == {"flops_per_s": 3e11, "mfu": 0.3}
    assert Compute(2_000_000, None).facts(50_000.0) == {"flops_per_s": 3e11, "mfu": None}


@pytest.mark.parametrize(("per_token", "speed"), [(None, 50_000.0), (2_000_000, None), (2_000_000, 0.0)])
def test_what_is_not_known_is_told_as_nothing(per_token: int | None, speed: float | None) -> None:
    assert Compute(per_token, 1e12).facts(speed) == {"flops_per_s": None, "mfu": None}


def test_a_training_on_a_cpu_tells_its_rate_alone(make_job: Any, open_trainer: Any, told: Any) -> None:
    folder = make_job(max_steps=3)
    job = json.loads((folder / "job.json").read_bytes())
    (folder / "job.json").write_text(json.dumps({**job, "flops_per_token": 10_000}))
    open_trainer(folder).run()
    for event in told(folder, "metric"):
        assert event["flops_per_s"] == pytest.approx(30_000 * event["tokens_per_s"], rel=1e-3)
        assert event["mfu"] is None


def test_a_training_on_a_known_card_tells_its_share(
    make_job: Any, open_trainer: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_job(max_steps=2)
    job = json.loads((folder / "job.json").read_bytes())
    (folder / "job.json").write_text(json.dumps({**job, "flops_per_token": 10_000_000}))
    monkeypatch.setattr("training.core.trainer.peak_flops", lambda *_: 1e12)
    open_trainer(folder).run()
    for event in told(folder, "metric"):
        assert event["mfu"] == pytest.approx(event["flops_per_s"] / 1e12, abs=1e-4)


def test_a_job_of_before_is_trained_without(make_job: Any, open_trainer: Any, told: Any) -> None:
    open_trainer(folder := make_job(max_steps=2)).run()
    assert [event["flops_per_s"] for event in told(folder, "metric")] == [None, None]
