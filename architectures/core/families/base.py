"""A published family: its config.json read into a design and written from one, its tensors renamed both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from architectures.core.families.config import Config
from architectures.core.families.defaults import completed
from architectures.core.families.errors import FamilyError
from architectures.core.families.parts import Parts
from architectures.core.families.weights import Rule, inward, outward

if TYPE_CHECKING:
    from torch import Tensor

Document = dict[str, Any]
MAX_NAMED = 3  # tensors that an error names
#: Tensors that old checkpoints carry and nobody needs: masks and frequencies that are computed.
COMPUTED = re.compile(r"(rotary_emb\.inv_freq|\.(attn|attention)\.(masked_)?bias|\.attn\.embed_positions)$")


@dataclass(frozen=True)
class Family:
    """One published family. A module of this package defines one as FAMILY.

    `read` turns a config into a design document, `write` the parts of a design into a config (or raises FamilyError
    "not_expressible"; what it writes is read again and compared, so it need not look at everything), `rules` tells how
    tensors correspond.
    """

    slug: str
    title: str
    model_types: tuple[str, ...]
    architecture: str
    sources: tuple[str, ...]
    read: Callable[[Config], Document]
    write: Callable[[Parts], dict[str, Any]]
    rules: Callable[[Config], Sequence[Rule]]
    head: str = "lm_head.weight"  # under which a tied head may be stored besides
    names: Mapping[str, str] = field(default_factory=dict)  # role paths -> the design's own node paths

    def read_config(self, config: Mapping[str, Any]) -> Document:
        """Return the design document of a config.json. Raises FamilyError."""
        return self.read(Config(completed(config)))

    def weights_in(self, tensors: Mapping[str, Tensor], config: Mapping[str, Any]) -> dict[str, Tensor]:
        """Return published tensors under the names of LanguageModel.state_dict(), a tied head left out.

        Raises FamilyError if any is missing, of another shape, or unknown, or a tied head is not the embedding.
        """
        Config(config).only("quantization_config", None)  # numbers of few bits, with scales beside them
        shapes, n_layers = self._shapes(config)
        made, used = inward(tensors, self.rules(Config(completed(config))), shapes, n_layers)
        missing = sorted(shapes.keys() - made.keys())
        if missing:
            raise FamilyError("weights_missing", names=", ".join(missing[:MAX_NAMED]), n=len(missing))
        left = [name for name in tensors if name not in used and not COMPUTED.search(name)]
        left = [name for name in left if not self._is_tied_head(name, tensors, made, config)]
        if left:
            raise FamilyError("weights_unexpected", names=", ".join(sorted(left)[:MAX_NAMED]), n=len(left))
        return made

    def _is_tied_head(
        self,
        name: str,
        tensors: Mapping[str, Tensor],
        made: Mapping[str, Tensor],
        config: Mapping[str, Any],
    ) -> bool:
        if name != self.head or "head.weight" in made:
            return False
        if not tensors[name].equal(made["tok.weight"]):
            raise FamilyError("tied_head_differs", name=name)
        return True

    def weights_out(self, tensors: Mapping[str, Tensor], config: Mapping[str, Any]) -> dict[str, Tensor]:
        """Return tensors of a LanguageModel under the names that save_pretrained gives them.

        Raises FamilyError("not_expressible") if one has no place.
        """
        ours = {self._role(name): tensor for name, tensor in tensors.items()}
        shapes, n_layers = self._shapes(config)
        ours = {name: tensor for name, tensor in ours.items() if name in shapes or name != "head.weight"}
        made, used = outward(ours, self.rules(Config(completed(config))), n_layers)
        left = sorted(ours.keys() - used)
        if left or shapes.keys() - ours.keys():
            names = left or sorted(shapes.keys() - ours.keys())
            raise FamilyError("not_expressible", reason=", ".join(names[:MAX_NAMED]))
        return made

    def _role(self, name: str) -> str:
        """Return a tensor's name with the roles of its nodes in the place of their names in a design."""
        if not self.names:
            return name
        layers = self.names["layers"]
        found = re.match(rf"{re.escape(layers)}\.(\d+)\.([^.]+)\.(.+)", name)
        back = {path: role for role, path in self.names.items()}
        if found:
            layer, node, rest = found.groups()
            role = back.get(f"{layers}.{node}", f"layers.{node}").removeprefix("layers.")
            return f"layers.{layer}.{role}.{rest}"
        node, _, rest = name.partition(".")
        return f"{back.get(node, node)}.{rest}"

    def _shapes(self, config: Mapping[str, Any]) -> tuple[dict[str, tuple[int, ...]], int]:
        """Return the shapes of the family's own design's tensors, tied ones once, and its number of layers."""
        from architectures.core.build import build
        from architectures.core.design import parse_design

        model = build(parse_design(self.read_config(config)), device="meta")
        shapes = {name: tuple(t.shape) for name, t in model.state_dict().items() if name not in model.tied}
        return shapes, model.n_layers


def unlike(reason: str) -> FamilyError:
    """The error of a `write` whose family has no place for something."""
    return FamilyError("not_expressible", reason=reason)
