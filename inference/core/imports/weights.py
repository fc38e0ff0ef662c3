"""safetensors files, looked at byte by byte before a library opens them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from inference.core.imports.errors import ImportRefused
from inference.core.imports.names import INDEX, SUFFIX
from inference.core.imports.texts import read_object

if TYPE_CHECKING:
    from torch import Tensor

SINGLE: Final = "model.safetensors"
MAX_HEADER: Final = 100_000_000  # bytes; the format's own bound
PICKLE_STARTS: Final = (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"PK\x03\x04")
ITEM_BYTES: Final = {
    **{"F64": 8, "F32": 4, "F16": 2, "BF16": 2},
    **{"I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1},
}
FLOATS: Final = frozenset({"F64", "F32", "F16", "BF16"})


@dataclass(frozen=True)
class WeightFiles:
    """The files that together hold every tensor once, checked against the index and the bytes."""

    paths: list[Path]
    n_values: int


def find_weights(folder: Path) -> WeightFiles | None:
    """Find and check the weights of a folder; None if there are none. Raises ImportRefused."""
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if (folder / INDEX).is_file():
        return _indexed(folder)
    if not paths:
        return None
    if len(paths) > 1 and folder / SINGLE not in paths:
        raise ImportRefused("weights_index_missing", file=INDEX)
    path = folder / SINGLE if folder / SINGLE in paths else paths[0]
    return WeightFiles([path], sum(check_file(path).values()))


def _indexed(folder: Path) -> WeightFiles:
    listed = read_object(folder / INDEX).get("weight_map")
    if not isinstance(listed, dict) or not listed:
        raise ImportRefused("weights_index_mismatch", tensor="weight_map")
    files: dict[Path, dict[str, int]] = {}
    for name in sorted({str(file) for file in listed.values()}):
        path = folder / Path(name).name
        if Path(name).name != name or not path.is_file():
            raise ImportRefused("weights_file_missing", file=name[:200])
        files[path] = check_file(path)
    found = [(tensor, path.name) for path, tensors in files.items() for tensor in tensors]
    odd = sorted(set(found) ^ set(listed.items()))
    if odd:
        raise ImportRefused("weights_index_mismatch", tensor=str(odd[0][0])[:200])
    return WeightFiles(list(files), sum(sum(tensors.values()) for tensors in files.values()))


def check_file(path: Path) -> dict[str, int]:
    """Return the number of values of every tensor of a file that is whole. Raises ImportRefused.

    The header must describe the rest of the file exactly: no byte twice, none unnamed, none missing.
    """
    size = path.stat().st_size
    header, start = _header(path, size)
    tensors = {name: _span(path, name, entry) for name, entry in header.items() if name != "__metadata__"}
    place = 0
    for _, begin, end in sorted(tensors.values(), key=lambda span: span[1:]):
        if begin != place:
            raise _tampered(path, "offsets")
        place = end
    if start + place > size:
        raise ImportRefused("weights_truncated", file=path.name, missing=f"{start + place - size:,}")
    if start + place < size:
        raise _tampered(path, "length")
    return {name: n_values for name, (n_values, _, _) in tensors.items()}


def _header(path: Path, size: int) -> tuple[dict[str, Any], int]:
    """Return the header and where the data begins."""
    with path.open("rb") as file:
        first = file.read(8)
        length = int.from_bytes(first, "little")
        opened = file.read(1) == b"{" and 8 + length <= size  # a length may look like the start of a pickle
        if first.startswith(PICKLE_STARTS) and not opened:
            raise ImportRefused("pickle_refused", file=path.name)
        if len(first) < 8 or 8 + length > size:
            if length > MAX_HEADER:
                raise _tampered(path, "header")
            raise ImportRefused("weights_truncated", file=path.name, missing=f"{max(0, 8 + length - size):,}")
        if not 2 <= length <= MAX_HEADER:
            raise _tampered(path, "header")
        file.seek(8)
        text = file.read(length)
    try:
        header = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _tampered(path, "header") from error
    if not text.startswith(b"{") or not isinstance(header, dict):
        raise _tampered(path, "header")
    return header, 8 + length


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key comes twice")
    return made


def _span(path: Path, name: str, entry: Any) -> tuple[int, int, int]:
    """Return the number of values of a tensor and the span of its bytes."""
    whole = isinstance(entry, dict) and isinstance(entry.get("dtype"), str)
    shape, offsets = (entry.get("shape"), entry.get("data_offsets")) if whole else (None, None)
    if not _numbers(shape) or not _numbers(offsets) or len(offsets) != 2:
        raise _tampered(path, "header")
    if entry["dtype"] not in ITEM_BYTES:
        raise ImportRefused("weights_dtype", tensor=name[:200], dtype=entry["dtype"][:20])
    n_values = prod(shape)
    if offsets[1] - offsets[0] != n_values * ITEM_BYTES[entry["dtype"]]:
        raise _tampered(path, "offsets")
    return n_values, offsets[0], offsets[1]


def _numbers(values: Any) -> TypeGuard[list[int]]:
    return isinstance(values, list) and all(type(value) is int and 0 <= value < 2**53 for value in values)


def _tampered(path: Path, reason: str) -> ImportRefused:
    return ImportRefused("weights_damaged", file=path.name, reason=reason)


def load_tensors(files: WeightFiles) -> Iterator[tuple[str, Tensor]]:
    """Yield every tensor on the CPU; floating point ones as fp32, as the trainer writes them (nothing is lost)."""
    import torch
    from safetensors import safe_open

    for path in files.paths:
        with safe_open(path, framework="pt", device="cpu") as opened:
            for name in opened.keys():  # noqa: SIM118  # it is no dict
                tensor = opened.get_tensor(name)
                yield name, tensor.to(torch.float32) if tensor.is_floating_point() else tensor
