"""The network that reads a sentence and its evidence together. Imports torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from transformers import BertConfig, BertModel

_HIDDEN = 256


class PairEncoder(nn.Module):
    """A BERT encoder, and on top of its first token and its mean a layer with one number for the pair."""

    def __init__(self, config: Mapping[str, Any], numbers: int = 1) -> None:
        super().__init__()
        self.encoder = BertModel(BertConfig(**config))
        self.dense = nn.Linear(2 * int(config["hidden_size"]), _HIDDEN)
        self.head = nn.Linear(_HIDDEN, numbers)
        self.dropout = nn.Dropout(0.1)

    def start_from(self, weights: Mapping[str, torch.Tensor]) -> None:
        """Takes over an encoder's weights; raises RuntimeError if one is missing."""
        own = self.encoder.state_dict()
        self.encoder.load_state_dict({name: weights[name] for name in weights if name in own})

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """float32[pairs, numbers]: log odds, for int64[pairs, tokens] and its masks."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).last_hidden_state
        mask = attention_mask[..., None]
        mean = (states * mask).sum(1) / mask.sum(1)
        both = self.dropout(torch.cat([states[:, 0], mean], dim=1))
        numbers: torch.Tensor = self.head(self.dropout(torch.tanh(self.dense(both))))
        return numbers
