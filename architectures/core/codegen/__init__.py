"""A design as a file of plain PyTorch, written from the sources of the modules themselves.

What a model is built from is run through once with all options known and the input unknown: conditions that the options
settle are decided, branches never taken go, and what nobody reads goes with them. So a block needs nothing written for
its export. In order: `recording` (what each part was made from), `sources` (code as trees that keep their comments),
`program`, `statements`, `expressions` and `calls` (the run), `pruning`, `inlining`, `rendering` (classes and functions
as text), `graphs`, `layers`, `config` and `naming` (the wiring), `file` and `tidy`; `proof` and `shrink` try it out.
"""

from architectures.core.codegen.file import model_file
from architectures.core.codegen.proof import ProofError, prove
from architectures.core.codegen.shrink import shrunk

__all__ = ["ProofError", "model_file", "prove", "shrunk"]
