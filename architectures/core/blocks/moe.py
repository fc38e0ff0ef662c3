"""MoE: a mixture of feed-forward experts, of which each token uses a few (Shazeer et al., 2017; Fedus et al., 2021)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from architectures.core.blocks.base import Block, Env, Signal, inferred_width, param
from architectures.core.errors import DesignError

if TYPE_CHECKING:
    from torch import nn


class MoE(Block):
    """[B, T, C] -> [B, T, C] through the top_k of n_experts that a router picks for each token"""

    # the experts
    n_experts: int = param(ge=1, le=1024, en="Experts to choose from.", ko="고를 수 있는 전문가의 수입니다.")
    top_k: int = param(
        2, ge=1, le=1024, en="Experts that each token uses.", ko="토큰마다 쓰는 전문가의 수입니다."
    )
    d_expert: int = param(
        ge=1,
        le=1_048_576,
        unit="channels",
        en="Width of the hidden layer of one expert.",
        ko="전문가 하나의 은닉층 너비입니다.",
    )
    gated: bool = param(
        True,
        en="Multiply by a second, activated projection (SwiGLU with silu).",
        ko="활성화된 두 번째 투영을 곱합니다(silu면 SwiGLU).",
    )
    activation: Literal["relu", "relu2", "gelu", "gelu_tanh", "silu", "mish"] = param(
        "silu",
        en="The bend inside each expert. relu2 is relu squared.",
        ko="전문가 안의 비선형 함수입니다. relu2는 relu의 제곱입니다.",
    )
    glu: Literal["standard", "clamped"] = param(
        "standard",
        en="clamped: (up + 1) times gate times sigmoid(alpha times gate), in place of the activation (GPT-OSS).",
        ko="clamped는 활성화 함수 대신 (up + 1) · gate · sigmoid(alpha · gate)를 씁니다(GPT-OSS).",
    )
    clamp: float | None = param(
        None,
        gt=0,
        le=1e6,
        en="Largest gate, and largest size of up, before they meet. Left out: no limit.",
        ko="게이트의 최댓값이자 up의 최대 크기입니다. 비워 두면 제한하지 않습니다.",
    )
    alpha: float = param(
        1.702, gt=0, le=100, en="Steepness of the clamped form.", ko="clamped 형태의 기울기입니다."
    )
    expert_bias: bool = param(False, en="Biases in the experts' layers.", ko="전문가의 층에 편향을 둡니다.")
    apply_weight: Literal["output", "input"] = param(
        "output",
        en="Multiply what leaves an expert by the router's weight, or what enters it (Llama 4).",
        ko="라우터의 가중치를 전문가의 출력에 곱하거나 입력에 곱합니다(Llama 4).",
    )
    # the router
    score: Literal["softmax", "sigmoid"] = param(
        "softmax",
        en="How the router's logits become weights.",
        ko="라우터의 로짓을 가중치로 바꾸는 방식입니다.",
    )
    softmax_over: Literal["all", "topk"] = param(
        "all",
        en="all: score every expert, then choose; topk: choose by logits, then score the chosen.",
        ko="all은 모든 전문가의 점수를 구한 뒤 고르고, topk는 로짓으로 고른 뒤 고른 것의 점수만 구합니다.",
    )
    norm_topk: bool = param(
        False,
        en="Divide the chosen weights by their sum (Mixtral, Qwen3).",
        ko="고른 가중치를 그 합으로 나눕니다(Mixtral, Qwen3).",
    )
    routed_scale: float = param(
        1.0,
        gt=0,
        le=1000,
        en="Factor on the weights (DeepSeek).",
        ko="가중치에 곱하는 값입니다(DeepSeek).",
    )
    router_bias: bool = param(False, en="Bias in the router.", ko="라우터에 편향을 둡니다.")
    n_groups: int = param(
        1,
        ge=1,
        le=1024,
        en="Groups that the experts form; tokens choose groups first (DeepSeek).",
        ko="전문가를 나눈 그룹의 수입니다. 토큰은 먼저 그룹을 고릅니다(DeepSeek).",
    )
    topk_groups: int = param(
        1, ge=1, le=1024, en="Groups that each token uses.", ko="토큰마다 쓰는 그룹의 수입니다."
    )
    group_score: Literal["max", "top2sum"] = param(
        "max",
        en="What a group counts: its best expert (DeepSeek-V2) or its best two (V3).",
        ko="그룹의 점수로, 최고 전문가 하나(DeepSeek-V2) 또는 둘의 합(V3)입니다.",
    )
    # balance
    selection_bias: bool = param(
        False,
        en="A bias that only selects, moved after each training step towards equal load (DeepSeek-V3).",
        ko="고를 때만 더하는 편향으로, 학습 단계마다 부하가 고르게 되도록 옮깁니다(DeepSeek-V3).",
    )
    bias_update_rate: float = param(
        0.001,
        ge=0,
        le=1,
        en="How far the selection bias moves in one training step.",
        ko="선택 편향이 학습 한 단계에 움직이는 크기입니다.",
    )
    aux_loss_coef: float = param(
        0.01,
        ge=0,
        le=100,
        en="Weight of the load-balancing loss (Switch Transformer, which uses 0.01).",
        ko="부하 균형 손실의 가중치입니다(이를 제안한 Switch Transformer는 0.01을 씁니다).",
    )
    z_loss_coef: float = param(
        0.0,
        ge=0,
        le=100,
        en="Weight of the loss that keeps the router's logits small (ST-MoE uses 0.001).",
        ko="라우터의 로짓을 작게 유지하는 손실의 가중치입니다(ST-MoE는 0.001을 씁니다).",
    )
    # what every token uses
    d_shared: int = param(
        0,
        ge=0,
        le=1_048_576,
        unit="channels",
        en="Width of a shared expert that every token uses; 0: none.",
        ko="모든 토큰이 쓰는 공유 전문가의 너비입니다. 0이면 없습니다.",
    )
    shared_gate: bool = param(
        False,
        en="Let each token weigh the shared expert (Qwen2-MoE).",
        ko="토큰마다 공유 전문가의 비중을 정합니다(Qwen2-MoE).",
    )
    d_model: int | None = inferred_width()

    category: ClassVar = "channel"
    icon: ClassVar = "network"
    title: ClassVar = {"en": "Mixture of experts", "ko": "전문가 혼합"}
    summary: ClassVar = {
        "en": "Sends each token to the few experts that suit it, so that a large model costs little per token.",
        "ko": "토큰마다 알맞은 소수의 전문가에게 보내어, 큰 모델도 토큰당 비용이 적게 듭니다.",
    }

    def infer(self, inputs: Sequence[Signal], env: Env) -> Signal:
        signal = super().infer(inputs, env)
        self._check_choice()
        self._check_experts()
        return signal

    def _check_choice(self) -> None:
        if self.top_k > self.n_experts:
            values = {"top_k": self.top_k, "n_experts": self.n_experts}
            raise DesignError("moe_top_k", values, attr="top_k")
        if self.n_experts % self.n_groups:
            values = {"n_experts": self.n_experts, "n_groups": self.n_groups}
            raise DesignError("moe_groups_do_not_divide", values, attr="n_groups")
        if self.topk_groups > self.n_groups:
            values = {"topk_groups": self.topk_groups, "n_groups": self.n_groups}
            raise DesignError("moe_topk_groups", values, attr="topk_groups")
        self._check_groups(self.n_experts // self.n_groups)

    def _check_groups(self, size: int) -> None:
        """Look whether groups of `size` experts offer enough."""
        if self.top_k > self.topk_groups * size:
            values = {
                "top_k": self.top_k,
                "offered": self.topk_groups * size,
                "needed": -(-self.top_k // size),
            }
            raise DesignError("moe_groups_too_small", values, attr="topk_groups")
        if self.n_groups > 1 and self.group_score == "top2sum" and size < 2:
            raise DesignError("moe_group_of_one", {"group_score": self.group_score}, attr="group_score")

    def _check_experts(self) -> None:
        if self.glu == "clamped" and not self.gated:
            raise DesignError("moe_clamped_ungated", attr="gated")
        if self.glu == "clamped" and self.clamp is None:
            raise DesignError("moe_clamp_missing", attr="clamp")
        if self.shared_gate and not self.d_shared:
            raise DesignError("moe_shared_gate_alone", attr="shared_gate")

    def make(self, width: int, env: Env) -> nn.Module:
        from architectures.core.modules.moe import MoE as MoEModule

        return MoEModule(width, **self.model_dump(exclude={"d_model"}))

    def mixing_flops(self, width: int, context_length: int) -> int:
        return 2 * self.top_k * self._matrices() * width * self.d_expert

    def idle_parameters(self, width: int) -> int:
        biases = (self._matrices() - 1) * self.d_expert + width if self.expert_bias else 0
        return (self.n_experts - self.top_k) * (self._matrices() * width * self.d_expert + biases)

    def activation_values(self, width: int, context_length: int) -> int:
        # Rows are copied to their experts, and what leaves these is put back in order before it is summed.
        per_matrix = 4 if self.gated else 2
        routed = self.top_k * (3 * width + per_matrix * self.d_expert)
        return width + 4 * self.n_experts + routed + per_matrix * self.d_shared

    def _matrices(self) -> int:
        return 3 if self.gated else 2
