"""A web process that is asked to end does end, with requests under way too."""

from __future__ import annotations

import os
import sys
import threading
from typing import Final

GRACE: Final = 5.0  # seconds for what is being answered


def end_in_time() -> None:
    """Let Daphne's process end at most GRACE seconds after its loop.

    A request under way then waits in a thread for a loop that turns no more, and Python waits for that thread: for ever.
    Another server is left as it is.
    """
    reactor = sys.modules.get("twisted.internet.reactor")
    if reactor is not None:
        reactor.addSystemEventTrigger("after", "shutdown", _end_later)


def _end_later() -> None:
    end = threading.Timer(GRACE, os._exit, [0])
    end.daemon = True
    end.start()
