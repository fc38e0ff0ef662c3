"""The blocks. Each file here is one block; dropping a file in adds it to the palette, the forms and the validation.

Nothing here imports torch until a block's `make` is called, so the web process can list blocks cheaply.
"""

from architectures.core.blocks.base import Block, BlockSpec, Env, Port, Signal
from architectures.core.blocks.registry import DuplicateBlockError, collect, registry

__all__ = ["Block", "BlockSpec", "DuplicateBlockError", "Env", "Port", "Signal", "collect", "registry"]
