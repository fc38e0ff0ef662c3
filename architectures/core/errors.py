"""What can be wrong with a design, as codes and values. Words are made at the edge, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]

#: Every code that this package can emit, with the names of its values. `architectures/words.py` has a sentence for each.
CODES: dict[str, tuple[str, ...]] = {
    # the document
    "not_json": (),
    "not_text": (),
    "design_too_large": ("max_bytes",),
    "design_too_deep": ("max_depth",),
    "too_many_nodes": ("n_nodes", "max_nodes"),
    "too_many_layers": ("n_layers", "max_layers"),
    "newer_format": ("format", "known"),
    "unknown_format": ("format",),
    "missing_key": ("key",),
    "unknown_key": ("key", "allowed"),
    "wrong_type": ("key", "expected"),
    "bad_node_name": ("name",),
    "bad_edge": ("edge",),
    "bad_var": ("name",),
    "bad_port": ("name",),
    # nodes and their parameters
    "unknown_block": ("type", "suggestion"),
    "unknown_param": ("type", "name", "suggestion"),
    "unknown_var": ("name", "suggestion"),
    "param_missing": ("name",),
    "param_type": ("name", "expected", "value"),
    "param_range": ("name", "value", "min", "max"),
    "param_choice": ("name", "value", "choices"),
    "param_invalid": ("name", "value"),
    # patterns
    "pattern_list_length": ("length", "count"),
    "pattern_unknown_variant": ("name",),
    "pattern_unknown_node": ("name",),
    "pattern_bad_range": ("range",),
    # composites
    "composite_unknown_arg": ("name", "suggestion"),
    "composite_inputs": ("n_inputs", "n_ports", "ports"),
    "composite_param_unused": ("name",),
    "port_unused": ("port",),
    # wiring
    "empty_canvas": (),
    "unknown_node": ("name", "edge"),
    "cycle": ("nodes",),
    "no_output": (),
    "many_outputs": ("nodes",),
    "not_connected": (),
    "no_input": (),
    "output_unused": (),
    "too_many_inputs": ("n_inputs", "max_inputs", "nodes"),
    "too_few_inputs": ("n_inputs", "min_inputs"),
    "duplicate_edge": ("source",),
    "edge_into_in": ("edge",),
    "edge_from_out": ("edge",),
    # shapes
    "port_kind": ("source", "expected", "actual"),
    "output_not_logits": ("actual",),
    "width_mismatch": ("source", "expected", "actual"),
    "width_written": ("name", "written", "actual"),
    "layer_width": ("width_in", "width_out"),
    "heads_do_not_divide": ("d_model", "n_heads"),
    "kv_heads_do_not_divide": ("n_heads", "n_kv_heads"),
    "groups_do_not_divide": ("n_heads", "n_groups"),
    "key_heads_do_not_divide": ("n_v_heads", "n_k_heads"),
    "dt_limit_empty": ("min", "max"),
    "rope_pairs": ("rotated", "head_dim", "fraction"),
    "rope_factors": ("name", "n_factors", "needed"),
    "window_and_chunk": ("window", "chunk"),
    "moe_top_k": ("top_k", "n_experts"),
    "moe_groups_do_not_divide": ("n_experts", "n_groups"),
    "moe_topk_groups": ("topk_groups", "n_groups"),
    "moe_groups_too_small": ("top_k", "offered", "needed"),
    "moe_group_of_one": ("group_score",),
    "moe_clamped_ungated": (),
    "moe_clamp_missing": (),
    "moe_shared_gate_alone": (),
    "tie_target_missing": ("name",),
    "tie_target_type": ("name", "type"),
    "tie_sizes": ("name", "expected", "actual"),
    "vocab_mismatch": ("head", "embedding"),
    "vocab_size_too_small": ("vocab_size", "needed"),
    "vocab_size_missing": (),
    "vocab_size_assumed": ("vocab_size",),
    "context_exceeds_positions": ("context_length", "max_positions"),
    "no_positions": (),
    "not_causal": ("type",),
    # a model at work
    "cache_full": ("length", "max_length"),
}


class DesignError(Exception):
    """A design, or what was asked of it, cannot be. Carries a code from `CODES` and its values, never a sentence."""

    def __init__(
        self,
        code: str,
        values: Mapping[str, Any] | None = None,
        path: str = "",
        attr: str | None = None,
        fix: Mapping[str, Any] | None = None,
    ) -> None:
        self.code, self.values, self.path, self.attr, self.fix = code, dict(values or {}), path, attr, fix
        super().__init__(f"{code} at {path or 'the design'}: {self.values}")


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `path` is a node path such as `layers.attn` ("" is the whole design), `attr` a parameter or port."""

    code: str
    path: str = ""
    attr: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    fix: Mapping[str, Any] | None = None
    severity: Severity = "error"

    @classmethod
    def of(cls, error: DesignError) -> "Diagnostic":
        return cls(error.code, error.path, error.attr, error.values, error.fix)

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.path,
            "attr": self.attr,
            "values": dict(self.values),
            "fix": dict(self.fix) if self.fix else None,
        }
