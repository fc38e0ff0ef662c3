"""The whole file: its head, the pieces in order, the model, and how to use it."""

from __future__ import annotations

import re
from typing import Any

from torch import nn

from architectures.core.build import LanguageModel, build
from architectures.core.codegen.config import Sizes
from architectures.core.codegen.graphs import ScopeWriter
from architectures.core.codegen.layers import LayerClass, LayerWriter
from architectures.core.codegen.naming import named
from architectures.core.codegen.program import Program
from architectures.core.codegen.pruning import prune
from architectures.core.codegen.recording import Record, is_ours, recording
from architectures.core.codegen.rendering import ClassText, Renderer
from architectures.core.codegen.shrink import SMALL, parameters
from architectures.core.codegen.sources import written
from architectures.core.codegen.tidy import formatted
from architectures.core.design import Design
from architectures.core.graph import GraphPlan, planned

SKELETON = ("architectures.core.build",)  # the builder's own classes, which are written anew


def model_file(design: Design, *, vocab_size: int | None = None, proof: float | None = None) -> str:
    """Return a file of Python that needs PyTorch alone and computes what the design does.

    Its parameters are named as `LanguageModel.state_dict()` names them. `proof`: the largest difference of logits
    that a trial of the file has shown, to be told in its head. Raises DesignError for an unsound design, and OSError
    where a block's source cannot be had.
    """
    plan, _ = planned(design, vocab_size)
    with recording() as record:
        model = build(design, vocab_size=vocab_size, device="meta")
    return FileWriter(design, plan, model, record).write(proof)


class FileWriter:
    def __init__(self, design: Design, plan: GraphPlan, model: LanguageModel, record: Record) -> None:
        self.design, self.plan, self.model = design, plan, model
        self.program = Program(record)
        pieces = list(self.pieces(model, record))
        self.program.settle(pieces)
        handed = [thing for piece in pieces for thing in record.within(piece)]
        units = [self.program.method(thing, name) for thing in handed for name in ("__init__", "forward")]
        live = prune(self.program, [u for u in units if u is not None and u.folded_in >= 0])
        self.renderer = Renderer(self.program, live)
        self.sizes = Sizes(design, plan, model, self.renderer)
        self.layers = LayerWriter(design, self.renderer)

    def pieces(self, module: nn.Module, record: Record) -> Any:
        """The modules that blocks have made, not those inside them."""
        for child in module.children():
            if type(child).__module__ in SKELETON:
                yield from self.pieces(child, record)
            elif child in record and is_ours(type(child)):
                yield child

    def write(self, proof: float | None) -> str:
        writer = ScopeWriter(self.plan, self.model._modules, self.renderer, self.sizes, self.layers)
        scope = writer.write(entering="ids")
        model = self.model_class(scope.making, scope.running, scope.needs_positions)
        layers = [self.layer_class(found) for found in self.layers.classes]
        helpers = [written([self.renderer.function(unit, [])]) for unit in self.renderer.helpers()]
        used = "\n".join([model, *layers])
        classes = [self.class_text(c) for c in self.in_order(used)]
        parts = [self.config(), *helpers, *classes, *layers, model, self.loading()]
        constants = "\n".join(self.renderer.constants())
        body = named("\n\n\n".join(parts), self.renderer.classes, self.layers.classes)
        return formatted(self.head(proof), constants, body)

    def in_order(self, used: str) -> list[ClassText]:
        """Classes that are named anywhere, those that others need first."""
        numbers = {int(n) for n in re.findall(r"Class_(\d+)_", used)}
        by_number = {c.number: c for c in self.renderer.classes}
        ordered: list[ClassText] = []

        def add(number: int) -> None:
            found = by_number.get(number)
            if found is None or found in ordered:
                return
            for needed in found.needs:
                add(needed)
            ordered.append(found)

        for number in sorted(numbers):
            add(number)
        return ordered

    def class_text(self, found: ClassText) -> str:
        return found.text.replace("@NAME@", found.placeholder, 1)

    def layer_class(self, found: LayerClass) -> str:
        arguments = "".join(f", {name}: int" for name in found.arguments)
        positions = ", positions: Tensor" if found.forced else ""
        making = "\n".join(f"        {line}" for line in found.written.making)
        running = "\n".join(f"        {line}" for line in found.written.running)
        return (
            f"class {found.placeholder}(nn.Module):\n"
            f'    """One layer of the model, [B, T, C] -> [B, T, C]."""\n\n'
            f"    def __init__(self, config: Config{arguments}) -> None:\n"
            f"        super().__init__()\n{making}\n\n{_setting(found.plan)}"
            f"    def forward(self, x: Tensor{positions}) -> Tensor:\n{running}"
        )

    def model_class(self, making: list[str], running: list[str], positions: bool) -> str:
        tied = [
            f"self.{head} = self.{table}  # one table reads tokens and writes them"
            for head, table in self.model.tied.items()
        ]
        making = [*making, *tied, "self.init_weights()"]
        if positions:
            running = ["positions = torch.arange(ids.shape[1], device=ids.device)", *running]
        lines = [f"        {line}" for line in making]
        text = MODEL.replace("@MAKING@", "\n".join(lines))
        text = text.replace("@RUNNING@", "\n".join(f"        {line}" for line in running))
        text = text.replace("    def init_weights", f"{_setting(self.plan)}    def init_weights", 1)
        window = "ids[:, -self.config.context_length :]" if self.model.context_length else "ids"
        return text.replace("@WINDOW@", window)

    def config(self) -> str:
        lines = "\n".join(f"    {line}" for line in self.sizes.lines())
        return f'@dataclass\nclass Config:\n    """The sizes of the model."""\n\n{lines}'

    def loading(self) -> str:
        tied = "".join(
            f'    weights["{head}"] = weights["{table}"]  # kept once in the file\n'
            for head, table in self.model.tied.items()
        )
        return LOADING.replace("@TIED@", tied)

    def head(self, proof: float | None) -> str:
        title = _one_line(str(self.design.meta.get("title") or "A language model"))
        count = sum({id(p): p.numel() for p in self.model.parameters()}.values())
        counts = ", ".join(f"{n} layers" for n in self._layer_counts())
        said = f"{count:,} parameters{f', {counts}' if counts else ''}, a vocabulary of {self.model.vocab_size:,} tokens"
        sizes = ", at smaller sizes" if parameters(self.design) > SMALL else ""
        proven = PROVEN.format(sizes, proof) if proof is not None else ""
        return f'"""{title}: a causal language model in PyTorch alone.\n\n{said.capitalize()}.\n{proven}{USAGE}"""'

    def _layer_counts(self) -> list[int]:
        return [len(node.layers) for node in self.plan.nodes.values() if node.block.container]


def _setting(plan: GraphPlan) -> str:
    """What a class needs whose part has the name of a flag that PyTorch sets."""
    return SETTING if "training" in plan.nodes else ""


def _one_line(title: str) -> str:
    """Text that may stand in a docstring, whatever a person has typed."""
    kept = "".join(c if c.isprintable() else " " for c in title.replace("\\", "/").replace('"', "'"))
    return " ".join(kept.split())[:120] or "A language model"


SETTING = '''    def __setattr__(self, name: str, value: object) -> None:
        """One part is called "training", and PyTorch has a flag of that name: keep the two apart."""
        if isinstance(value, bool):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

'''
PROVEN = "Tried with random weights{}, its logits differ from the original model's by {:.1e} at most.\n"
USAGE = """
    model = load("model.safetensors")         # needs the safetensors package
    ids = torch.tensor([[1, 2, 3]])           # tokens, as the model's tokenizer numbers them
    print(model.generate(ids, 20))

Shapes are written with B for the batch, T for tokens, C for channels, H for heads, D for channels of a head and V for
the vocabulary.
"""
MODEL = '''class Model(nn.Module):
    """ids [B, T] -> logits [B, T, V]: for each token, how likely every token is to come next."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
@MAKING@

    def init_weights(self) -> None:
        """Draw the matrices small, so that training starts from an even guess."""
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids: Tensor) -> Tensor:
@RUNNING@

    @torch.no_grad()
    def generate(self, ids: Tensor, n: int, temperature: float = 1.0, top_k: int | None = None) -> Tensor:
        """Return ids [B, T] with n more tokens, each drawn from what the model expects after those before it."""
        self.eval()
        for _ in range(n):
            logits = self(@WINDOW@)[:, -1]
            if temperature == 0:
                drawn = logits.argmax(-1, keepdim=True)
            else:
                if top_k is not None:
                    least = logits.topk(min(top_k, logits.shape[-1])).values[:, -1:]
                    logits = logits.masked_fill(logits < least, -torch.inf)
                drawn = torch.multinomial((logits / temperature).softmax(-1), 1)
            ids = torch.cat((ids, drawn), 1)
        return ids'''
LOADING = '''def load(path: str) -> Model:
    """Return the model with the weights of a safetensors file."""
    from safetensors.torch import load_file

    model, weights = Model(Config()), load_file(path)
@TIED@    model.load_state_dict(weights)
    return model'''
