"""The reference of blocks: every block, every parameter, in the reader's language."""

from __future__ import annotations

import pytest
from django.test import Client

from architectures.core.blocks import BlockSpec, registry
from architectures.palette import block_json, parameter_rows

every_block = pytest.mark.parametrize("spec", registry().values(), ids=lambda s: s.name)


def test_the_reference_shows_every_block_to_everyone(client: Client, db: None) -> None:
    page = client.get("/blocks/").content.decode()
    for name in registry():
        assert f'id="{name}"' in page


def test_the_reference_speaks_korean(client: Client, db: None) -> None:
    page = client.get("/blocks/", headers={"Accept-Language": "ko"}).content.decode()
    assert registry()["Attention"].block.summary["ko"] in page


@every_block
def test_every_parameter_has_a_row_that_says_what_it_does(spec: BlockSpec) -> None:
    rows = parameter_rows(spec, "ko")
    assert {row["name"] for row in rows if row["depth"] == 0} == set(spec.params_schema.get("properties", {}))
    assert all(row["help"] for row in rows if "[" not in row["name"] or not row["name"].endswith(".type"))


def test_parameters_inside_of_forms_are_told_apart() -> None:
    names = [row["name"] for row in parameter_rows(registry()["Attention"], "en")]
    assert "rope.theta" in names
    assert "rope.scaling[yarn].beta_fast" in names


@every_block
def test_every_block_has_an_icon_of_its_own(spec: BlockSpec) -> None:
    assert block_json(spec)["icon_svg"].startswith("<svg")
