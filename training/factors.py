"""What training changed, made small: each matrix as factors of low rank, in half precision."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from service.answering.verification.entailment import DOWN, UP

_ENCODER = "encoder."


def factored(
    trained: Mapping[str, torch.Tensor], base: Mapping[str, torch.Tensor], rank: int
) -> dict[str, torch.Tensor]:
    """The tensors that `entailment.load` puts back onto the base model.

    A matrix of the encoder becomes its best approximation of that rank (Eckart and Young 1936); what
    is small or new is kept whole, what training left alone is left out.
    """
    kept: dict[str, torch.Tensor] = {}
    for name, value in trained.items():
        before = base.get(name.removeprefix(_ENCODER)) if name.startswith(_ENCODER) else None
        if before is not None and torch.equal(before, value):
            continue
        if before is None or value.dim() != 2:
            kept[name] = value.half().contiguous()
            continue
        up, strength, down = torch.linalg.svd(value - before, full_matrices=False)
        root = strength[:rank].sqrt()
        kept[name + UP] = (up[:, :rank] * root).half().contiguous()
        kept[name + DOWN] = (root[:, None] * down[:rank]).half().contiguous()
    return kept
