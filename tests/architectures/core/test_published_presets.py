"""Published presets have the published sizes; their siblings train at class size."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import torch

from architectures.core.build import build
from architectures.core.families import families, read_config
from architectures.core.presets import Preset, presets
from architectures.core.presets.published import LINEAGES
from architectures.core.validate import validate

CLASS = presets("class")
BY_SLUG = {preset.slug: preset for preset in presets()}
every = pytest.mark.parametrize("preset", presets(), ids=lambda p: p.slug)
class_size = pytest.mark.parametrize("preset", CLASS, ids=lambda p: p.slug)
PUBLISHED_COUNTS = {
    "gpt2-small": 124_439_808,
    "gpt2-medium": 354_823_168,
    "gpt2-large": 774_030_080,
    "gpt2-xl": 1_557_611_200,
    "llama-2-7b": 6_738_415_616,
    "llama-3-2-1b": 1_235_814_400,
    "qwen3-0-6b": 596_049_920,
    "smollm2-135m": 134_515_008,
    "smollm3-3b": 3_075_098_624,
    "gemma-3-270m": 268_098_176,
    "pythia-70m": 70_426_624,
    "mistral-7b": 7_241_732_096,
    "mixtral-8x7b": 46_702_792_704,
    "gpt-oss-20b": 20_914_757_184,
}


@every
def test_a_preset_says_how_many_parameters_it_has(preset: Preset) -> None:
    report = validate(preset.design, vocab_size=1024)
    assert (report.diagnostics, report.costs.totals["parameters"]) == ([], preset.n_parameters)


@pytest.mark.parametrize("slug", PUBLISHED_COUNTS)
def test_published_sizes_are_the_published_counts(slug: str) -> None:
    assert BY_SLUG[slug].n_parameters == PUBLISHED_COUNTS[slug]


@pytest.mark.parametrize(
    ("slug", "total", "active"),
    [("deepseek-v3", 671, 37), ("mixtral-8x7b", 46, 12), ("qwen3-next-80b", 79, 3)],
)
def test_of_a_mixture_a_token_uses_a_part(slug: str, total: int, active: int) -> None:
    totals = validate(BY_SLUG[slug].design).costs.totals
    assert (totals["parameters"] // 10**9, totals["active_parameters"] // 10**9) == (total, active)


@every
def test_siblings_are_of_one_family_and_name_each_other(preset: Preset) -> None:
    if preset.group == "start":
        assert preset.sibling is None
        return
    assert preset.sibling
    sibling = BY_SLUG[preset.sibling]
    assert {preset.group, sibling.group} == {"class", "published"}
    assert preset.family == sibling.family in families()
    assert preset.group == "published" or sibling.sibling == preset.slug


def test_slugs_are_one_preset_each_and_the_one_to_begin_with_is_first() -> None:
    assert len(BY_SLUG) == len(presets())
    assert presets()[0].slug == "tiny-story-writer"


@class_size
def test_class_size_is_below_five_million_parameters_with_4096_tokens(preset: Preset) -> None:
    assert validate(preset.design, vocab_size=4096).costs.totals["parameters"] < 5_000_000


@class_size
def test_class_size_keeps_the_blocks_and_the_wiring_of_what_was_published(preset: Preset) -> None:
    assert preset.sibling
    small, large = preset.design.nodes["layers"], BY_SLUG[preset.sibling].design.nodes["layers"]
    assert small["edges"] == large["edges"]
    assert {n: node["type"] for n, node in small["nodes"].items()} == {
        n: node["type"] for n, node in large["nodes"].items()
    }


def test_a_configuration_in_a_lineage_is_read_as_its_family() -> None:
    for lineage in LINEAGES:
        configs = [v for v in vars(lineage).values() if isinstance(v, dict) and "model_type" in v]
        assert configs
        assert all(read_config(config) for config in configs)


def test_listing_presets_and_their_designs_loads_no_torch() -> None:
    program = (
        "import json, sys; from architectures.core.presets import presets;"
        "[p.design for p in presets()]; print(json.dumps('torch' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) is False


@pytest.mark.slow
@class_size
@pytest.mark.filterwarnings("error")
def test_class_size_learns_the_generated_stories(preset: Preset) -> None:
    from training.core.stories import stories

    text = "".join(story for story, _ in zip(stories("en", 0), range(300), strict=False)).encode()
    data = torch.frombuffer(bytearray(text), dtype=torch.uint8).long()
    model = build(preset.design, vocab_size=256).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    draw = torch.Generator().manual_seed(0)
    losses = []
    for _ in range(20):
        at = torch.randint(0, len(data) - 65, (8,), generator=draw).tolist()
        batch = torch.stack([data[i : i + 65] for i in at])
        logits = model(batch[:, :-1])
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())
        extra = model.auxiliary_loss()
        total = loss if extra is None else loss + extra
        total.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < 0.75 * losses[0]
