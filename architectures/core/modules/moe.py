"""A mixture of experts (Shazeer et al., 2017): a router sends each token to the few experts that suit it.

Routing covers Mixtral (Jiang et al., 2024), DeepSeek-V2 and V3 (2024), GPT-OSS (2025) and their relatives. Balance is
kept by the loss of Switch Transformer (Fedus et al., 2021), or by a bias that only selects (Wang et al., 2024).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from architectures.core.modules.context import Context
from architectures.core.modules.feed_forward import ACTIVATIONS, FeedForward
from architectures.core.modules.initial import Draw
from architectures.core.modules.linear import Linear

SIGMOID_EPS = 1e-20  # the chosen scores may all be next to nothing; a softmax's never are


class MoE(nn.Module):
    """[B, T, C] -> [B, T, C]. N = B T tokens, E experts, of which each token uses K.

    In training each pass leaves `auxiliary_loss` (a scalar, scaled) and `load` [E], each expert's share of the N K
    slots. `after_step` moves the selection bias by the load of all passes since the last step.
    """

    select_bias: Tensor

    #: Parameters [E, rows, columns] that are a matrix for each expert.
    matrix_stacks = ("w_gate", "w_up", "w_down")
    #: Parameters [E, columns] that are a vector for each expert.
    vectors = ("b_gate", "b_up", "b_down")

    def __init__(
        self,
        d_model: int,
        *,
        n_experts: int,
        top_k: int,
        d_expert: int,
        gated: bool = True,
        activation: str = "silu",
        glu: str = "standard",
        clamp: float | None = None,
        alpha: float = 1.702,
        expert_bias: bool = False,
        apply_weight: str = "output",
        score: str = "softmax",
        softmax_over: str = "all",
        norm_topk: bool = False,
        routed_scale: float = 1.0,
        router_bias: bool = False,
        n_groups: int = 1,
        topk_groups: int = 1,
        group_score: str = "max",
        selection_bias: bool = False,
        bias_update_rate: float = 0.001,
        aux_loss_coef: float = 0.01,
        z_loss_coef: float = 0.0,
        d_shared: int = 0,
        shared_gate: bool = False,
    ) -> None:
        super().__init__()
        self.n_experts, self.top_k, self.apply_weight = n_experts, top_k, apply_weight
        self.activation, self.glu, self.clamp, self.alpha = ACTIVATIONS[activation], glu, clamp, alpha
        self.score, self.softmax_over, self.norm_topk = score, softmax_over, norm_topk
        self.routed_scale = routed_scale
        self.n_groups, self.topk_groups, self.group_score = n_groups, topk_groups, group_score
        self.selection_bias, self.bias_update_rate = selection_bias, bias_update_rate
        self.aux_loss_coef, self.z_loss_coef = aux_loss_coef, z_loss_coef
        self.router = Linear(d_model, n_experts, bias=router_bias)
        self._add_experts((n_experts, d_expert, d_model), gated, expert_bias)
        self.shared = FeedForward(d_model, d_shared, gated=gated, activation=activation) if d_shared else None
        self.shared_gate = Linear(d_model, 1, bias=False) if shared_gate else None
        self.register_buffer("select_bias", torch.zeros(n_experts) if selection_bias else None)
        self.auxiliary_loss: Tensor | None = None
        self.load: Tensor | None = None
        self.over_all: Callable[[Tensor], Tensor] | None = (
            None  # sums up over the processes that train together
        )
        self.routed: Tensor | None = None  # slots of each expert since the last step, [E]

    def _add_experts(self, sizes: tuple[int, int, int], gated: bool, bias: bool) -> None:
        n, inner, outer = sizes
        self.w_gate = nn.Parameter(torch.zeros(n, inner, outer)) if gated else None
        self.w_up = nn.Parameter(torch.zeros(n, inner, outer))
        self.w_down = nn.Parameter(torch.zeros(n, outer, inner))
        self.b_gate = nn.Parameter(torch.zeros(n, inner)) if bias and gated else None
        self.b_up = nn.Parameter(torch.zeros(n, inner)) if bias else None
        self.b_down = nn.Parameter(torch.zeros(n, outer)) if bias else None

    def reset(self, draw: Draw) -> None:
        """Draw the experts as Linear layers are drawn; biases begin at zero."""
        if self.w_gate is not None:
            draw.normal(self.w_gate)
        draw.normal(self.w_up)
        draw.normal(self.w_down, draw.residual_std)
        zeros = [self.b_gate, self.b_up, self.b_down, self.select_bias]
        with torch.no_grad():
            for vector in zeros:
                if vector is not None:
                    vector.zero_()

    def forward(self, x: Tensor, ctx: Context | None = None) -> Tensor:
        rows = x.reshape(-1, x.shape[-1])
        logits = self._logits(rows)
        weights, chosen = self._route(logits)
        if self.training:
            self._judge(logits, chosen)
        if torch.compiler.is_exporting():
            y = self._through_all(rows, weights.to(x.dtype), chosen)
        else:
            y = self._through_chosen(rows, weights.to(x.dtype), chosen)
        y = y.view(x.shape)
        if self.shared is None:
            return y
        shared: Tensor = self.shared(x)
        return y + (shared if self.shared_gate is None else torch.sigmoid(self.shared_gate(x)) * shared)

    # the router

    def _logits(self, rows: Tensor) -> Tensor:
        """[N, C] -> [N, E] in fp32 whatever the rest is in: which expert comes first hangs on small differences."""
        bias = None if self.router.bias is None else self.router.bias.float()
        return F.linear(rows.float(), self.router.weight.float(), bias)

    def _route(self, logits: Tensor) -> tuple[Tensor, Tensor]:
        """[N, E] -> the weights and the numbers of the experts that each token uses, [N, K]."""
        late = self.softmax_over == "topk"
        scores = logits if late else self._scored(logits)
        preferred = scores + self.select_bias if self.selection_bias else scores
        if self.n_groups > 1:
            preferred = self._in_best_groups(preferred)
        chosen = preferred.topk(self.top_k, dim=-1).indices
        weights = scores.gather(1, chosen)
        if late:
            weights = self._scored(weights)
        if self.norm_topk:
            eps = SIGMOID_EPS if self.score == "sigmoid" else 0.0
            weights = weights / (weights.sum(-1, keepdim=True) + eps)
        return weights * self.routed_scale, chosen

    def _scored(self, logits: Tensor) -> Tensor:
        return logits.softmax(-1) if self.score == "softmax" else logits.sigmoid()

    def _in_best_groups(self, preferred: Tensor) -> Tensor:
        """Rule out, in [N, E], the experts of all but each token's best groups."""
        groups = preferred.view(-1, self.n_groups, self.n_experts // self.n_groups)
        if self.group_score == "max":
            scores = groups.amax(-1)
        else:
            scores = groups.topk(2, dim=-1).values.sum(-1)
        best = scores.topk(self.topk_groups, dim=-1).indices
        others = torch.ones_like(scores, dtype=torch.bool).scatter(1, best, False)
        return groups.masked_fill(others[..., None], float("-inf")).flatten(1)

    # the experts

    def _through_chosen(self, rows: Tensor, weights: Tensor, chosen: Tensor) -> Tensor:
        """Sort the N K slots by expert, so that each expert computes one slice; put back in order and sum."""
        expert, order = chosen.flatten().sort(stable=True)
        inputs = taken(rows, order // self.top_k)
        if self.apply_weight == "input":
            inputs = inputs * weights.flatten()[order, None]
        outputs = self._slices(inputs, self._sizes(expert))
        back = torch.empty_like(order).scatter_(0, order, torch.arange(len(order), device=order.device))
        outputs = taken(outputs, back).view(*chosen.shape, -1)
        if self.apply_weight == "output":
            outputs = outputs * weights[..., None]
        return outputs.sum(1)

    def _sizes(self, expert: Tensor) -> list[int]:
        """Return how many slots each expert has; `expert` [N K] is sorted. This waits for the device, once."""
        if expert.is_meta:  # sizes are unknown there, and do not matter to shapes and FLOPs
            return [len(expert)] + [0] * (self.n_experts - 1)
        bounds = torch.arange(self.n_experts + 1, device=expert.device)
        return torch.searchsorted(expert, bounds).diff().tolist()

    def _slices(self, inputs: Tensor, sizes: list[int]) -> Tensor:
        """[N K, C] sorted by expert -> [N K, C]"""
        stacks = (self.w_gate, self.w_up, self.w_down, self.b_gate, self.b_up, self.b_down)
        # Unbound once: indexing each expert would make its gradient as large as that of all.
        each = [[None] * self.n_experts if s is None else s.unbind(0) for s in stacks]
        parts = [
            self._expert(part, *own)
            for part, *own in zip(torch.split(inputs, sizes), *each, strict=True)
            if len(part)
        ]
        return torch.cat(parts)

    def _through_all(self, rows: Tensor, weights: Tensor, chosen: Tensor) -> Tensor:
        """Let every expert compute every token, and take what was chosen: no sizes that hang on data, for export."""
        none = torch.zeros(rows.shape[0], self.n_experts, dtype=rows.dtype, device=rows.device)
        weight = none.scatter(1, chosen, weights).mT[..., None]  # [E, N, 1]
        used = none.scatter(1, chosen, 1.0).mT[..., None]
        by_input = self.apply_weight == "input"
        inputs = rows * weight if by_input else rows.expand(self.n_experts, -1, -1)
        y = self._expert(inputs, self.w_gate, self.w_up, self.w_down, self.b_gate, self.b_up, self.b_down)
        return (y * (used if by_input else weight)).sum(0)

    def _expert(
        self,
        x: Tensor,
        w_gate: Tensor | None,
        w_up: Tensor,
        w_down: Tensor,
        b_gate: Tensor | None,
        b_up: Tensor | None,
        b_down: Tensor | None,
    ) -> Tensor:
        """[M, C] -> [M, C] with one expert's matrices, or [E, M, C] -> [E, M, C] with all of them."""
        up = limited(linear(x, w_up, b_up), self.clamp)
        if w_gate is None:
            return linear(self.activation(up), w_down, b_down)
        gate = linear(x, w_gate, b_gate)
        gate = gate if self.clamp is None else gate.clamp(max=self.clamp)
        if self.glu == "clamped":
            return linear((up + 1) * gate * torch.sigmoid(gate * self.alpha), w_down, b_down)
        return linear(self.activation(gate) * up, w_down, b_down)

    # balance

    def _judge(self, logits: Tensor, chosen: Tensor) -> None:
        """Keep the losses and the load of a pass in training."""
        used = torch.zeros_like(logits).scatter(1, chosen, 1.0)
        slots = used.sum(0).detach()
        if self.over_all is not None:
            slots = self.over_all(slots)
        share = slots / (slots.sum() / self.top_k)  # of the tokens that use each expert; all together K
        probability = self._scored(logits)
        if self.score == "sigmoid":
            probability = probability / (probability.sum(-1, keepdim=True) + SIGMOID_EPS)
        loss = self.aux_loss_coef * self.n_experts * (share * probability.mean(0)).sum()
        if self.z_loss_coef:
            loss = loss + self.z_loss_coef * logits.logsumexp(-1).square().mean()
        self.auxiliary_loss, self.load = loss, share / self.top_k
        if self.selection_bias:
            self.routed = slots if self.routed is None else self.routed + slots

    @torch.no_grad()
    def after_step(self) -> None:
        """Make experts that had too much to do less likely to be selected, others more."""
        if self.routed is not None:
            missing = self.routed.mean() - self.routed
            self.select_bias += self.bias_update_rate * missing.sign()
        self.auxiliary_loss = self.routed = None


def taken(rows: Tensor, index: Tensor) -> Tensor:
    """Take rows [M] of [N, C]. Of all ways to index, gather is the fastest on the CPU, backwards as well."""
    return rows.gather(0, index[:, None].expand(-1, rows.shape[1]))


def linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """x [..., M, I] times weight [..., O, I], transposed, plus bias [..., O]."""
    y = x @ weight.mT
    return y if bias is None else y + bias[..., None, :]


def limited(x: Tensor, limit: float | None) -> Tensor:
    return x if limit is None else x.clamp(-limit, limit)
