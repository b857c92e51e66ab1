"""Low-rank updates (Hu et al. 2021, arXiv:2106.09685) on every linear layer of a frozen encoder."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

TARGETS = ("query", "key", "value", "dense")
"""Last name of the modules that are updated: attention's three projections and every dense layer of `BertModel`."""


class LowRank(nn.Module):
    """A frozen linear layer plus `up @ down`, which is trained; the product starts at zero."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        self.enabled = True

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.base(x)
        if not self.enabled:
            return y
        return y + (x @ self.down.T.to(x.dtype)) @ self.up.T.to(x.dtype)


def add_low_rank(encoder: nn.Module, rank: int) -> dict[str, LowRank]:
    """Freeze the encoder and wrap its linear layers in place; returns the wrappers by the layers' names."""
    for parameter in encoder.parameters():
        parameter.requires_grad = False
    found = {
        name: module
        for name, module in encoder.named_modules()
        if isinstance(module, nn.Linear) and name.rsplit(".", 1)[-1] in TARGETS
    }
    wrapped = {name: LowRank(module, rank) for name, module in found.items()}
    for name, module in wrapped.items():
        parent, _, last = name.rpartition(".")
        setattr(encoder.get_submodule(parent), last, module)
    return wrapped


@contextmanager
def switched_off(layers: dict[str, LowRank]) -> Iterator[None]:
    """Within the block the encoder is the original one."""
    for layer in layers.values():
        layer.enabled = False
    try:
        yield
    finally:
        for layer in layers.values():
            layer.enabled = True
