"""Blocks are found by themselves; two of one name stop the start; and finding them costs no torch."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from architectures.core.blocks import Block, DuplicateBlockError, collect, registry

EXPECTED = {
    "TokenEmbedding", "LearnedPositionalEmbedding", "SinusoidalPositionalEmbedding", "Norm", "Attention",
    "FeedForward", "Add", "Dropout", "Linear", "LMHead", "Repeat",
}  # fmt: skip


def module_with_a_block(name: str) -> ModuleType:
    module = ModuleType(name)
    vars(module)["Echo"] = type("Echo", (Block,), {"__module__": name})
    return module


def test_the_blocks_of_the_package_are_registered() -> None:
    assert registry().keys() >= EXPECTED


def test_a_file_dropped_in_adds_a_block() -> None:
    assert list(collect([module_with_a_block("first")])) == ["Echo"]


def test_two_blocks_of_one_name_stop_the_start_and_both_files_are_named() -> None:
    with pytest.raises(DuplicateBlockError, match=r"Echo.*first.*second"):
        collect([module_with_a_block("first"), module_with_a_block("second")])


def test_reading_designs_and_blocks_never_imports_torch() -> None:
    code = (
        "import sys; from architectures.core.presets import presets; "
        "from architectures.core.blocks import registry; "
        "from architectures.core.design import fingerprint, json_schema; "
        "[s.to_json() for s in registry().values()]; json_schema(); fingerprint(presets()[0].design); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
