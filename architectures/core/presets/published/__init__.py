"""Published designs and their siblings at class size, one file a lineage."""

from __future__ import annotations

from architectures.core.presets.preset import Preset
from architectures.core.presets.published import (
    deepseek,
    gemma,
    gpt2,
    gpt_oss,
    llama,
    mamba,
    mistral,
    olmo,
    pythia,
    qwen,
    smollm,
)

#: Roughly from what is simplest to what is newest.
LINEAGES = (gpt2, llama, pythia, mistral, smollm, olmo, qwen, gemma, gpt_oss, deepseek, mamba)


def of_group(group: str) -> list[Preset]:
    """Return the presets of a group, lineage by lineage."""
    return [preset for lineage in LINEAGES for preset in lineage.PRESETS if preset.group == group]
