"""Sentence vectors without padding: the sentences of a batch lie end to end, and only attention looks at them one by one.

A turn is a few sentences of very different lengths, and `SentenceTransformer.encode` computes as if each were as long as the
longest. The weights, the tokenizer and the arithmetic are the same, and so are the vectors, but for rounding (about 1e-7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

TOKENS_AT_ONCE = 2_048
"""How many tokens are computed together; more would be no faster and take more memory."""


class PackedEncoder:
    """The forward pass of a BERT with mean pooling and unit length, over the parts of a loaded SentenceTransformer."""

    def __init__(self, model: Any) -> None:
        import torch

        self._torch = torch
        self._tokenizer, self._limit = model.tokenizer, int(model.max_seq_length)
        bert = model[0].model
        self._heads, self._eps = bert.config.num_attention_heads, bert.config.layer_norm_eps
        self._embeddings = bert.embeddings
        self._layers = [_weights(torch, layer) for layer in bert.encoder.layer]

    @staticmethod
    def fits(model: Any) -> bool:
        """Whether this is all that the model does: BERT with GELU, the mean over its tokens, unit length."""
        if [type(part).__name__ for part in model] != ["Transformer", "Pooling", "Normalize"] or model[1].pooling_mode != "mean":
            return False
        bert = model[0].model
        return type(bert).__name__ == "BertModel" and bert.config.hidden_act == "gelu" and not bert.config.is_decoder

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors, shape (len(texts), dimensions), float32; what is longer than the model reads is cut off, as `encode` does."""
        ids = self._tokenizer(list(texts), truncation=True, max_length=self._limit)["input_ids"]
        with self._torch.inference_mode():
            return np.concatenate([self._forward(batch) for batch in _batches(ids)])

    def _forward(self, ids: list[list[int]]) -> np.ndarray:
        torch, function = self._torch, self._torch.nn.functional
        lengths = [len(one) for one in ids]
        places = [place for length in lengths for place in range(length)]
        states = self._embeddings(input_ids=torch.tensor([[token for one in ids for token in one]]), position_ids=torch.tensor([places]))[0]
        shape, width = (states.shape[-1],), states.shape[-1]
        for into, out, norm, wide, narrow, last in self._layers:
            mixed = []
            for part in function.linear(states, *into).split(lengths):
                query, key, value = part.view(len(part), 3, self._heads, width // self._heads).permute(1, 2, 0, 3).unsqueeze(1)
                mixed.append(function.scaled_dot_product_attention(query, key, value)[0].transpose(0, 1).reshape(len(part), width))
            states = function.layer_norm(states + function.linear(torch.cat(mixed), *out), shape, *norm, self._eps)
            inner = function.gelu(function.linear(states, *wide))
            states = function.layer_norm(states + function.linear(inner, *narrow), shape, *last, self._eps)
        means = torch.stack([part.mean(dim=0) for part in states.split(lengths)])
        return np.asarray(function.normalize(means).numpy(), dtype=np.float32)


def _weights(torch: Any, layer: Any) -> tuple[tuple[Any, Any], ...]:
    """(weight, bias) of a layer's six steps, in their order; query, key and value as one matrix."""
    own = layer.attention.self
    into = tuple(torch.cat([getattr(part, name).detach() for part in (own.query, own.key, own.value)]) for name in ("weight", "bias"))
    rest = (layer.attention.output.dense, layer.attention.output.LayerNorm, layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm)
    return (into, *((part.weight.detach(), part.bias.detach()) for part in rest))


def _batches(ids: list[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    for one in ids:
        if batch and sum(map(len, batch)) + len(one) > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
