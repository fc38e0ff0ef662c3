"""Reading a published model's folder. Nothing in it is trusted, and nothing of it is ever run or unpickled."""

from inference.core.imports.errors import ImportRefused
from inference.core.imports.folder import Imported, read_folder
from inference.core.imports.unpack import unpack

__all__ = ["ImportRefused", "Imported", "read_folder", "unpack"]
