"""What a run tells: `events.jsonl`, one JSON object a line, numbered without gaps, never rewritten."""

from __future__ import annotations

import errno
import json
import math
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from training.core.files import write_whole
from training.core.leash import end_unless_held

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]

EventType = Literal[
    "state", "metric", "eval", "norms", "sample", "checkpoint", "log", "diagnosis", "resume", "plan"
]
EVENTS = "events.jsonl"
GONE_WITHIN: Final = 5.0  # seconds; a file system between hosts may keep the lock of a process that is dead


class EventLog:
    """Appends events; the next number is read from the file itself, so it survives any end of the writer.

    Two that wrote at once would give the same numbers twice, so each waits a moment for the one before it to end.
    """

    def __init__(self, path: Path, next_seq: int = 1) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        _wait_for_lock(self._descriptor, GONE_WITHIN)
        whole, last = _whole_part(path)
        os.ftruncate(self._descriptor, whole)  # a line cut by a kill was never told to anybody
        self.next_seq = max(next_seq, last + 1)

    def emit(self, type_: EventType, /, **payload: Any) -> None:
        """Write one event in a single call, so that a reader never sees two halves of different lines."""
        end_unless_held()
        event = {"seq": self.next_seq, "time": round(time.time(), 3), "type": type_, **finite(payload)}
        line = json.dumps(event, ensure_ascii=False).encode() + b"\n"
        written = os.write(self._descriptor, line)
        if written < len(line):  # no room: what follows must not stick to half a line
            os.ftruncate(self._descriptor, os.fstat(self._descriptor).st_size - written)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.next_seq += 1

    def state(self, state: str) -> None:
        self.emit("state", state=state)

    def log(self, code: str, *, level: str = "info", **values: Any) -> None:
        """A line for the run's log; the site has the words for `code`."""
        self.emit("log", level=level, code=code, values=values)

    def diagnosis(self, code: str, *, step: int, level: str | None = None, **values: Any) -> None:
        """What is wrong with a training; of level "warning" where it goes on all the same."""
        graded = {} if level is None else {"level": level}
        self.emit("diagnosis", code=code, step=step, **graded, values=values)

    def sync(self) -> None:
        """Flush to the disk: before a checkpoint counts, what led to it must be told."""
        end_unless_held()
        os.fsync(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class Silence(EventLog):
    """What the other processes of a training tell: nothing. The first one tells."""

    def __init__(self, path: Path) -> None:
        self.path, self.next_seq = path, 1

    def emit(self, type_: EventType, /, **payload: Any) -> None:
        pass

    def sync(self) -> None:
        pass

    def close(self) -> None:
        pass


def finite(value: Any) -> Any:
    """Replace NaN and infinities by None, which JSON has a word for, and in text what no database takes."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value


def read_events(path: Path, after: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the whole events numbered above `after`."""
    with path.open("rb") as file:
        for line in file:
            if not line.endswith(b"\n"):
                return
            event = json.loads(line)
            if event["seq"] > after:
                yield event


def stands(path: Path, kind: EventType, step: int | None = None, code: str | None = None) -> bool:
    """Whether such an event was told: one that a later resume went back on does not count."""
    told = list[int]()
    for event in read_events(path):
        if event["type"] == "resume":
            told = [at for at in told if at <= event["step"]]
        elif event["type"] == kind and code in (None, event.get("code")):
            told.append(event["step"])
    return bool(told) if step is None else step in told


def is_written(path: Path) -> bool:
    """Whether some process has the file open as its writer; False where the file system has no locks."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _wait_for_lock(descriptor, 0.0)
    finally:
        os.close(descriptor)


def part_from_writer(path: Path) -> None:
    """Put a copy in the place of the file: whoever still has it open writes where nobody reads."""
    content = path.read_bytes()
    write_whole(path, content[: content.rfind(b"\n") + 1])


def _wait_for_lock(descriptor: int, within: float) -> bool:
    """Lock an open file for this process alone. Return False if another one held it for all that time, in seconds."""
    deadline = time.monotonic() + within
    while fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)
        except OSError:
            break  # this file system has no locks
        else:
            break
    return True


def _whole_part(path: Path) -> tuple[int, int]:
    """Return the length in bytes of the whole lines, and the last number among them."""
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    last_line = content[:whole].rstrip(b"\n").rsplit(b"\n", 1)[-1]
    return whole, int(json.loads(last_line)["seq"]) if last_line else 0
