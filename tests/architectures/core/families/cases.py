"""The published families at sizes of a toy, with all that is special about them: what parity is shown for.

Each case is a configuration class of `transformers` with its values. Windows, chunks and original lengths are shorter
than the LENGTH of the texts, so that a wrong border shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LENGTH = 40
NO_TOKENS: dict[str, Any] = {"pad_token_id": None, "bos_token_id": None, "eos_token_id": None}
#: Seven heads would not divide, so: 4 query heads that share 2, or where `mha` is said, have their own.
SIZES: dict[str, Any] = {
    "vocab_size": 131, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 4,
    "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 256, **NO_TOKENS,
}  # fmt: skip
#: DeepSeek's latent attention and experts.
LATENT: dict[str, Any] = {
    "num_key_value_heads": 4, "kv_lora_rank": 24, "qk_nope_head_dim": 16, "qk_rope_head_dim": 8,
    "v_head_dim": 12, "n_routed_experts": 8, "n_shared_experts": 2, "num_experts_per_tok": 3,
    "moe_intermediate_size": 20, "first_k_dense_replace": 1, "n_group": 4, "topk_group": 2,
    "routed_scaling_factor": 1.7,
}  # fmt: skip
MULTIPLIERS: dict[str, Any] = {
    "embedding_multiplier": 3.0, "logits_scaling": 2.5, "residual_multiplier": 0.4, "attention_multiplier": 0.11,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """`scan`: it has a recurrence, whose published chunked form is itself off by more than other models are.

    `exact_length`: beyond so many tokens rotated keys in a cache stay as they were, by design of the scaling.
    """

    name: str
    config: str
    values: dict[str, Any] = field(default_factory=dict)
    scan: bool = False
    exact_length: int = LENGTH


def case(name: str, config: str, base: dict[str, Any] | None = None, **values: Any) -> Case:
    own = {key: values.pop(key) for key in ("scan", "exact_length") if key in values}
    return Case(name, config, {**(SIZES if base is None else base), **values}, **own)


def rope(kind: str = "default", theta: float = 10_000.0, **values: Any) -> dict[str, Any]:
    return {"rope_type": kind, "rope_theta": theta, **values}


MHA: dict[str, Any] = {"num_key_value_heads": 4}
GPT: dict[str, Any] = {"vocab_size": 131, **NO_TOKENS}
LLAMA3 = rope(
    "llama3", 500_000.0, factor=32.0, low_freq_factor=1.0, high_freq_factor=4.0,
    original_max_position_embeddings=16,
)  # fmt: skip
LONG = rope(
    "longrope", partial_rotary_factor=0.75, original_max_position_embeddings=16,
    short_factor=[1.0 + 0.1 * k for k in range(6)], long_factor=[1.5 + k for k in range(6)],
)  # fmt: skip
YARN3 = rope(
    "yarn", 5e5, factor=8.0, original_max_position_embeddings=32, beta_fast=32.0, beta_slow=1.0,
    attention_factor=1.2,
)  # fmt: skip
DEEPSEEK_YARN = rope(
    "yarn", factor=8.0, beta_fast=32.0, beta_slow=1.0, mscale=0.7, mscale_all_dim=1.3,
    original_max_position_embeddings=32,
)  # fmt: skip
GEMMA3_ROPE = {
    "sliding_attention": rope(),
    "full_attention": rope("linear", 1e6, factor=8.0),
}
NEXT: dict[str, Any] = {
    "head_dim": 32, "linear_key_head_dim": 8, "linear_value_head_dim": 12, "linear_num_key_heads": 2,
    "linear_num_value_heads": 4, "moe_intermediate_size": 20, "shared_expert_intermediate_size": 24,
    "num_experts": 6, "num_experts_per_tok": 3,
}  # fmt: skip
GPT_NEOX: dict[str, Any] = {
    "vocab_size": 131, "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 4,
    "num_attention_heads": 4, "max_position_embeddings": 256,
}  # fmt: skip
GPT_OSS: dict[str, Any] = {
    "head_dim": 32,
    "num_local_experts": 6,
    "num_experts_per_tok": 3,
    "sliding_window": 9,
}

CASES: tuple[Case, ...] = (
    case("gpt2", "GPT2Config", GPT, n_positions=64, n_embd=64, n_layer=3, n_head=4),
    case("llama2", "LlamaConfig", **MHA),
    case("llama3", "LlamaConfig", rms_norm_eps=1e-5, head_dim=32, tie_word_embeddings=True, rope_parameters=LLAMA3),
    case("llama_linear_rope", "LlamaConfig", attention_bias=True, mlp_bias=True,
         rope_parameters=rope("linear", factor=4.0)),
    case("llama_dynamic_rope", "LlamaConfig", max_position_embeddings=24, exact_length=24,
         rope_parameters=rope("dynamic", factor=4.0)),
    case("mistral", "MistralConfig", sliding_window=9),
    case("qwen2", "Qwen2Config", use_sliding_window=True, sliding_window=9, max_window_layers=2),
    case("qwen3", "Qwen3Config", head_dim=32, tie_word_embeddings=True, rope_parameters=rope(theta=1e6)),
    case("gemma1", "GemmaConfig", head_dim=32),
    case("gemma2", "Gemma2Config", head_dim=32, query_pre_attn_scalar=24, sliding_window=9,
         attn_logit_softcapping=5.0, final_logit_softcapping=30.0),
    case("gemma3", "Gemma3TextConfig", num_hidden_layers=7, head_dim=32, query_pre_attn_scalar=24,
         sliding_window=9, rope_parameters=GEMMA3_ROPE),
    case("olmo1", "OlmoConfig", clip_qkv=1.5),
    case("olmo2", "Olmo2Config"),
    case("olmo3", "Olmo3Config", sliding_window=9,
         rope_parameters={"sliding_attention": rope(theta=5e5), "full_attention": YARN3}),
    case("smollm3", "SmolLM3Config"),
    case("phi2", "PhiConfig", qk_layernorm=False),
    case("phi3", "Phi3Config", sliding_window=9),
    case("phi4_mini_longrope_partial", "Phi3Config", tie_word_embeddings=True, exact_length=16,
         original_max_position_embeddings=16, rope_parameters=LONG),
    case("stablelm", "StableLmConfig", qk_layernorm=True, use_qkv_bias=True),
    case("starcoder2", "Starcoder2Config", sliding_window=9),
    case("nemotron", "NemotronConfig"),
    case("cohere", "CohereConfig", use_qk_norm=True),
    case("cohere2", "Cohere2Config", sliding_window=9),
    case("granite", "GraniteConfig", tie_word_embeddings=True, **MULTIPLIERS),
    case("glm", "GlmConfig", head_dim=16),
    case("glm4", "Glm4Config", head_dim=32),
    case("exaone4", "Exaone4Config", sliding_window=9),
    case("nanochat", "NanoChatConfig"),
    case("opt_pos_offset_2", "OPTConfig", {}, vocab_size=131, hidden_size=64, ffn_dim=96, num_hidden_layers=3,
         num_attention_heads=4, max_position_embeddings=64, word_embed_proj_dim=64),
    case("bloom_alibi", "BloomConfig", GPT, hidden_size=60, n_layer=3, n_head=6),
    case("gpt_neox", "GPTNeoXConfig", GPT_NEOX),
    case("gpt_neox_sequential", "GPTNeoXConfig", GPT_NEOX, use_parallel_residual=False),
    case("gptj", "GPTJConfig", {}, vocab_size=131, n_positions=256, n_embd=64, n_layer=3, n_head=4, rotary_dim=8,
         tie_word_embeddings=False),
    case("mixtral", "MixtralConfig", num_local_experts=5, num_experts_per_tok=2, sliding_window=9),
    case("qwen2_moe", "Qwen2MoeConfig", num_experts=6, num_experts_per_tok=3, moe_intermediate_size=40,
         shared_expert_intermediate_size=48),
    case("qwen3_moe", "Qwen3MoeConfig", head_dim=32, num_experts=6, num_experts_per_tok=3,
         moe_intermediate_size=40, decoder_sparse_step=2, norm_topk_prob=True),
    case("deepseek_v2", "DeepseekV2Config", **LATENT, q_lora_rank=None, topk_method="group_limited_greedy"),
    case("deepseek_v2_greedy_q_lora", "DeepseekV2Config", **{**LATENT, "n_group": None, "topk_group": None},
         q_lora_rank=20, topk_method="greedy", norm_topk_prob=True),
    case("deepseek_v3_yarn_mscale", "DeepseekV3Config", **LATENT, q_lora_rank=20, rope_parameters=DEEPSEEK_YARN),
    case("gpt_oss", "GptOssConfig", **GPT_OSS),
    case("gpt_oss_limit_0_5", "GptOssConfig", **GPT_OSS, swiglu_limit=0.5),
    case("granitemoeshared", "GraniteMoeSharedConfig", num_local_experts=6, num_experts_per_tok=3,
         shared_intermediate_size=48, **MULTIPLIERS),
    case("glm4_moe", "Glm4MoeConfig", head_dim=32, use_qk_norm=True, attention_bias=True, n_routed_experts=8,
         n_group=2, topk_group=1, num_experts_per_tok=3, moe_intermediate_size=20, routed_scaling_factor=1.3),
    case("llama4_text", "Llama4TextConfig", head_dim=32, num_local_experts=4, num_experts_per_tok=1,
         intermediate_size_mlp=80, interleave_moe_layer_step=2, attention_chunk_size=9,
         attn_temperature_tuning=False, use_qk_norm=True),
    case("qwen3_next", "Qwen3NextConfig", **NEXT, scan=True),
    case("lfm2", "Lfm2Config", full_attn_idxs=[2], block_auto_adjust_ff_dim=False),
    case("mamba2", "Mamba2Config", GPT, hidden_size=64, num_hidden_layers=3, num_heads=8, head_dim=16,
         state_size=16, n_groups=2, chunk_size=8, scan=True),
)  # fmt: skip
