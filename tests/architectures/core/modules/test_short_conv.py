"""The gated short convolution against the published one, at random weights."""

from __future__ import annotations

import pytest
import torch
from transformers import Lfm2Config
from transformers.models.lfm2.modeling_lfm2 import Lfm2ShortConv

from architectures.core.modules.context import Context
from architectures.core.modules.short_conv import ShortConv

C = 16


@pytest.mark.parametrize(("conv_kernel", "bias"), [(3, False), (4, True), (1, False)])
@pytest.mark.parametrize("n_tokens", [1, 2, 9])
@torch.no_grad()
def test_it_computes_what_the_published_one_computes(conv_kernel: int, bias: bool, n_tokens: int) -> None:
    torch.manual_seed(0)
    config = Lfm2Config(
        hidden_size=C,
        conv_L_cache=conv_kernel,
        conv_bias=bias,
        num_hidden_layers=1,
        layer_types=["conv"],
        num_attention_heads=2,
        num_key_value_heads=1,
    )
    published, module = Lfm2ShortConv(config, 0).eval(), ShortConv(C, conv_kernel=conv_kernel, bias=bias)
    for parameter in published.parameters():
        parameter.normal_(0.0, 0.5)
    module.load_state_dict(published.state_dict())
    x = torch.randn(2, n_tokens, C)
    assert torch.allclose(module(x, ctx=Context.of(x[..., 0])), published(x), atol=1e-5)
