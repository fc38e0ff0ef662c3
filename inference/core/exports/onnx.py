"""ONNX: one graph, ids [B, T] -> logits [B, T, V], with a batch and a length of any size."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from architectures.core.build import Graph, LanguageModel
from architectures.core.modules.context import Context
from inference.core.exports.errors import Refused
from inference.core.exports.source import Source

FILE = "model.onnx"
OPSET = 20
EXAMPLE_BATCH = 2
LONGEST_EXAMPLE = 2048
ONE_FILE_BYTES = 1 << 30  # protobuf ends at 2 GiB; weights beyond this lie beside the graph


class Recomputing(Context):
    """Computes again what layers could share: a length that is not known yet is no key. ONNX merges it again."""

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        return make()


@contextmanager
def always_causal() -> Iterator[None]:
    """Without a cache attention is causal at every length. Asking whether a length that is not known is 1 gives an
    answer that is not known either, which PyTorch's attention does not take."""
    known = nn.functional.scaled_dot_product_attention

    def attend(q: Tensor, k: Tensor, v: Tensor, is_causal: Any = False, **kwargs: Any) -> Tensor:
        return known(q, k, v, is_causal=is_causal is not False, **kwargs)

    vars(nn.functional)["scaled_dot_product_attention"] = attend
    try:
        yield
    finally:
        vars(nn.functional)["scaled_dot_product_attention"] = known


class Whole(nn.Module):
    """The model as a function of ids [B, T] alone."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> Tensor:
        with always_causal():
            return Graph.forward(self.model, input_ids, Recomputing.of(input_ids))


class Alone(nn.Module):
    """One block as a function of x [B, T, C], to find the one that cannot be expressed."""

    def __init__(self, block: nn.Module) -> None:
        super().__init__()
        self.block = block

    def forward(self, x: Tensor) -> Tensor:
        with always_causal():
            y: Tensor = self.block(x, ctx=Recomputing.of(x))
        return y


def write(source: Source, folder: Path) -> None:
    """Write `model.onnx`. Raises Refused("block_not_expressible") with the first block that has no ONNX form."""
    model = source.model
    # The example is longer than every window, so that windows are part of the graph at every length.
    ids = torch.zeros(EXAMPLE_BATCH, min(source.loaded.context_length, LONGEST_EXAMPLE), dtype=torch.long)
    try:
        program = traced(Whole(model), ids)
    except torch.onnx.errors.OnnxExporterError as error:
        raise culprit(source, ids.shape[1], error) from error
    n_bytes = sum(p.numel() * p.element_size() for p in model.parameters())
    program.save(str(folder / FILE), external_data=n_bytes > ONE_FILE_BYTES)


def traced(module: nn.Module, example: Tensor) -> Any:
    """Return the ONNX program of a module of one tensor [B, T, ...], B and T free."""
    with quiet():
        return torch.onnx.export(
            module.eval(),
            (example,),
            dynamo=True,
            opset_version=OPSET,
            input_names=["input_ids"],
            output_names=["logits"],
            dynamic_shapes=({0: "batch", 1: "sequence"},),
            verbose=False,
            external_data=False,
        )


def culprit(source: Source, length: int, error: Exception) -> Refused:
    """Find the block that stops the export, by exporting each kind of block alone."""
    for path, block in blocks(source.model):
        try:
            traced(Alone(block), torch.zeros(EXAMPLE_BATCH, length, source.width))
        except torch.onnx.errors.OnnxExporterError as found:
            return Refused(
                "block_not_expressible", block=path, type=type(block).__name__, reason=reason(found)
            )
    return Refused("model_not_expressible", reason=reason(error))


def blocks(model: LanguageModel) -> Iterator[tuple[str, nn.Module]]:
    """Yield (path, block) of the layers, one of each kind."""
    seen = set()
    for path, module in model.named_modules():
        parts = path.split(".")
        kind = (type(module), parts[-1])
        if len(parts) == 3 and parts[1].isdigit() and kind not in seen:  # layers.0.attn
            seen.add(kind)
            if any(True for _ in module.parameters()):
                yield f"{parts[0]}.{parts[2]}", module


def reason(error: BaseException) -> str:
    """Return the first line of the cause, which names the operation."""
    while error.__cause__ is not None:
        error = error.__cause__
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:200]


@contextmanager
def quiet() -> Iterator[None]:
    """The exporter explains itself at length to developers; what matters here is in its error."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logger.setLevel(level)
