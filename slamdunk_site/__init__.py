"""The site: its settings are the first that each of its processes imports."""

from architectures.core.startup import collect_seldom

collect_seldom()
