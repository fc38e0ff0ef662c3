"""Names of the devices that a run holds, as its lease keeps them: `cpu,cpu` or `cuda:2,cuda:3`. No Django here."""

from __future__ import annotations

from typing import Final

CUDA: Final = "cuda:"


def split(names: str) -> list[str]:
    """Return the devices of a lease, one name each."""
    return names.split(",") if names else []


def as_seen(names: str) -> str:
    """Return the names under which a trainer sees its devices: several GPUs are all that it is shown."""
    listed = split(names)
    if len(listed) < 2 or not listed[0].startswith(CUDA):
        return names
    return ",".join(f"{CUDA}{number}" for number in range(len(listed)))


def visible(names: str, before: str | None) -> str | None:
    """Return CUDA_VISIBLE_DEVICES for a trainer with these devices; `before` is the one in which they are counted."""
    listed = split(names)
    if len(listed) < 2 or not listed[0].startswith(CUDA):
        return before
    return ",".join(on_machine(name, before) for name in listed)


def on_machine(name: str, shown: str | None) -> str:
    """Return the number or the UUID on the machine of a GPU named like `cuda:0`; `shown`: CUDA_VISIBLE_DEVICES."""
    number = int(name.removeprefix(CUDA))
    return shown.split(",")[number].strip() if shown else str(number)
