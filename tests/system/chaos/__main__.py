"""`python -m tests.system.chaos HOME [--school] [--seed N]`: 50 faults against 20 runs; then nothing may be untrue.

A seed gives the same faults in the same order. What each of them hits, and when, is up to the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from tests.system.chaos.site import LEASE, site

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "tests.system.chaos.settings",
    "MLFLOW_TRACKING_URI": "http://127.0.0.1:9",  # nobody is there
    "OMP_NUM_THREADS": "1",
    "SLAMDUNK_CPU_SLOTS": "3",
    "SLAMDUNK_LEASE_SECONDS": str(LEASE),
    "SLAMDUNK_TRAINER_MODULE": "tests.system.chaos.trainer",
}


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 (what a program says)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("home", type=Path)
    asked.add_argument("--school", action="store_true", help="on PostgreSQL with Redis")
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    options = asked.parse_args()
    say(f"seed {options.seed}")
    os.environ |= ENVIRONMENT
    with site(options.home.resolve(), options.school) as host:
        import django

        django.setup()
        from tests.system.chaos.play import play

        untrue = play(host, random.Random(options.seed), say)
    say("\n".join(untrue) or "All is true.")
    return bool(untrue)


if __name__ == "__main__":
    sys.exit(main())
