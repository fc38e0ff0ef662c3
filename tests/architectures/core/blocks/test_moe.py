"""What a mixture of experts refuses, and that the change that it proposes would do."""

from __future__ import annotations

from typing import Any

import pytest

from architectures.core.blocks import Env, Signal
from architectures.core.blocks.moe import MoE
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.fixes import with_fix

SMALL: dict[str, Any] = {"n_experts": 8, "top_k": 2, "d_expert": 4}
GROUPS = {"n_groups": 4, "topk_groups": 2}


@pytest.mark.parametrize(
    ("options", "code", "attr"),
    [
        ({"top_k": 9}, "moe_top_k", "top_k"),
        ({"n_groups": 3}, "moe_groups_do_not_divide", "n_groups"),
        ({"topk_groups": 2}, "moe_topk_groups", "topk_groups"),
        ({**GROUPS, "top_k": 5}, "moe_groups_too_small", "topk_groups"),
        ({"n_groups": 8, "topk_groups": 4, "group_score": "top2sum"}, "moe_group_of_one", "group_score"),
        ({"glu": "clamped", "clamp": 7.0, "gated": False}, "moe_clamped_ungated", "gated"),
        ({"glu": "clamped"}, "moe_clamp_missing", "clamp"),
        ({"shared_gate": True}, "moe_shared_gate_alone", "shared_gate"),
    ],
)
def test_what_cannot_be_is_named_and_its_fix_helps(options: dict[str, Any], code: str, attr: str) -> None:
    with pytest.raises(DesignError) as caught:
        MoE(**{**SMALL, **options}).infer([Signal("stream", 16)], Env(1))
    assert (caught.value.code, caught.value.attr) == (code, attr)
    fix = with_fix(Diagnostic.of(caught.value)).fix
    assert fix is not None
    repaired = MoE(**{**SMALL, **options, attr: fix["value"]})
    assert repaired.infer([Signal("stream", 16)], Env(1)).width == 16
