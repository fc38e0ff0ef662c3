"""`python -m training.core.ranks N MODULE JOBDIR`: torchrun over N processes of this machine, ending as they do.

torchrun alone ends with 1, whatever ended them. Here the exit code is that of the process which failed; if one was
killed, so is this one, by the same signal.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Collection

from torch.distributed.elastic.multiprocessing.api import SignalException
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError, ProcessFailure
from torch.distributed.run import parse_args, run

from training.core.spread import AGENT

ONE_MACHINE = ("--standalone",)  # a meeting place of its own, on a free port
ASKED = 1  # exit code where this process was told to end


def main(n_processes: str, module: str, folder: str) -> int:
    """Start the processes and wait for them; return the exit code, negative for a signal."""
    os.environ[AGENT] = str(os.getpid())
    try:
        run(parse_args([*ONE_MACHINE, f"--nproc-per-node={n_processes}", "-m", module, folder]))  # type: ignore[no-untyped-call]
    except ChildFailedError as error:
        sys.stderr.write(f"{error}\n")
        return cause(error.failures.values())
    except SignalException:
        return ASKED
    return 0


def cause(failures: Collection[ProcessFailure]) -> int:
    """Return the exit code of the process that failed first, negative for a signal.

    Times are whole seconds. Within one, a process that was killed made the others fail, never the other way; those
    that are left are ended by torchrun with SIGTERM.
    """
    first = min(failure.timestamp for failure in failures)
    codes = [failure.exitcode for failure in failures if failure.timestamp == first]
    return min(codes, key=lambda code: (code == -signal.SIGTERM, code))


def leave_as(exit_code: int) -> None:
    """End this process with an exit code, or by a signal where it is negative."""
    if exit_code >= 0:
        sys.exit(exit_code)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the process that failed has left its own
    if exit_code != -signal.SIGKILL:
        signal.signal(-exit_code, signal.SIG_DFL)
    os.kill(os.getpid(), -exit_code)


if __name__ == "__main__":
    leave_as(main(*sys.argv[1:]))
