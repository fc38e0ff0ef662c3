"""Whatever is killed while a run trains, the run ends completed by itself, and nothing it told is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psutil
import pytest

from training.processes import recall

pytestmark = [pytest.mark.processes, pytest.mark.slow]
N_STEPS = 250
CONFIG = {
    "max_steps": N_STEPS,
    "batch_size": 4,
    "checkpoint_interval": 20,
    "eval_interval": 100,
    "eval_bytes": 512,
    "sample_interval": N_STEPS,
    "sample_tokens": 4,
    "threads": 1,
}
Wait = Callable[..., Any]


@pytest.fixture(scope="module")
def ada(site: Any) -> Any:
    return site.sign_up("ada")


@pytest.fixture(scope="module")
def made_of(ada: Any, tales: str) -> dict[str, Any]:
    """What every run here is made of."""
    corpus = ada.upload("Tales", tales)
    design = ada.post("/architectures/", {"preset": "tiny-gpt"})
    bytes_alone = {"kind": "bytes"}
    return {"corpus": corpus["id"], "version": design["current"]["id"], "tokenizer_options": bytes_alone}


@pytest.fixture
def training(ada: Any, made_of: dict[str, Any], wait_for: Wait) -> str:
    """A run that has kept a checkpoint and goes on training."""
    run = ada.post("/runs/", {**made_of, "config": CONFIG})["id"]

    def well_on_its_way() -> bool:
        seen = ada.get(f"/runs/{run}/")
        assert seen["state"] in ("queued", "preparing", "training"), seen["error"]
        return bool(seen["state"] == "training" and seen["step"] > 30)

    wait_for(well_on_its_way)
    return str(run)


def remembered(site: Any, run: str, files: str) -> psutil.Process:
    """Return the process of a run that is written down in its job folder."""
    (pid,) = filter(None, map(recall, site.home.glob(f"runs/{run}/{files}")))
    return psutil.Process(pid)


def kill(*processes: psutil.Process) -> None:
    assert processes
    for process in processes:
        process.kill()


def completed(site: Any, ada: Any, run: str, wait_for: Wait) -> dict[str, Any]:
    """Wait for the end of a run; check that what it told has neither gap nor double; return the run."""

    def ended() -> Any:
        seen = ada.get(f"/runs/{run}/")
        return seen if seen["state"] in ("completed", "failed", "stopped") else None

    seen: dict[str, Any] = wait_for(ended)
    assert (seen["state"], seen["error"], seen["step"]) == ("completed", None, N_STEPS)
    rows = site.rows("select seq, step, type, superseded from training_runevent where run_id = ?", run)
    assert sorted(row[0] for row in rows) == list(range(1, seen["last_seq"] + 1))
    told = [(seq, step) for seq, step, kind, superseded in rows if kind == "metric" and not superseded]
    assert [step for _seq, step in sorted(told)] == list(range(1, N_STEPS + 1))
    assert [m["step"] for m in ada.get(f"/runs/{run}/metrics/")["metric"]] == list(range(1, N_STEPS + 1))
    assert ada.get(f"/models/?run={run}")["count"] == 1
    return seen


def test_p06_a_killed_trainer(site: Any, ada: Any, training: str, wait_for: Wait) -> None:
    kill(remembered(site, training, "trainer.pid"))
    assert completed(site, ada, training, wait_for)["attempt"] == 2


def test_p06_a_killed_supervisor(site: Any, ada: Any, training: str, wait_for: Wait) -> None:
    kill(remembered(site, training, "supervisor-*.pid"))
    assert completed(site, ada, training, wait_for)["attempt"] == 2


def test_p06_killed_clusters_and_web_server_are_started_again_and_the_training_does_not_notice(
    site: Any, ada: Any, training: str, wait_for: Wait
) -> None:
    trainer = remembered(site, training, "trainer.pid")
    killed = [*site.processes("qcluster"), *site.processes("daphne")]
    kill(*killed)
    wait_for(lambda: len(site.services()) == 3 and not any(map(site.services().__contains__, killed)))
    wait_for(site.answers)
    assert trainer.is_running()
    assert completed(site, ada, training, wait_for)["attempt"] == 1
    follower = ada.post("/runs/", {**parts_of(ada, training), "config": {**CONFIG, "max_steps": 2}})["id"]
    wait_for(lambda: ada.get(f"/runs/{follower}/")["state"] == "completed")


def parts_of(ada: Any, run: str) -> dict[str, Any]:
    """What a run was made of, for another one."""
    seen = ada.get(f"/runs/{run}/")
    return {name: seen[name] for name in ("corpus", "tokenizer", "version")}


def test_p06_everything_at_once(site: Any, ada: Any, training: str, wait_for: Wait) -> None:
    run = [remembered(site, training, "supervisor-*.pid"), remembered(site, training, "trainer.pid")]
    kill(*run, *site.processes("qcluster"), *site.processes("daphne"))
    wait_for(site.answers)
    assert completed(site, ada, training, wait_for)["attempt"] == 2
