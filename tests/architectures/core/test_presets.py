"""What every preset promises: it is sound, it counts right, and decoding equals one full pass."""

from __future__ import annotations

import pytest
import torch

from architectures.core.build import build
from architectures.core.design import fingerprint, parse_design
from architectures.core.presets import Preset, presets
from architectures.core.validate import validate

TINY = [p for p in presets() if p.slug.startswith("tiny")]
by_slug = pytest.mark.parametrize("preset", presets(), ids=lambda p: p.slug)
tiny = pytest.mark.parametrize("preset", TINY, ids=lambda p: p.slug)


@by_slug
def test_a_preset_is_sound_and_counts_what_the_built_model_has(preset: Preset) -> None:
    report = validate(preset.design, vocab_size=512)
    model = build(preset.design, vocab_size=512, device="meta")
    assert report.valid, report.diagnostics
    assert report.costs.totals["parameters"] == sum(p.numel() for p in model.parameters())


def test_p16_gpt2_small_counts_tied_weights_once() -> None:
    gpt2 = next(p for p in presets() if p.slug == "gpt2-small")
    totals = validate(gpt2.design, vocab_size=50257).costs.totals
    assert totals["parameters"] == 124_439_808
    assert totals["parameters_without_embeddings"] == 124_439_808 - (50257 + 1024) * 768


@tiny
def test_decoding_token_by_token_equals_one_full_pass(preset: Preset) -> None:
    model = build(preset.design, vocab_size=300).eval()
    ids = torch.randint(0, 300, (2, 48), generator=torch.Generator().manual_seed(1))
    cache = model.new_cache(2, 64)
    with torch.no_grad():
        steps = [model(ids[:, :5], cache)] + [model(ids[:, i : i + 1], cache) for i in range(5, 48)]
        assert torch.allclose(torch.cat(steps, 1), model(ids), atol=1e-5)


@tiny
def test_p18_no_output_feels_a_later_token(preset: Preset) -> None:
    model = build(preset.design, vocab_size=300).eval()
    ids = torch.arange(40)[None]
    changed = ids.clone()
    changed[:, -1] = 299
    with torch.no_grad():
        assert torch.equal(model(ids)[:, :-1], model(changed)[:, :-1])


@tiny
def test_the_same_seed_draws_the_same_weights_and_another_does_not(preset: Preset) -> None:
    first, second = (build(preset.design, vocab_size=300) for _ in range(2))
    second.init_weights(0)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))
    second.init_weights(1)
    assert not torch.equal(first.state_dict()["tok.weight"], second.state_dict()["tok.weight"])


def test_a_fingerprint_ignores_names_layout_notes_and_spelling_of_edges() -> None:
    plain = {
        "nodes": {"a": {"type": "TokenEmbedding", "d_model": 8}, "b": {"type": "LMHead", "tie_to": "a"}},
        "edges": ["in -> a -> b -> out"],
    }
    other = {
        "vars": {"w": 8},
        "nodes": {"y": {"type": "LMHead", "tie_to": "x"}, "x": {"type": "TokenEmbedding", "d_model": "$w"}},
        "edges": ["in -> x", "x -> y", "y -> out"],
        "layout": {"x": [1, 2]},
        "meta": {"title": "Other"},
    }
    wider = {**plain, "nodes": {**plain["nodes"], "a": {"type": "TokenEmbedding", "d_model": 16}}}  # type: ignore[dict-item]
    assert fingerprint(parse_design(plain)) == fingerprint(parse_design(other))
    assert fingerprint(parse_design(plain)) != fingerprint(parse_design(wider))
