"""What a preset is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from architectures.core.design import Design, parse_design

#: start: to begin with; class: a published design at a size that a laptop trains; published: as it was published.
Group = Literal["start", "class", "published"]


@dataclass(frozen=True, eq=False)
class Preset:
    """A design with a name, a sentence on what is special about it in each language, and its sources.

    The design is put together when it is first asked for: a list of all presets costs next to nothing.
    """

    slug: str
    title: str
    summary: Mapping[str, str]
    sources: tuple[str, ...]
    group: Group
    year: int | None  # when the design was published
    n_parameters: int  # with its own vocabulary, or with 1024 tokens where it has none
    make: Callable[[], dict[str, Any]]
    family: str | None = None  # slug of the published family whose weights it can hold
    sibling: str | None = None  # slug of the same design at class size, or as published

    @cached_property
    def design(self) -> Design:
        document = self.make() | {"meta": {"title": self.title}}
        return parse_design(json.dumps(document))  # as text: no two nodes share an object
