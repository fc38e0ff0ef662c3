"""`make bench`: the figures that the issues promise, measured on this machine."""

from __future__ import annotations

import os
import platform

from benchmarks.latency import first_metric_s, presets, validation_ms
from benchmarks.memory import idle_memory
from benchmarks.site import running_site


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with running_site() as site:
        print("Idle memory (proportional set size)")
        for name, megabytes in idle_memory(site):
            print(f"  {name:<40} {megabytes:8.0f} MB")
        print("Validation over REST (median)")
        for preset in presets(site):
            print(f"  {preset['slug']:<40} {validation_ms(site, preset['design']):8.1f} ms")
        print("Start to first metric, prepared corpus (median)")
        print(f"  {'tiny-story-writer':<40} {first_metric_s(site):8.2f} s")


if __name__ == "__main__":
    main()
