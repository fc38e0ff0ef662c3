"""The contract of a block: typed parameters, ports, how widths pass through it, and how to make its module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn

Kind = Literal["tokens", "stream", "logits"]
Category = Literal["embedding", "norm", "mixer", "channel", "plumbing", "output", "container"]

COLOURS: dict[Category, str] = {
    "embedding": "#0d9488",
    "norm": "#ca8a04",
    "mixer": "#2563eb",
    "channel": "#7c3aed",
    "plumbing": "#64748b",
    "output": "#db2777",
    "container": "#475569",
}


@dataclass(frozen=True)
class Signal:
    """What flows along an edge: token ids [B, T], a stream [B, T, width] or logits [B, T, width]."""

    kind: Kind
    width: int = 0

    def shape(self) -> list[str | int]:
        return ["B", "T"] if self.kind == "tokens" else ["B", "T", self.width]


@dataclass(frozen=True)
class Port:
    """An input or output. `many`: takes two or more edges, in the order in which they are written."""

    name: str
    kind: Kind = "stream"
    many: bool = False


@dataclass
class Env:
    """What blocks may ask about the model around them."""

    vocab_size: int
    tables: dict[str, tuple[int, int]] = field(default_factory=dict)  # embedding node -> (V, C)


def param(
    default: Any = ...,
    *,
    en: str,
    ko: str,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
    unit: str | None = None,
    inferred: bool = False,
    divides: str | None = None,
    reference: bool = False,
    alias: str | None = None,
) -> Any:
    """A parameter. `inferred`: may be left out because the wiring decides it;
    `divides`: names the parameter that it divides, for a form to step through what is possible;
    `reference`: names another node;
    `alias`: how documents write it, where a class cannot have an attribute of that name."""
    extra: dict[str, Any] = {"description_ko": ko}
    if unit:
        extra["unit"] = unit
    if inferred:
        extra["inferred"] = True
    if divides:
        extra["divides"] = divides
    if reference:
        extra["reference"] = True
    return Field(default, description=en, ge=ge, gt=gt, le=le, lt=lt, alias=alias, json_schema_extra=extra)


def inferred_width() -> Any:
    """The width of the stream, which need not be written: the wiring decides it."""
    return param(
        None,
        ge=1,
        le=65_536,
        inferred=True,
        en="Width of the stream; follows from the wiring.",
        ko="스트림의 너비이며 연결에서 정해집니다.",
    )


class Params(BaseModel):
    """Strict: "4" is not 4, 4.5 is not an int, and an unknown name is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Block(Params):
    """A block with the values of its parameters. Subclass it in a file of its own; the class name is the type."""

    category: ClassVar[Category]
    icon: ClassVar[str]  # a lucide icon name
    title: ClassVar[Mapping[str, str]]
    summary: ClassVar[Mapping[str, str]]
    inputs: ClassVar[tuple[Port, ...]] = (Port("x"),)
    output: ClassVar[Port] = Port("y")
    container: ClassVar[bool] = False
    #: Not offered by itself in a list of new blocks.
    hidden: ClassVar[bool] = False
    #: True: no later token can reach an earlier one, by construction. False: validation tries it out.
    causal: ClassVar[bool] = True
    #: True: what it computes depends on the order of the tokens, as of a table of positions or a recurrence.
    ordered: ClassVar[bool] = False

    @property
    def places(self) -> bool:
        """Whether it tells a model where a token stands."""
        return self.ordered or bool(getattr(self, "rope", None) or getattr(self, "position_bias", None))

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        """The signal that leaves the block. Raises DesignError (its path is filled in by the caller)."""
        written = getattr(self, "d_model", None)
        if written is not None and written != inputs[0].width:
            values = {"name": "d_model", "written": written, "actual": inputs[0].width}
            raise DesignError("width_written", values, attr="d_model")
        return inputs[0]

    def essentials(self, width: int) -> dict[str, Any]:
        """Return the parameters that say something: neither defaults nor what follows from the wiring.

        Two blocks that compute the same with inputs of `width` channels have the same essentials.
        """
        fields = type(self).model_fields
        inferred = {k for k, f in fields.items() if (f.json_schema_extra or {}).get("inferred")}  # type: ignore[union-attr]
        return self.model_dump(exclude=inferred, exclude_defaults=True)

    def implied(self, width: int, env: Env) -> dict[str, Any]:
        """Return what parameters that are left out come to, by name; of those that are written it may tell, too."""
        fields = type(self).model_fields
        vocabulary = {"vocab_size": env.vocab_size} if "vocab_size" in fields else {}
        return {**({"d_model": width} if "d_model" in fields else {}), **vocabulary}

    def make(self, width: int, env: Env) -> nn.Module:
        """The module for inputs of `width` channels: forward(*inputs, ctx) -> output."""
        raise NotImplementedError

    def table(self, env: Env) -> tuple[int, int] | None:
        """Rows and columns (V, C) of the token table that a head may share; None where there is none."""
        return None

    def mixing_flops(self, width: int, context_length: int) -> int:
        """Forward FLOPs per token besides those of its Linear layers."""
        return 0

    def idle_parameters(self, width: int) -> int:
        """Parameters that any one token passes by, as those of experts that it does not use."""
        return 0

    def cache_values(self, width: int, length: int) -> int:
        """Numbers kept while generating, for one sequence of `length` tokens."""
        return 0

    def activation_values(self, width: int, context_length: int) -> int:
        """Numbers kept per token for the backward pass: a rough, slightly generous figure."""
        return width


@dataclass(frozen=True)
class BlockSpec:
    """A registered block, as the palette and the forms see it."""

    name: str
    block: type[Block]

    @property
    def params_schema(self) -> dict[str, Any]:
        return self.block.model_json_schema()

    def to_json(self) -> dict[str, Any]:
        block = self.block
        return {
            "type": self.name,
            "title": dict(block.title),
            "summary": dict(block.summary),
            "category": block.category,
            "colour": COLOURS[block.category],
            "icon": block.icon,
            "card": f"blocks.{self.name}",
            "container": block.container,
            "hidden": block.hidden,
            "inputs": [{"name": p.name, "kind": p.kind, "many": p.many} for p in block.inputs],
            "outputs": [{"name": block.output.name, "kind": block.output.kind, "many": True}],
            "params": self.params_schema,
        }
