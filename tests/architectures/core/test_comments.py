"""Comments travel with a design and change nothing about it; the cases are shared with the canvas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from architectures.core.comments import MAX_COMMENTS, MAX_TEXT
from architectures.core.design import DesignError, fingerprint, json_schema, parse_design
from architectures.core.presets import presets

CASES = json.loads((Path(__file__).parents[2] / "cases" / "comments.json").read_text())
NOTE = {"text": "Why so wide?", "place": [300, 40, 200, 120], "colour": "pink"}


def commented(comments: Any) -> dict[str, Any]:
    return {"format": 1, "nodes": {}, "edges": [], "meta": {"comments": comments}}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_comments_are_of_a_form_or_refused_by_name(case: dict[str, Any]) -> None:
    document = commented(case["comments"])
    schema_finds = list(jsonschema.Draft202012Validator(json_schema()).iter_errors(document))
    if case["sound"]:
        assert parse_design(document).to_json()["meta"] == {"comments": case["comments"]}
        assert schema_finds == []
    else:
        with pytest.raises(DesignError) as raised:
            parse_design(document)
        assert raised.value.values["key"].startswith("meta.comments")


@pytest.mark.parametrize(
    "comments", [[NOTE] * (MAX_COMMENTS + 1), [{**NOTE, "text": "x" * (MAX_TEXT + 1)}]], ids=["many", "long"]
)
def test_comments_have_a_limit(comments: Any) -> None:
    with pytest.raises(DesignError):
        parse_design(commented(comments))


def test_a_comment_leaves_the_fingerprint_as_it_is() -> None:
    design = next(preset for preset in presets() if preset.slug == "tiny-gpt").design
    document = parse_design(design).to_json() if isinstance(design, dict) else design.to_json()
    document["meta"]["comments"] = [NOTE]
    assert fingerprint(parse_design(document)) == fingerprint(parse_design({**document, "meta": {}}))
