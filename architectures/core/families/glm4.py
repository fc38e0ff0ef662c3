"""GLM-4-0414 (Team GLM, 2025): GLM with norms on both sides of a branch."""

from __future__ import annotations

from architectures.core.families.base import Family
from architectures.core.families.documents import SANDWICH
from architectures.core.families.glm import glm_rules, read_glm, write

NORMS = {
    "norm1": "input_layernorm",
    "post1": "post_self_attn_layernorm",
    "norm2": "post_attention_layernorm",
    "post2": "post_mlp_layernorm",
}

FAMILY = Family(
    slug="glm4",
    title="GLM-4",
    model_types=("glm4",),
    architecture="Glm4ForCausalLM",
    sources=("Team GLM, 2025",),
    read=lambda config: read_glm(config, SANDWICH),
    write=write,
    rules=lambda _: glm_rules(NORMS),
)
