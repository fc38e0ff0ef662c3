"""How published tensors and ours correspond, told once for both directions.

A rule relates modules, or single tensors, by name: `ours` and `theirs` are prefixes in which {i} stands for the layer,
and a suffix (".weight", ".bias") is added to both. Torch is imported by whoever hands over tensors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from architectures.core.families.errors import FamilyError

if TYPE_CHECKING:
    from torch import Tensor

Shapes = Mapping[str, tuple[int, ...]]
BOTH = (".weight", ".bias")
WHOLE = ("",)  # names in full


@dataclass(frozen=True)
class Rule:
    """One of ours is one of theirs, as it is."""

    ours: str
    theirs: str
    suffixes: tuple[str, ...] = BOTH

    def our_names(self) -> tuple[str, ...]:
        return (self.ours,)

    def their_names(self, shapes: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
        """Their names, given the shapes of ours: of stacked experts there are as many as rows."""
        return (self.theirs,)

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        return theirs

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        return ours


@dataclass(frozen=True)
class Transposed(Rule):
    """A matrix that is stored [in, out], as GPT-2's are."""

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        return [t.transpose(-1, -2) if t.dim() > 1 else t for t in theirs]

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        return [t.transpose(-1, -2) if t.dim() > 1 else t for t in ours]


@dataclass(frozen=True)
class Fused(Rule):
    """Several of ours, one after the other along `axis` of one of theirs. `ours` names them so: "attn.<q,k,v>"."""

    axis: int = 0
    transposed: bool = False

    def our_names(self) -> tuple[str, ...]:
        before, _, rest = self.ours.rpartition("<")
        names, _, after = rest.partition(">")
        return tuple(f"{before}{name}{after}" for name in names.split(","))

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        whole = theirs[0].transpose(-1, -2) if self.transposed and theirs[0].dim() > 1 else theirs[0]
        sizes = [shape[self.axis] for shape in shapes]
        if whole.shape[self.axis] != sum(sizes):
            raise FamilyError(
                "weights_shape", name=self.theirs, expected=str(sum(sizes)), actual=str(tuple(whole.shape))
            )
        return list(whole.split(sizes, self.axis))  # type: ignore[no-untyped-call]

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        import torch

        whole = torch.cat(ours, self.axis)
        return [whole.transpose(-1, -2) if self.transposed and whole.dim() > 1 else whole]


@dataclass(frozen=True)
class PerGroup(Fused):
    """Several of ours, interleaved in one of theirs: of each of `n_groups` groups of rows, first the part of the first.

    GPT-NeoX and BLOOM keep [q, k, v] of each head together, Qwen3-Next [q, k, v, z] of each group.
    """

    n_groups: int = 1

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        rest = theirs[0].shape[1:]
        if theirs[0].shape[0] != sum(shape[0] for shape in shapes):
            raise FamilyError(
                "weights_shape",
                name=self.theirs,
                expected=str(list(shapes)),
                actual=str(tuple(theirs[0].shape)),
            )
        grouped = theirs[0].reshape(self.n_groups, -1, *rest)
        sizes = [shape[0] // self.n_groups for shape in shapes]
        parts = grouped.split(sizes, 1)  # type: ignore[no-untyped-call]
        return [part.reshape(-1, *rest) for part in parts]

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        import torch

        parts = [t.reshape(self.n_groups, -1, *t.shape[1:]) for t in ours]
        return [torch.cat(parts, 1).reshape(-1, *ours[0].shape[1:])]


@dataclass(frozen=True)
class Stacked(Rule):
    """One of ours is a stack of theirs, which have {e} in their names: experts, or norms of single heads."""

    suffixes: tuple[str, ...] = WHOLE

    def their_names(self, shapes: Sequence[tuple[int, ...]]) -> tuple[str, ...]:
        return tuple(self.theirs.replace("{e}", str(e)) for e in range(shapes[0][0]))

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        import torch

        return [torch.stack(theirs)]

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        return list(ours[0].unbind(0))


@dataclass(frozen=True)
class ExpertsTransposed(Fused):
    """Experts' tensors of ours [E, out, in], fused along `out` in theirs [E, in, out], as blocks or in turns."""

    suffixes: tuple[str, ...] = WHOLE
    axis: int = 1
    in_turns: bool = False

    def inward(self, theirs: list[Tensor], shapes: Sequence[tuple[int, ...]]) -> list[Tensor]:
        whole = theirs[0].transpose(1, 2) if theirs[0].dim() == 3 else theirs[0]
        n = len(shapes)
        return [whole[:, k::n] for k in range(n)] if self.in_turns else list(whole.chunk(n, 1))

    def outward(self, ours: list[Tensor]) -> list[Tensor]:
        import torch

        whole = torch.stack(ours, 2).flatten(1, 2) if self.in_turns else torch.cat(ours, 1)
        return [whole.transpose(1, 2) if whole.dim() == 3 else whole]


def bound(rules: Sequence[Rule], n_layers: int) -> Iterator[tuple[Rule, str, int | None]]:
    """Yield every rule with every suffix and, where it speaks of layers, every layer."""
    for rule in rules:
        layers = range(n_layers) if "{i}" in rule.ours else (None,)
        for layer in layers:
            for suffix in rule.suffixes:
                yield rule, suffix, layer


def named(name: str, suffix: str, layer: int | None) -> str:
    return (name if layer is None else name.replace("{i}", str(layer))) + suffix


def inward(
    published: Mapping[str, Tensor], rules: Sequence[Rule], shapes: Shapes, n_layers: int
) -> tuple[dict[str, Tensor], set[str]]:
    """Return our tensors, and the names of theirs that were used. Raises FamilyError where some of a set are missing."""
    made, used = dict[str, "Tensor"](), set[str]()
    for rule, suffix, layer in bound(rules, n_layers):
        ours = [named(name, suffix, layer) for name in rule.our_names()]
        if not all(name in shapes for name in ours) or ours[0] in made:
            continue
        expected = [shapes[name] for name in ours]
        theirs = [named(name, suffix, layer) for name in rule.their_names(expected)]
        there = [name for name in theirs if name in published]
        if not there:
            continue
        if len(there) < len(theirs):
            absent = [name for name in theirs if name not in published]
            raise FamilyError("weights_missing", names=", ".join(absent[:3]), n=len(absent))
        used.update(theirs)
        made |= dict(zip(ours, _fitted(rule, theirs, [published[n] for n in theirs], expected), strict=True))
    return made, used


def _fitted(
    rule: Rule, names: Sequence[str], theirs: list[Tensor], expected: Sequence[tuple[int, ...]]
) -> list[Tensor]:
    """Return what a rule makes of their tensors. Raises FamilyError where that is not of the expected shapes."""
    try:
        made = rule.inward(theirs, expected)
    except (RuntimeError, IndexError):  # of such shapes that they cannot even be taken apart
        made = []
    if [tuple(t.shape) for t in made] != list(expected):
        shapes = ", ".join(str(list(shape)) for shape in expected)
        actual = str(list((made or theirs)[0].shape))
        raise FamilyError("weights_shape", name=names[0], expected=shapes, actual=actual)
    return made


def outward(
    tensors: Mapping[str, Tensor], rules: Sequence[Rule], n_layers: int
) -> tuple[dict[str, Tensor], set[str]]:
    """Return their tensors, and the names of ours that were used."""
    made, used = dict[str, "Tensor"](), set[str]()
    for rule, suffix, layer in bound(rules, n_layers):
        ours = [named(name, suffix, layer) for name in rule.our_names()]
        if not all(name in tensors for name in ours) or ours[0] in used:
            continue
        taken = [tensors[name] for name in ours]
        theirs = rule.their_names([tuple(t.shape) for t in taken])
        used.update(ours)
        for name, tensor in zip(theirs, rule.outward(taken), strict=True):
            made[named(name, suffix, layer)] = tensor.contiguous()
    return made, used
