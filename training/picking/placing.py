"""Which devices a run gets: free ones, or a GPU on which the measured memory of its neighbours leaves room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from training.picking.values import Device, Live, Waiting

SPARE = 0.9  # of a GPU's memory may be given away
MARGIN = 1.2  # a run may need so much more than it needed before
PROCESS_BYTES = 600 * 2**20  # what a process takes of a GPU besides its tensors


def place(devices: Sequence[Device], live: Iterable[Live], one: Waiting) -> tuple[Device, ...] | None:
    """Return the devices on which a run may start now, all on one host; None if there is no room."""
    on: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for other in live:
        for name in other.devices:
            on[other.host, name].append(other.waiting)
    left = {at: list(there) for at, there in on.items()}
    free: dict[str, list[Device]] = defaultdict(list)
    for device in devices:
        at = device.host, device.name  # a name may stand here several times: once a slot of the CPU
        free[device.host] += [device] * _room(device, left.get(at, []), one)
        left[at] = left.get(at, [])[device.slots :]
    for host in sorted(free, key=lambda host: -len(free[host])):
        if len(free[host]) >= one.slots:
            emptiest = sorted(free[host], key=lambda device: len(on[device.host, device.name]))
            return tuple(emptiest[: one.slots])
    return None


def fits_ever(devices: Sequence[Device], one: Waiting) -> bool:
    """Say whether a run could start on one of these hosts if nothing else ran there."""
    return place(devices, [], one) is not None


def _room(device: Device, there: list[Waiting], one: Waiting) -> int:
    """Return 1 if a run may go on this device beside those that are there, else 0."""
    if not there:
        return 1
    if device.memory_bytes is None or len(there) >= device.slots or one.slots > 1:
        return 0
    needs = [needed(other) for other in (*there, one)]
    known = [need for need in needs if need is not None]
    return int(len(known) == len(needs) and sum(known) <= SPARE * device.memory_bytes)


def needed(one: Waiting) -> int | None:
    """Return how much memory to keep for a run, None if nobody has measured one like it."""
    return None if one.memory_bytes is None else int(one.memory_bytes * MARGIN) + PROCESS_BYTES
