"""Which block of a model first gave something that is no number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from training.core.norms import Blocked


class Found(Exception):  # noqa: N818 (not an error: what was looked for)
    """A block gave NaN or infinity."""

    def __init__(self, block: str, where: str, tensor: Tensor) -> None:
        super().__init__(block)
        kind = "nan" if bool(tensor.isnan().any()) else "inf"
        self.values = {"block": block, "where": where, "kind": kind}


def first_fault(model: nn.Module, replay: Callable[[], Any], at_once: bool = True) -> dict[str, str]:
    """Run a step again and look at what every block gives: {block, where, kind}, nothing if all of it is finite.

    `where` is "forward", or "backward" where a gradient is the first: of a block's input or of its weights.
    The replay ends at the fault, unless not `at_once`: of several processes none may leave while others wait for it.
    """
    if not isinstance(model, Blocked):
        return {}
    handles, seen = list[RemovableHandle](), list[Found]()

    def tell(found: Found) -> None:
        seen.append(found)
        if at_once:
            raise found

    for path, block in model.blocks().items():
        handles += _watch(path, block, tell)
    try:
        replay()
    except Found:
        pass  # seen
    finally:
        for handle in handles:
            handle.remove()
    return seen[0].values if seen else {}


def _watch(path: str, block: nn.Module, tell: Callable[[Found], None]) -> list[RemovableHandle]:
    def gradient(grad: Tensor) -> None:
        _look(grad, path, "backward", tell)

    def before(_module: nn.Module, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give the block views of its own, so that what it hands back is told from what others do."""
        return tuple(_own(x, gradient) for x in inputs)

    def after(_module: nn.Module, _inputs: Any, output: Any) -> None:
        if isinstance(output, Tensor):
            _look(output.detach(), path, "forward", tell)

    weights = [
        p.register_hook(gradient)  # type: ignore[no-untyped-call]
        for p in block.parameters()
        if p.requires_grad
    ]
    return [block.register_forward_pre_hook(before), block.register_forward_hook(after), *weights]


def _own(x: Any, hook: Callable[[Tensor], None]) -> Any:
    if not (isinstance(x, Tensor) and x.requires_grad):
        return x
    view = x.view_as(x)
    view.register_hook(hook)  # type: ignore[no-untyped-call]
    return view


def _look(tensor: Tensor, path: str, where: str, tell: Callable[[Found], None]) -> None:
    if tensor.is_floating_point() and not bool(tensor.isfinite().all()):
        tell(Found(path, where, tensor))
