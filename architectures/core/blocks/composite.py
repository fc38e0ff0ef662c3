"""Composite: a part of a drawing under one name, with ports and parameters of its own. It computes what is inside."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from architectures.core.blocks.base import Block, param

COMPOSITE: Final = "Composite"


class Composite(Block):
    """Its `nodes` and `edges` belong to the document. A plan never holds one: its inside stands in its place.

    The k-th edge into it feeds the k-th of its ports, whose names the inner edges begin with.
    """

    name: str = param("", en="What it is called.", ko="이 블록의 이름입니다.")
    ports: list[str] = param(
        ["in"],
        alias="inputs",
        en="The names of its inputs, in the order in which edges lead into it.",
        ko="입력의 이름이며, 들어오는 연결의 순서를 따릅니다.",
    )
    params: dict[str, Any] = param(
        {},
        en="The parameters that it offers, each with a default. Inside, “$name” takes their value.",
        ko="밖에서 정할 수 있는 매개변수와 기본값입니다. 안에서는 “$이름”으로 씁니다.",
    )
    args: dict[str, Any] = param(
        {},
        en="The values that its parameters have here; a parameter that is left out has its default.",
        ko="여기에서 쓰는 매개변수의 값입니다. 비워 둔 매개변수는 기본값을 씁니다.",
    )

    category: ClassVar = "container"
    icon: ClassVar = "component"
    title: ClassVar = {"en": "Own block", "ko": "내 블록"}
    summary: ClassVar = {
        "en": "Several blocks under one name, used like a built-in.",
        "ko": "여러 블록을 하나로 묶어 기본 블록처럼 씁니다.",
    }
    container: ClassVar = True
    hidden: ClassVar = True
