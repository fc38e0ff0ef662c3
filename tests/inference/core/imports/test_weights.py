"""safetensors files are checked by their bytes before a library opens them."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from inference.core.imports.errors import ImportRefused
from inference.core.imports.weights import check_file, find_weights, load_tensors

Tensors = dict[str, torch.Tensor]
ONE = {"one": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
EIGHT = b"\0" * 8


def code_of(path: Path) -> str:
    with pytest.raises(ImportRefused) as refused:
        check_file(path)
    return refused.value.code


def test_a_whole_file_tells_its_sizes(save: Callable[..., Path], tensors: Tensors) -> None:
    assert check_file(save(tensors)) == {"one": 6, "two": 4}


def test_half_precision_becomes_fp32_unchanged(save: Callable[..., Path], tmp_path: Path) -> None:
    given = {"a": torch.randn(50).bfloat16(), "b": torch.randn(50).half(), "n": torch.arange(3)}
    save(given)
    files = find_weights(tmp_path)
    assert files is not None
    read = dict(load_tensors(files))
    assert read["a"].dtype == read["b"].dtype == torch.float32
    assert torch.equal(read["a"], given["a"].float())
    assert torch.equal(read["b"], given["b"].float())
    assert torch.equal(read["n"], given["n"])


def test_no_weights_are_none(tmp_path: Path) -> None:
    assert find_weights(tmp_path) is None


@pytest.mark.parametrize("cut", [1, 4, 60])
def test_a_truncated_file_says_so(save: Callable[..., Path], tensors: Tensors, cut: int) -> None:
    path = save(tensors)
    path.write_bytes(path.read_bytes()[:-cut])
    assert code_of(path) == "weights_truncated"


def test_an_empty_file_is_truncated(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    assert code_of(tmp_path / "model.safetensors") == "weights_truncated"


class Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("was-run"),)


def torch_pickle() -> bytes:
    buffer = io.BytesIO()
    torch.save({"one": torch.ones(2)}, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [pickle.dumps(Runs()), pickle.dumps({}, 2), torch_pickle()])
def test_a_renamed_pickle_is_refused_and_never_loaded(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    assert code_of(path) == "pickle_refused"
    assert not (tmp_path / "was-run").exists()


def test_a_header_whose_length_looks_like_a_pickle_is_read(save: Callable[..., Path]) -> None:
    """640 is written as the bytes that begin a pickle of protocol 2."""
    path = save({f"layers.{number}": torch.ones(1) for number in range(9)})
    for padding in range(640):
        text = path.read_bytes()[8:]
        header = text[: int.from_bytes(path.read_bytes()[:8], "little")].rstrip() + b" " * padding
        if len(header) == 640:
            path.write_bytes((640).to_bytes(8, "little") + header + b"\0" * 36)
            break
    assert path.read_bytes().startswith(b"\x80\x02")
    assert len(check_file(path)) == 9


DAMAGED = {
    "a gap": {"one": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}},
    "an overlap": {
        "one": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
        "two": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]},
    },
    "a shape that does not fit": {"one": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}},
    "bytes that nothing names": {"one": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}},
    "a negative offset": {"one": {"dtype": "F32", "shape": [2], "data_offsets": [-8, 0]}},
    "a size that is no number": {"one": {"dtype": "F32", "shape": ["2"], "data_offsets": [0, 8]}},
    "a truth for a size": {"one": {"dtype": "U8", "shape": [True], "data_offsets": [0, 1]}},
    "a vast size": {"one": {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 8]}},
    "no entry": {"one": 3},
    "a list": [1],
    "a key twice": b'{"one":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},'
    b'"one":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}',
    "no JSON": b"{nothing",
    "spaces": b" " * 40,
    "depth": b"[" * 90_000,
}


@pytest.mark.parametrize("header", DAMAGED.values(), ids=list(DAMAGED))
def test_a_tampered_file_is_refused(craft: Callable[..., Path], header: Any) -> None:
    assert code_of(craft(header, EIGHT)) == "weights_damaged"


def test_a_header_that_claims_exabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes((2**62).to_bytes(8, "little") + b"{}")
    assert code_of(path) == "weights_damaged"


def test_an_unknown_number_format_is_named(craft: Callable[..., Path]) -> None:
    header = {"one": {"dtype": "F8_E4M3", "shape": [8], "data_offsets": [0, 8]}}
    with pytest.raises(ImportRefused) as refused:
        check_file(craft(header, EIGHT))
    assert (refused.value.code, refused.value.values["dtype"]) == ("weights_dtype", "F8_E4M3")


def index(folder: Path, listed: Any) -> None:
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": listed}))


def test_shards_are_read_together(save: Callable[..., Path], tmp_path: Path) -> None:
    save({"one": torch.ones(2)}, "model-00001-of-00002.safetensors")
    save({"two": torch.ones(3)}, "model-00002-of-00002.safetensors")
    index(tmp_path, {f"{n}": f"model-0000{i}-of-00002.safetensors" for i, n in [(1, "one"), (2, "two")]})
    files = find_weights(tmp_path)
    assert files is not None
    assert files.n_values == 5
    assert sorted(dict(load_tensors(files))) == ["one", "two"]


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ({"one": "a.safetensors", "two": "a.safetensors"}, "weights_index_mismatch"),
        ({"other": "a.safetensors"}, "weights_index_mismatch"),
        ({"one": "b.safetensors"}, "weights_file_missing"),
        ({"one": "../a.safetensors"}, "weights_file_missing"),
        ({"one": "/etc/passwd"}, "weights_file_missing"),
        ({"one": 3}, "weights_file_missing"),
        ([], "weights_index_mismatch"),
        (None, "weights_index_mismatch"),
    ],
)
def test_an_index_that_does_not_fit_is_refused(
    save: Callable[..., Path], tmp_path: Path, listed: Any, code: str
) -> None:
    save({"one": torch.ones(2)}, "a.safetensors")
    index(tmp_path, listed)
    with pytest.raises(ImportRefused) as refused:
        find_weights(tmp_path)
    assert refused.value.code == code


def test_parts_without_an_index_are_refused(save: Callable[..., Path], tmp_path: Path) -> None:
    save({"one": torch.ones(2)}, "a.safetensors")
    save({"two": torch.ones(2)}, "b.safetensors")
    with pytest.raises(ImportRefused, match="weights_index_missing"):
        find_weights(tmp_path)
