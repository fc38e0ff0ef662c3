"""GRU and LSTM: PyTorch's layers, with a state that is kept while generating."""

from __future__ import annotations

import pytest
import torch

from architectures.core.modules.context import Cache, Context
from architectures.core.modules.initial import draw_weights
from architectures.core.modules.rnn import RNN

C = 8
both_kinds = pytest.mark.parametrize("kind", ["gru", "lstm"])


def run(module: RNN, x: torch.Tensor, cache: Cache | None = None) -> torch.Tensor:
    with torch.no_grad():
        return module(x, ctx=Context.of(x[..., 0], cache))


def test_a_gru_computes_what_its_formula_says() -> None:
    module, x = RNN(C, kind="gru", hidden_size=C), torch.randn(1, 3, C)
    w, u = module.rnn.weight_ih_l0.view(3, C, C), module.rnn.weight_hh_l0.view(3, C, C)
    b, d = module.rnn.bias_ih_l0.view(3, C), module.rnn.bias_hh_l0.view(3, C)
    h, states = torch.zeros(C), []
    for token in x[0]:
        reset, update = (torch.sigmoid(w[i] @ token + b[i] + u[i] @ h + d[i]) for i in (0, 1))
        candidate = torch.tanh(w[2] @ token + b[2] + reset * (u[2] @ h + d[2]))
        h = (1 - update) * candidate + update * h
        states.append(h)
    assert torch.allclose(run(module, x)[0], torch.stack(states), atol=1e-6)


@both_kinds
def test_a_state_of_another_width_is_projected_back(kind: str) -> None:
    module, x = RNN(C, kind=kind, hidden_size=12), torch.randn(2, 5, C)
    with torch.no_grad():
        expected = module.rnn(x)[0] @ module.out_proj.weight.T + module.out_proj.bias
    assert torch.allclose(run(module, x), expected, atol=1e-6)
    assert run(module, x).shape == x.shape


@both_kinds
def test_a_state_as_wide_as_the_stream_needs_no_projection(kind: str) -> None:
    gates = {"gru": 3, "lstm": 4}[kind]
    module = RNN(C, kind=kind, hidden_size=C)
    assert sum(p.numel() for p in module.parameters()) == gates * (2 * C * C + 2 * C)


@both_kinds
def test_dropout_works_between_layers_while_training_alone(kind: str) -> None:
    module, x = RNN(C, kind=kind, hidden_size=C, n_layers=2, dropout=0.5), torch.randn(1, 5, C)
    assert not torch.equal(run(module, x), run(module, x))
    assert torch.equal(run(module.eval(), x), run(module, x))


@both_kinds
def test_one_layer_has_nothing_between_layers(kind: str, recwarn: pytest.WarningsRecorder) -> None:
    module, x = RNN(C, kind=kind, hidden_size=C, dropout=0.5), torch.randn(1, 5, C)
    assert torch.equal(run(module, x), run(module, x))
    assert not recwarn.list


@both_kinds
def test_weights_come_from_the_seed_of_the_model(kind: str) -> None:
    drawn = []
    for seed in (1, 1, 2):
        module = RNN(16, kind=kind, hidden_size=16)
        draw_weights(module, seed, n_layers=1)
        drawn.append(torch.cat([p.flatten() for p in module.parameters()]))
    assert torch.equal(drawn[0], drawn[1])
    assert not torch.equal(drawn[0], drawn[2])
    assert 0.2 < drawn[0].abs().max() <= 0.25
