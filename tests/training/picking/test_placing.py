"""Which devices a run gets: small runs share a GPU where their measured memory allows it."""

from __future__ import annotations

from training.picking.placing import MARGIN, PROCESS_BYTES, SPARE, fits_ever, place
from training.picking.values import Device, Live, Waiting

GIB = 2**30
FIRST = Device("farm", "cuda:0", slots=3, memory_bytes=16 * GIB)
SECOND = Device("farm", "cuda:1", slots=3, memory_bytes=16 * GIB)
SMALL = int(
    (16 * GIB * SPARE / 2 - PROCESS_BYTES) / MARGIN
)  # two of these fit on one GPU, and not a byte more


def run(name: str, memory: int | None = SMALL, slots: int = 1) -> Waiting:
    return Waiting(name, name, 0.0, slots=slots, memory_bytes=memory)


def on(device: str, *runs: Waiting) -> list[Live]:
    return [Live(one, "farm", (device,)) for one in runs]


def names(found: tuple[Device, ...] | None) -> list[str] | None:
    return None if found is None else [device.name for device in found]


def test_measured_runs_go_side_by_side_as_long_as_their_memory_suffices() -> None:
    beside = on("cuda:0", run("a"))
    assert names(place([FIRST], beside, run("b"))) == ["cuda:0"]
    assert place([FIRST], beside, run("b", SMALL + 2)) is None


def test_a_run_whose_memory_nobody_has_measured_has_a_gpu_to_itself() -> None:
    assert place([FIRST], on("cuda:0", run("a")), run("b", None)) is None
    assert place([FIRST], on("cuda:0", run("a", None)), run("b")) is None
    assert names(place([FIRST], [], run("b", None))) == ["cuda:0"]


def test_no_more_runs_share_a_gpu_than_it_has_slots() -> None:
    tiny = [run(name, GIB) for name in "abc"]
    assert names(place([FIRST], on("cuda:0", *tiny[:2]), tiny[2])) == ["cuda:0"]
    assert place([FIRST], on("cuda:0", *tiny), run("d", GIB)) is None


def test_an_empty_gpu_comes_before_one_that_is_shared() -> None:
    assert names(place([FIRST, SECOND], on("cuda:0", run("a")), run("b"))) == ["cuda:1"]


def test_a_run_over_several_gpus_shares_none_of_them() -> None:
    pair = run("pair", GIB, slots=2)
    assert names(place([FIRST, SECOND], [], pair)) == ["cuda:0", "cuda:1"]
    assert place([FIRST, SECOND], on("cuda:0", run("a", GIB)), pair) is None
    assert not fits_ever([FIRST], pair)


def test_slots_of_a_cpu_take_one_run_each() -> None:
    slots = [Device("box", "cpu")] * 2
    one = Live(run("a"), "box", ("cpu",))
    assert names(place(slots, [one], run("b"))) == ["cpu"]
    assert place(slots, [one, one], run("c")) is None
