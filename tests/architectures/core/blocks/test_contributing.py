"""The block that CONTRIBUTING shows: one new file, and the product knows it everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
pytestmark = pytest.mark.slow

EVERYWHERE = """
import django, json, torch
django.setup()
from django.test import Client
from architectures.core.build import build
from architectures.core.codegen import model_file
from architectures.core.design import parse_design
from architectures.core.diagram import svg
from architectures.core.validate import validate
from architectures.palette import blocks_json

(shown,) = [block for block in blocks_json() if block["type"] == "TokenShift"]
assert shown["icon_svg"].startswith("<svg") and shown["params"]["properties"]["start"]["maximum"] == 1

nodes = {"tok": {"type": "TokenEmbedding", "d_model": 16}, "shift": {"type": "TokenShift"}, "head": {"type": "LMHead"}}
document = {"nodes": nodes, "edges": ["in -> tok -> shift -> head -> out"]}
report = validate(document, vocab_size=40)
assert report.valid, report.diagnostics
assert report.costs.nodes["shift"].parameters == 16 and report.costs.nodes["shift"].cache_bytes == 64
wrong = validate({**document, "nodes": {**nodes, "shift": {"type": "TokenShift", "start": 3.0}}})
assert [(d.code, d.attr) for d in wrong.diagnostics if d.severity == "error"] == [("param_range", "start")]

design = parse_design(document)
model, space = build(design, vocab_size=40).eval(), {"__name__": "exported"}
import sys, types
sys.modules["exported"] = types.ModuleType("exported")
source = model_file(design, vocab_size=40)
exec(compile(source, "model.py", "exec"), space)
exported = next(v for k, v in space.items() if k not in ("Config",) and getattr(v, "generate", None))(space["Config"]())
exported.load_state_dict(model.state_dict())
ids = torch.arange(20)[None] % 40
assert torch.allclose(exported(ids), model(ids), atol=1e-6)
assert "architectures" not in source and "Token shift" in svg(design)
assert 'id="TokenShift"' in Client().get("/blocks/", HTTP_HOST="localhost").content.decode()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms of designs with the example's file added, and nothing else changed."""
    folder = tmp_path_factory.mktemp("contributing")
    shutil.copytree(
        ROOT / "architectures", folder / "architectures", ignore=shutil.ignore_patterns("__pycache__")
    )
    text = (ROOT / "CONTRIBUTING.md").read_text()
    (path,) = re.findall(r"saved as `(architectures/core/blocks/\w+\.py)`", text)
    (source,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (folder / path).write_text(source)
    return folder


def run(site: Path, *arguments: str) -> None:
    places = {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "SLAMDUNK_HOME": str(site / "var")}
    settings = {"DJANGO_SETTINGS_MODULE": "slamdunk_site.settings", "OMP_NUM_THREADS": "1"}
    environment = {**os.environ, **places, **settings}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=site, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def test_a_block_in_one_new_file_is_everywhere(site: Path) -> None:
    run(site, "-c", EVERYWHERE)


def test_the_block_keeps_the_contract_of_all_blocks(site: Path) -> None:
    contract = ROOT / "tests/architectures/core/blocks/test_contract.py"
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        "django_find_project=false",
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(ROOT),
    ]
    run(site, "-m", "pytest", *options, "-k", "TokenShift", str(contract))


def test_the_example_has_the_format_of_the_product(site: Path) -> None:
    file = str(site / "architectures/core/blocks/token_shift.py")
    for command in (["check"], ["format", "--check"]):
        run(site, "-m", "ruff", *command, "--config", str(ROOT / "pyproject.toml"), file)
