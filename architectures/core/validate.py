"""Is a design sound, and what does it cost? Never raises on a person's design."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from architectures.core.analyse import BYTES, Costs, Load, analyse
from architectures.core.composite_checks import outside
from architectures.core.design import Design, parse_design
from architectures.core.errors import DesignError, Diagnostic
from architectures.core.fingerprint import of_plan
from architectures.core.fitting import Fit, Room, largest_batch
from architectures.core.fixes import set_param, with_fix
from architectures.core.graph import GraphPlan, Planner
from architectures.core.limits import DEFAULT_CONTEXT, context_limit, position_limits, vocabulary

PROBE_TOKENS = 8
PROBE_STD = 0.1  # of the weights: large enough that a leak is felt
MAX_FOUND = 200  # diagnostics of one report


@dataclass
class Report:
    """What validation found. `valid`: the design can be built and trained. Costs are for training under `load`;
    `implied` tells values left out; `fit` the largest batch for the room that was asked about."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    fingerprint: str = ""
    shapes: dict[str, list[str | int]] = field(default_factory=dict)
    costs: Costs = field(default_factory=Costs)
    implied: dict[str, dict[str, Any]] = field(default_factory=dict)
    load: Load | None = None
    fit: Fit | None = None

    @property
    def valid(self) -> bool:
        return not any(d.severity == "error" for d in self.diagnostics)

    def to_json(self) -> dict[str, Any]:
        return {
            "valid": self.valid,
            "diagnostics": [d.to_json() for d in self.diagnostics],
            "fingerprint": self.fingerprint,
            "shapes": self.shapes,
            "implied": self.implied,
            "nodes": self.costs.nodes_json(),
            "totals": self.costs.totals,
            "load": asdict(self.load) if self.load else None,
            "fit": asdict(self.fit) if self.fit else None,
        }


def validate(
    design: Design | Mapping[str, Any] | str | bytes,
    *,
    batch_size: int = 8,
    context_length: int | None = None,
    vocab_size: int | None = None,
    precision: str = "fp32",
    room: Room | None = None,
) -> Report:
    """Check a design, as parsed or as written. Costs are for training on batches of B x T tokens in a precision;
    `room`: also tell how large a batch fits into it."""
    try:
        parsed = design if isinstance(design, Design) else parse_design(design)
    except DesignError as error:
        return Report([Diagnostic.of(error)])
    planner = Planner(parsed, vocab_size)
    plan = planner.plan()
    report = Report(planner.found, of_plan(parsed, plan))
    if plan is None:
        report.diagnostics = [mendable(found, parsed) for found in planner.found[:MAX_FOUND]]
        return report
    report.shapes = {node.path: node.signal.shape() for node, _ in plan.walk()}
    report.shapes |= {path: signal.shape() for path, signal, _ in plan.walk_composites()}
    report.implied = implied(plan, planner)
    length = context_length or context_limit(parsed, plan) or DEFAULT_CONTEXT
    report.diagnostics += [
        *vocabulary(plan, vocab_size),
        *positions(parsed, plan, context_length),
        *causality(plan, planner),
    ]
    report.diagnostics = [mendable(found, parsed) for found in report.diagnostics]
    report.load = Load(batch_size, length, precision if precision in BYTES else "fp32")
    report.costs = analyse(plan, planner.env, **asdict(report.load))
    if room is not None:
        report.fit = largest_batch(plan, planner.env, room, length)
    return report


def mendable(found: Diagnostic, design: Design) -> Diagnostic:
    """Return a finding with a fix where one is known; of what a composite is given, the fix is to give it another."""
    fixed = with_fix(found)
    return replace(fixed, fix=outside(fixed.fix, design.nodes)) if fixed.fix else fixed


def implied(plan: GraphPlan, planner: Planner) -> dict[str, dict[str, Any]]:
    """Of each node, what the parameters come to that it leaves out; of a varied one, in the first layer."""
    found: dict[str, dict[str, Any]] = {}
    for node, _ in plan.walk():
        known = node.block.implied(node.width, planner.env) if not node.block.container else {}
        left_out = {name: value for name, value in known.items() if getattr(node.block, name, None) is None}
        if left_out:
            found.setdefault(node.path, left_out)
    return found


def positions(design: Design, plan: GraphPlan, context_length: int | None) -> list[Diagnostic]:
    """The context against tables of positions; and whether order can be seen at all."""
    found: list[Diagnostic] = []
    written = design.vars.get("context_length", 1)
    if not isinstance(written, int) or isinstance(written, bool) or written < 1:
        fix = set_param("", "context_length", DEFAULT_CONTEXT)
        found.append(Diagnostic("bad_var", "", "context_length", {"name": "context_length"}, fix))
        written = 1
    wanted = context_length or written
    for path, limit in position_limits(plan).items():
        if wanted > limit:
            values = {"context_length": wanted, "max_positions": limit}
            found.append(Diagnostic("context_exceeds_positions", path, "max_positions", values))
    attending = [n for n, _ in plan.walk() if "rope" in type(n.block).model_fields]
    if attending and not any(node.block.places for node, _ in plan.walk()):
        fix = set_param(attending[0].path, "rope", {})
        found.append(Diagnostic("no_positions", fix=fix, severity="warning"))
    return found


def causality(plan: GraphPlan, planner: Planner) -> list[Diagnostic]:
    """Try out the blocks that are not causal by construction: does an earlier output feel a later input?"""
    found: list[Diagnostic] = []
    suspects = {(n.path, n.block): n for n, _ in plan.walk() if not n.block.causal}
    for (path, block), node in suspects.items():
        if leaks(block.make(node.width, planner.env), node.width):
            found.append(Diagnostic("not_causal", path, values={"type": type(block).__name__}))
    return found


def leaks(module: Any, width: int) -> bool:
    """Change the last of a few vectors [1, 8, C]; return whether any output before it changes."""
    import torch

    from architectures.core.modules.context import Context

    generator = torch.Generator().manual_seed(0)
    x = torch.randn(1, PROBE_TOKENS, width, generator=generator)
    changed = x.clone()
    changed[:, -1] += 1.0
    module.eval()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_(0.0, PROBE_STD, generator=generator)
        ids = torch.zeros(1, PROBE_TOKENS, dtype=torch.long)
        before, after = (module(t, ctx=Context.of(ids))[:, :-1] for t in (x, changed))
    return not bool(torch.allclose(before, after, atol=1e-5))
