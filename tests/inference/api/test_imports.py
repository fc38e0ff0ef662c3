"""Bringing a published model over REST: what is refused at once, what the job refuses, and what comes of it."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Quota
from architectures.hub import HubFile
from architectures.models import Architecture
from inference import importing
from inference.core.generator import Finished, generate
from inference.core.loading import load_model
from inference.core.options import GenerationOptions
from inference.models import CompletedModel, ModelImport
from inference.services import importing as ends
from inference.services import imports, model_folder
from inference.services.imports import (
    CLAIM_TTL,
    claim_next,
    import_folder,
    import_what_may,
    release_expired,
    sweep,
)
from tests.inference.core.imports import published

IMPORT = "/api/v1/models/import/"
GB = 2**30


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BEAT_EVERY", 60.0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return published.save(tmp_path / "tiny-llama", published.llama())


def uploads(folder: Path) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def send(api: Any, files: list[SimpleUploadedFile], **more: str) -> Any:
    return api.post(IMPORT, {"files": files, **more}, format="multipart")


def zipped(folder: Path) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"{folder.name}/{path.name}")
    return SimpleUploadedFile(f"{folder.name}.zip", buffer.getvalue())


def after_the_job(api: Any, answer: Any) -> dict[str, Any]:
    """Let the job do its work; return the import as it stands then."""
    assert answer.status_code == 202, answer.json()
    claimed = claim_next()
    assert claimed is not None
    importing.work(*claimed)
    shown: dict[str, Any] = api.get(f"{IMPORT}{answer.json()['id']}/").json()
    return shown


def nothing_is_left(pk: str) -> bool:
    rows = CompletedModel.objects.exists() or Architecture.objects.exists()
    return (
        not rows
        and not import_folder(pk).exists()
        and not (import_folder(pk).parents[1] / "models" / pk).exists()
    )


@pytest.mark.parametrize("pack", [uploads, lambda folder: [zipped(folder)]], ids=["files", "zip"])
def test_a_folder_becomes_a_design_and_a_model_that_writes(ada_api: Any, source: Path, pack: Any) -> None:
    done = after_the_job(ada_api, send(ada_api, pack(source), title="My Llama"))
    assert (done["state"], done["error"], done["progress"]) == ("ready", None, 1.0)
    model = CompletedModel.objects.get(pk=done["model"])
    assert (model.title, model.owner.username, model.run) == ("My Llama", "ada", None)
    assert (model.report["imported"], model.report["family"]) == (True, "llama")
    architecture = Architecture.objects.get(pk=done["architecture"])
    assert architecture.current is not None
    assert architecture.current.fingerprint == model.fingerprint
    options = GenerationOptions.model_validate({"temperature": 0, "max_new_tokens": 30})
    *_, last = generate(load_model(model_folder(model)), "One day", options)
    assert isinstance(last, Finished)
    assert last.text == published.greedy(published.llama(), "One day", 30)
    assert not import_folder(done["id"]).exists()


def test_an_archive_names_its_model(ada_api: Any, source: Path) -> None:
    assert after_the_job(ada_api, send(ada_api, [zipped(source)]))["title"] == "tiny-llama"


def test_a_folder_without_weights_is_a_design_alone(ada_api: Any, source: Path) -> None:
    (source / "model.safetensors").unlink()
    done = after_the_job(ada_api, send(ada_api, uploads(source)))
    assert (done["state"], done["model"]) == ("ready", None)
    assert Architecture.objects.filter(pk=done["architecture"]).exists()
    assert not CompletedModel.objects.exists()


def truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def pickle_it(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"\x80\x04\x95" + b"." * 40)


BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "truncated weights": (truncate, "weights_truncated"),
    "a renamed pickle": (pickle_it, "pickle_refused"),
    "an unknown family": (lambda f: published.change_config(f, model_type="t5"), "unknown_family"),
    "a smaller vocabulary": (lambda f: published.change_config(f, vocab_size=300), "tokenizer_does_not_fit"),
    "more layers": (lambda f: published.change_config(f, num_hidden_layers=3), "weights_missing"),
}


@pytest.mark.parametrize(("worsen", "code"), BAD.values(), ids=list(BAD))
def test_what_the_job_refuses_leaves_nothing_and_says_why(
    ada_api: Any, source: Path, worsen: Callable[[Path], Any], code: str
) -> None:
    worsen(source)
    done = after_the_job(ada_api, send(ada_api, uploads(source)))
    assert (done["state"], done["error"]["code"]) == ("failed", code)
    assert len(done["error"]["detail"]) > 20
    korean = ada_api.get(f"{IMPORT}{done['id']}/", headers={"Accept-Language": "ko"}).json()
    assert any("가" <= letter <= "힣" for letter in korean["error"]["detail"])
    assert nothing_is_left(done["id"])


@pytest.mark.parametrize(
    ("name", "left_out", "code"),
    [("pytorch_model.bin", ".safetensors", "pickle_refused"), ("config.json", ".nothing", "import_twice")],
)
def test_what_can_be_seen_at_once_is_refused_at_once(
    ada_api: Any, source: Path, name: str, left_out: str, code: str
) -> None:
    files = [file for file in uploads(source) if not str(file.name).endswith(left_out)]
    refused = send(ada_api, [*files, SimpleUploadedFile(name, b"{}")])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, code)
    assert not ModelImport.objects.exists()
    assert not import_folder("x").parent.exists()


def test_files_without_a_config_are_refused(ada_api: Any) -> None:
    refused = send(ada_api, [SimpleUploadedFile("model.safetensors", b"x")])
    assert refused.json()["errors"][0]["code"] == "config_missing"


def test_nothing_at_all_is_refused(ada_api: Any) -> None:
    assert ada_api.post(IMPORT, {}, format="json").status_code == 400


def test_five_gigabytes_against_a_quota_of_one_are_refused_before_they_are_read(
    ada: Any, ada_api: Any, source: Path
) -> None:
    Quota.objects.create(user=ada, max_disk_bytes=GB)
    refused = ada_api.post(IMPORT, {"hub": "a/b"}, format="json", CONTENT_LENGTH=str(5 * GB))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "disk_quota")
    assert not ModelImport.objects.exists()


def test_weights_that_grow_beyond_the_quota_are_refused_by_the_job(
    ada: Any, ada_api: Any, tmp_path: Path
) -> None:
    import torch

    source = published.save(tmp_path / "half", published.llama().to(torch.bfloat16))
    n_bytes = sum(path.stat().st_size for path in source.iterdir())
    Quota.objects.create(user=ada, max_disk_bytes=n_bytes + 3000)  # fp32 takes twice as much
    done = after_the_job(ada_api, send(ada_api, uploads(source)))
    assert done["error"]["code"] == "import_too_large"
    assert nothing_is_left(done["id"])


def test_imported_models_count_against_the_quota(ada: Any, ada_api: Any, source: Path) -> None:
    from training.services.corpora import disk_used

    done = after_the_job(ada_api, send(ada_api, uploads(source)))
    assert disk_used(ada) == CompletedModel.objects.get(pk=done["model"]).n_bytes > 100_000


def test_uploads_at_the_same_time_do_not_pass_the_quota_together(
    ada: Any, ada_api: Any, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, other = imports._keep, ModelImport(owner=ada, n_bytes=GB)

    def keep_while_another_arrives(*given: Any) -> None:
        keep(*given)
        other.save()

    Quota.objects.create(user=ada, max_disk_bytes=GB)
    monkeypatch.setattr(imports, "_keep", keep_while_another_arrives)
    refused = send(ada_api, uploads(source))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "disk_quota")
    assert ModelImport.objects.get() == other
    assert list(import_folder(other.pk).parent.iterdir()) == []


def test_nobody_looks_at_the_claim_when_the_job_lets_go_of_it(
    ada_api: Any, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the job would take its own end for the loss of its claim, and die before its files are gone."""
    looking: list[threading.Thread] = []
    ready = ends.import_ready

    def end(**given: Any) -> Any:
        looking.extend(one for one in threading.enumerate() if isinstance(one, importing.Beat))
        return ready(**given)

    monkeypatch.setattr(ends, "import_ready", end)
    assert after_the_job(ada_api, send(ada_api, uploads(source)))["state"] == "ready"
    assert looking == []


def test_others_see_nothing_of_it(ada_api: Any, ben_api: Any, source: Path) -> None:
    made = send(ada_api, uploads(source)).json()
    assert ben_api.get(f"{IMPORT}{made['id']}/").status_code == 404
    assert ben_api.delete(f"{IMPORT}{made['id']}/").status_code == 404
    assert ben_api.get(IMPORT).json()["count"] == 0


def test_a_cancelled_import_leaves_nothing_whatever_its_job_does(ada_api: Any, source: Path) -> None:
    made = send(ada_api, uploads(source)).json()
    claimed = claim_next()
    assert claimed is not None
    assert ada_api.delete(f"{IMPORT}{made['id']}/").status_code == 204
    importing.work(*claimed)
    assert nothing_is_left(made["id"])


def test_a_fourth_import_waits_for_one_of_three(ada_api: Any, source: Path) -> None:
    for _ in range(3):
        assert send(ada_api, uploads(source)).status_code == 202
    refused = send(ada_api, uploads(source))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "imports_at_work")


def test_only_files_that_are_read_are_fetched_from_the_hub(
    ada_api: Any, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(repo: str, name: str, folder: Path) -> Path:
        (folder / name).write_bytes((source / name).read_bytes())
        return folder / name

    listed = [HubFile(path.name, path.stat().st_size) for path in source.iterdir()]
    extra = [HubFile("pytorch_model.bin", 9 * GB), HubFile("onnx/model.safetensors", 9 * GB)]
    monkeypatch.setattr("architectures.hub.list_files", lambda _repo: [*listed, *extra])
    monkeypatch.setattr("architectures.hub.fetch_file", fetch)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    done = after_the_job(ada_api, ada_api.post(IMPORT, {"hub": "owner/tiny"}, format="json"))
    assert (done["state"], done["title"]) == ("ready", "tiny")
    assert CompletedModel.objects.get(pk=done["model"]).report["source"] == {"hub": "owner/tiny"}


def test_an_offline_site_refuses_a_hub_id_at_once(ada_api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    refused = ada_api.post(IMPORT, {"hub": "owner/tiny"}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "hub_offline")
    assert not ModelImport.objects.exists()


def test_a_job_that_dies_three_times_is_given_up(
    ada_api: Any, source: Path, monkeypatch: pytest.MonkeyPatch, later: Any
) -> None:
    launched: list[Any] = []
    monkeypatch.setattr("inference.services.imports.launch_detached", lambda *a, **_: launched.append(a))
    made = send(ada_api, uploads(source)).json()
    for _ in range(4):
        import_what_may()
        release_expired()  # sees the claim
        later(CLAIM_TTL)
    import_what_may()
    assert len(launched) == 3
    shown = ada_api.get(f"{IMPORT}{made['id']}/").json()
    assert (shown["state"], shown["error"]["code"]) == ("failed", "import_job_died")
    assert nothing_is_left(made["id"])


def test_what_killed_processes_left_is_swept_away(ada_api: Any, source: Path) -> None:
    import os

    made = send(ada_api, uploads(source)).json()
    left, fresh = import_folder("left"), import_folder("fresh")
    for folder in (left, fresh):
        folder.mkdir()
    for folder in (left, import_folder(made["id"])):
        os.utime(folder, (0, 0))
    sweep()
    assert not left.exists()
    assert fresh.exists()
    assert import_folder(made["id"]).exists()
