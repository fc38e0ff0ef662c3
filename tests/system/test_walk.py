"""From nothing to a text that a model of one's own has written, over REST alone, and with the README's own lines."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

pytestmark = [pytest.mark.processes, pytest.mark.slow]
README = Path(__file__).parents[2] / "README.md"
Wait = Callable[..., Any]


def test_from_a_preset_to_a_text(site: Any, tales: str, wait_for: Wait) -> None:
    ada = site.sign_up("ada")
    preset = next(p for p in ada.get("/presets/") if p["slug"] == "tiny-gpt")
    design = ada.post("/architectures/", {"preset": preset["slug"]})
    corpus = ada.upload("Tales", tales)
    wait_for(lambda: ada.get(f"/corpora/{corpus['id']}/")["state"] == "ready")

    asked = {
        "corpus": corpus["id"],
        "version": design["current"]["id"],
        "tokenizer_options": {"kind": "bpe", "vocab_size": 400},
        "config": {"max_steps": 60, "batch_size": 8, "eval_interval": 30, "sample_interval": 60},
    }
    cost = lambda: ada.post("/runs/estimate/", {k: v for k, v in asked.items() if k != "corpus"})  # noqa: E731
    estimate = cost()
    twice = [ada.post("/runs/", asked, headers={"Idempotency-Key": "once"})["id"] for _ in range(2)]
    assert twice[0] == twice[1]
    run, told = twice[0], list[dict[str, Any]]()

    def over() -> bool:
        after = told[-1]["seq"] if told else 0
        told.extend(ada.get(f"/runs/{run}/events/?after={after}")["events"])
        return any(e["type"] == "state" and e["state"] == "completed" for e in told)

    wait_for(over)
    assert [e["seq"] for e in told] == list(range(1, len(told) + 1))
    losses = [e["loss"] for e in told if e["type"] == "metric"]
    assert len(losses) == 60
    assert losses[-1] < losses[0]
    assert {"plan", "eval", "sample", "checkpoint"} <= {e["type"] for e in told}
    wait_for(lambda: ada.get(f"/runs/{run}/")["state"] == "completed")

    (model,) = ada.get(f"/models/?run={run}")["results"]
    assert model["n_parameters"] == estimate["n_parameters"] == ada.get(f"/runs/{run}/")["n_parameters"]
    begun = {"prompt": "Once upon a time", "options": {"max_new_tokens": 30, "seed": 1}}
    first, second = (ada.post(f"/models/{model['id']}/generate/", begun) for _ in range(2))
    assert (first["reason"], first["tokens"]) == ("length", 30)
    assert first["text"].strip()
    assert first["text"] == second["text"]  # the same seed writes the same text
    wait_for(lambda: cost()["state"] == "measured")  # a short trial has run meanwhile


@pytest.mark.shell
def test_the_lines_of_the_readme_work_as_they_stand(site: Any) -> None:
    """All of "From a terminal", with this site's address and name, and six seconds of training."""
    site.sign_up("grace")
    section = README.read_text().partition("## From a terminal")[2]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found is not None
    lines, n_shorter = re.subn(r'(max_minutes\\": )[\d.]+', r"\g<1>0.1", found[1])
    assert n_shorter == 1
    lines = lines.replace("http://localhost:8000", site.url).replace("username=ada", "username=grace")
    strict = f"set -euo pipefail\n{lines}"
    environment = {**site.environment, "PASSWORD": site.password}
    done = subprocess.run(
        ["bash", "-c", strict], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"parameters": 1049984' in done.stdout
    assert '"state": "completed"' in done.stderr
    written = done.stdout.rpartition("}")[2].strip()
    assert written not in ("", "null")  # how long it is, six seconds of training do not promise


def test_nobody_gets_in_without_a_token(site: Any) -> None:
    assert httpx.get(f"{site.url}/api/v1/runs/").status_code == 401
