"""Faults one after the other, until all is quiet."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from django.core.management import call_command

from tests.system.chaos.checks import lies
from tests.system.chaos.faults import OFTEN, World, asked_to_go_on
from tests.system.chaos.runs import hurry, make_runs
from tests.system.chaos.site import Site
from training.models import Run

N_FAULTS: Final = 50
EACH: Final = 0.4  # seconds from one fault to the next
BEGINS_WITHIN: Final = 60.0
DONE_WITHIN: Final = 240.0  # seconds for all faults
IDLE: Final = 3.0  # seconds after which a fault that finds nothing to hit gives way to another
QUIET_WITHIN: Final = 120.0  # seconds after the last fault


def play(site: Site, rng: random.Random, say: Callable[[str], None]) -> list[str]:
    """Let everything happen to 20 runs; return what is not true afterwards."""
    call_command("migrate", verbosity=0)
    world = World(site, rng)
    for pk, code in make_runs().items():
        world.reasons[pk].add(code)
    for name in ("warm", "short", "training"):
        site.start(name)
    until(lambda: Run.objects.filter(state="training").exists(), BEGINS_WITHIN)
    do_faults(world, say)
    hurry(site.home)
    began = time.monotonic()
    until(lambda: quiet(world), QUIET_WITHIN)
    say(f"{time.monotonic() - began:5.1f} later all is quiet")
    return [*(f"it goes on: {command}" for command in others(site).values()), *lies(world)]


def plan(rng: random.Random) -> list[Callable[[World], bool]]:
    """Return the faults in their order: each kind as often as it should come, the others by chance."""
    deck = [fault for fault, times in OFTEN.items() for _ in range(times)]
    deck += rng.choices(deck, k=N_FAULTS - len(deck))
    rng.shuffle(deck)
    return deck


def do_faults(world: World, say: Callable[[str], None]) -> None:
    """Do one fault after the other, each time the first that finds something to hit while something is trained."""
    deck, began, hit_at = plan(world.rng), time.monotonic(), time.monotonic()
    while deck:
        if time.monotonic() - began > DONE_WITHIN:
            raise TimeoutError(f"not done in time: {[fault.__name__ for fault in deck]}")
        lively = Run.objects.filter(state="training").exists()
        hit = next((fault for fault in deck if fault(world)), None) if lively else None
        if hit is not None:
            deck.remove(hit)
            hit_at = time.monotonic()
            say(f"{hit_at - began:5.1f} {hit.__name__}")
        elif lively and time.monotonic() - hit_at > IDLE:
            deck[0], hit_at = world.rng.choice(list(OFTEN)), time.monotonic()
        elif over():
            asked_to_go_on(world)
        time.sleep(EACH)


def over() -> bool:
    return not Run.objects.exclude(state__in=("completed", "failed", "stopped")).exists()


def quiet(world: World) -> bool:
    """Say whether every run has ended and nothing but the workers lives."""
    return over() and world.is_right() and not others(world.site)


def others(site: Site) -> dict[int, str]:
    """Return the processes that belong to a run, or were left behind by one."""
    workers = {program.pid for program in site.programs.values()}
    return {pid: command for pid, command in site.processes().items() if pid not in workers}


def until(seen: Callable[[], bool], within: float) -> None:
    deadline = time.monotonic() + within
    while not seen() and time.monotonic() < deadline:
        time.sleep(0.2)
