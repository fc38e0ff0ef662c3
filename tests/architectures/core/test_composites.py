"""Composites compute what their inside would by itself, and what is wrong is said where a person wrote it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from architectures.core.build import build
from architectures.core.codegen import model_file, prove
from architectures.core.composites import opened
from architectures.core.design import Design, DesignError, fingerprint, parse_design
from architectures.core.diagram import svg
from architectures.core.families import matching
from architectures.core.graph import planned
from architectures.core.validate import validate

Document = dict[str, Any]
CASES = json.loads((Path(__file__).parents[2] / "cases" / "composites.json").read_text())
MIXER = {"norm1": "norm", "attn": "attn", "add1": "add"}


def composite(**changes: Any) -> Document:
    """Attention before which its input is normalised, and which is added to it."""
    return {
        "type": "Composite",
        "name": "Pre-norm mixer",
        "params": {"heads": {"default": 2, "title": "Heads"}},
        "nodes": {
            "norm": {"type": "Norm", "kind": "rms"},
            "attn": {"type": "Attention", "n_heads": "$heads", "rope": {}},
            "add": {"type": "Add"},
        },
        "edges": ["in -> add", "in -> norm -> attn -> add -> out"],
        **changes,
    }


def spread_out(document: Document) -> Design:
    """The same design with every composite opened, in repeats too."""

    def scope(held: Document) -> Document:
        flat = opened(held["nodes"], held["edges"])
        nodes = {k: scope({**n}) if "nodes" in n else n for k, n in flat.nodes.items()}
        return {**held, "nodes": nodes, "edges": flat.chains}

    return parse_design({**scope(copy.deepcopy(document)), "layout": {}})


def found(document: Document) -> list[tuple[str, str, Any]]:
    return [(d.code, d.path, dict(d.fix) if d.fix else None) for d in validate(document).diagnostics]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_scope_opens_as_the_editor_opens_it(case: Document) -> None:
    flat = opened(case["nodes"], case["edges"])
    assert {"nodes": flat.nodes, "edges": flat.chains} == case["open"]
    assert list(flat.nodes) == list(case["open"]["nodes"])


def test_two_uses_with_other_arguments_equal_the_design_without_them(
    wrapped: Callable[..., Document],
) -> None:
    made = wrapped(composite(args={"heads": "$n"}), n=4)
    made["nodes"]["more"] = composite()
    made["edges"] = ["in -> tok -> it -> more -> head -> out"]
    design, plain = parse_design(made), spread_out(made)
    assert fingerprint(design) == fingerprint(plain)
    model, same = build(design, vocab_size=40), build(plain, vocab_size=40)
    assert list(model.state_dict()) == list(same.state_dict())
    ids = torch.arange(10).reshape(1, 10)
    assert torch.equal(model(ids), same(ids))
    ours, theirs = validate(design), validate(plain)
    assert ours.valid
    assert ours.costs.totals == theirs.costs.totals
    whole, parts = ours.costs.nodes["it"], [ours.costs.nodes[f"it.{n}"] for n in ("norm", "attn", "add")]
    assert (whole.count, whole.parameters) == (1, sum(part.parameters for part in parts))
    assert ours.shapes["it"] == ours.shapes["it.attn"] == ["B", "T", 16]
    assert svg(design) == svg(plain)


def test_a_pattern_gives_a_composite_other_arguments(wrapped: Callable[..., Document]) -> None:
    layer = {"type": "Repeat", "count": 4, "nodes": {"mix": composite()}, "edges": ["in -> mix -> out"]}
    pattern = {"assign": {"cycle": ["a", "b"]}, "variants": {"a": {}, "b": {"mix": {"args": {"heads": 8}}}}}
    plan, _ = planned(parse_design(wrapped({**layer, "patterns": [pattern]})))
    (repeat,) = (node for node in plan.nodes.values() if node.block.container)
    heads = [repeat.variants[v].nodes["mix__attn"].block.n_heads for v in repeat.layers]  # type: ignore[attr-defined]
    assert heads == [2, 8, 2, 8]
    report = validate(wrapped({**layer, "patterns": [pattern]}))
    assert report.costs.nodes["it.mix"].count == 4


def test_a_published_family_is_known_with_composites_in_its_layers(preset: Callable[[str], Document]) -> None:
    plain = preset("gpt2-small")
    wrapped = copy.deepcopy(plain)
    layers = wrapped["nodes"]["layers"]
    inner = {MIXER[name]: layers["nodes"].pop(name) for name in MIXER}
    edges = ["in -> add", "in -> norm -> attn -> add -> out"]
    mixer = {"type": "Composite", "nodes": inner, "edges": edges}
    layers["nodes"] = {"mixer": mixer, **layers["nodes"]}
    layers["edges"] = ["in -> mixer -> add2", "mixer -> norm2 -> ffn -> add2 -> out"]
    wrapped["layout"] = {}
    assert fingerprint(parse_design(wrapped)) == fingerprint(parse_design(plain))
    known = [family.slug for family, _ in matching(parse_design(wrapped))]
    assert known == [family.slug for family, _ in matching(parse_design(plain))] != []


def test_code_is_written_for_what_is_inside(wrapped: Callable[..., Document]) -> None:
    design = parse_design(wrapped(composite(args={"heads": "$n"}), n=4))
    assert "config.n" in model_file(design)
    assert prove(design) < 1e-5


def test_a_head_shares_a_table_in_a_composite(wrapped: Callable[..., Document]) -> None:
    made = wrapped({"type": "Norm"})
    stem = {"type": "Composite", "nodes": {"tok": made["nodes"].pop("tok")}, "edges": ["in -> tok -> out"]}
    made["nodes"] = {"stem": stem, **made["nodes"], "head": {"type": "LMHead", "tie_to": "stem.tok"}}
    made["edges"] = ["in -> stem -> it -> head -> out"]
    assert build(parse_design(made), vocab_size=40).tied == {"head.weight": "stem__tok.weight"}
    made["nodes"]["head"]["tie_to"] = "nothing"
    ((code, path, fix),) = found(made)
    assert (code, path) == ("tie_target_missing", "head")
    assert fix["value"] == "stem.tok"


TWO = {"inputs": ["x", "y"], "edges": ["x -> add", "y -> norm -> attn -> add -> out"]}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"args": {"head": 4}}, "composite_unknown_arg", "it"),
        ({"args": {"heads": "$nope"}}, "unknown_var", "it"),
        ({"edges": ["in -> add", "skip -> norm -> attn -> add -> out"]}, "unknown_node", "it"),
        (TWO, "composite_inputs", "it"),
        ({**TWO, "edges": ["x -> add", "x -> norm -> attn -> add -> out"]}, "port_unused", "it"),
        ({"edges": ["in -> add -> out", "in -> norm -> attn -> out", "attn -> add"]}, "many_outputs", "it"),
        ({"edges": ["in -> add -> norm -> attn -> add", "attn -> out"]}, "cycle", "it.add"),
        ({"nodes": {}, "edges": []}, "empty_canvas", "it"),
        ({"params": {"heads": {"default": 2}, "idle": {"default": 1}}}, "composite_param_unused", "it"),
        ({"patterns": []}, "unknown_param", "it"),
        ({"args": {"heads": 3}}, "heads_do_not_divide", "it.attn"),
    ],
)
def test_what_is_wrong_is_named_where_it_was_written(
    wrapped: Callable[..., Document], changes: Document, code: str, path: str
) -> None:
    assert (code, path) in [(one, at) for one, at, _ in found(wrapped(composite(**changes)))]


def test_a_fix_gives_the_composite_another_argument(wrapped: Callable[..., Document]) -> None:
    made = wrapped(composite(args={"heads": 3}))
    ((_, _, fix),) = [one for one in found(made) if one[0] == "heads_do_not_divide"]
    assert fix == {"action": "set", "path": "it", "attr": "args", "value": {"heads": 2}}
    made["nodes"]["it"]["args"] = {"head": 4}
    ((_, _, fix),) = [one for one in found(made) if one[0] == "composite_unknown_arg"]
    assert fix["value"] == {"heads": 4}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"inputs": ["out"]}, "bad_port"),
        ({"inputs": ["norm"]}, "bad_port"),
        ({"inputs": ["a", "a"]}, "bad_port"),
        ({"inputs": []}, "wrong_type"),
        ({"inputs": [f"p{n}" for n in range(17)]}, "wrong_type"),
        ({"params": {"a": 1}}, "missing_key"),
        ({"params": {"a b": {"default": 1}}}, "bad_var"),
        ({"args": []}, "wrong_type"),
        ({"name": "x" * 121}, "wrong_type"),
    ],
)
def test_a_composite_out_of_form_is_refused(
    wrapped: Callable[..., Document], changes: Document, code: str
) -> None:
    with pytest.raises(DesignError) as error:
        parse_design(wrapped(composite(**changes)))
    assert error.value.code == code


def test_thousands_of_composites_are_opened_at_once(wrapped: Callable[..., Document]) -> None:
    one = {"type": "Composite", "nodes": {"n": {"type": "Norm"}}, "edges": ["in -> n -> out"]}
    made = wrapped({"type": "Norm"})
    made["nodes"] |= {f"c{n}": one for n in range(2000)}
    made["edges"] = [f"in -> tok -> it -> {' -> '.join(f'c{n}' for n in range(2000))} -> head -> out"]
    assert validate(made).costs.totals["parameters"] > 0


def test_arguments_of_arguments_do_not_fill_the_memory(wrapped: Callable[..., Document]) -> None:
    node: Document = {"type": "Norm", "kind": "$a"}
    for _ in range(6):
        inner = {"type": "Composite", "params": {"a": {"default": 0}}, "args": {"a": ["$a"] * 100}}
        node = {**inner, "nodes": {"n": node}, "edges": ["in -> n -> out"]}
    codes = [code for code, _, _ in found(wrapped({**node, "args": {"a": 1}}))]
    assert "design_too_large" in codes
