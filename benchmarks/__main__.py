"""`make bench`: the figures that the issues promise, measured on this machine."""

from __future__ import annotations

import os
import platform

from benchmarks import editor, estimates, learning, live, million
from benchmarks.latency import from_start, presets, validation_ms
from benchmarks.memory import idle_memory
from benchmarks.site import running_site
from benchmarks.training import main as training
from tests.browser.serving import running_chromium


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with running_site() as site:
        print("Idle memory (proportional set size)")
        for name, megabytes in idle_memory(site):
            print(f"  {name:<40} {megabytes:8.0f} MB")
        print("Validation over REST (median)")
        for preset in presets(site):
            print(f"  {preset['slug']:<40} {validation_ms(site, preset['design']):8.1f} ms")
        print("Live: from a trainer's word to who watches")
        for what, figure in live.report(site):
            print(f"  {what:<40} {figure}")
        print("The editor, in Chromium")
        with running_chromium() as browser:
            for what, figure in editor.report(browser, site):
                print(f"  {what:<48} {figure}")
            print("A run of a million points, in Chromium")
            for what, figure in million.report(browser, site):
                print(f"  {what:<48} {figure}")
        print("From Start, tiny-story-writer on a prepared corpus (median)")
        for what, seconds in from_start(site):
            print(f"  {what:<40} {seconds:8.2f} s")
    training()
    learning.main()
    estimates.main()


if __name__ == "__main__":
    main()
