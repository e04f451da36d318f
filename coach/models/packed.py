"""Sentence vectors without padding: the sentences of a batch lie end to end, and only attention looks at them one by one.

A turn is a few sentences of very different lengths, and `SentenceTransformer.encode` computes as if each were as long as the
longest. The weights, the tokenizer and the arithmetic are the same, and so are the vectors, but for rounding (about 1e-7).

Measured on 2 cores (AMD EPYC, AVX2), a turn of 40 words, its reading included: two threads 28 to 42 ms in the middle, one thread
29 to 35, one thread over weights laid out for the processor beforehand 24 to 25; threads wait for each other longer than they
help with so little to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

TOKENS_AT_ONCE = 2_048
"""How many tokens are computed together; more would be no faster and take more memory."""
FEW_TOKENS = 200
"""Up to here, a turn, one thread is the quickest; a batch has work for more."""
AS_LONG_AS = 48
"""Tokens for which the weights are laid out."""


class PackedEncoder:
    """The forward pass of a BERT with mean pooling and unit length, over the parts of a loaded SentenceTransformer."""

    def __init__(self, model: Any, threads: int = 1) -> None:
        import torch

        self._torch, self._threads = torch, threads
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
        self._torch.set_num_threads(1 if sum(map(len, ids)) <= FEW_TOKENS else self._threads)
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
            for part in into(states).split(lengths):
                query, key, value = part.view(len(part), 3, self._heads, width // self._heads).permute(1, 2, 0, 3).unsqueeze(1)
                mixed.append(function.scaled_dot_product_attention(query, key, value)[0].transpose(0, 1).reshape(len(part), width))
            states = function.layer_norm(states + out(torch.cat(mixed)), shape, *norm, self._eps)
            inner = function.gelu(wide(states))
            states = function.layer_norm(states + narrow(inner), shape, *last, self._eps)
        means = torch.stack([part.mean(dim=0) for part in states.split(lengths)])
        return np.asarray(function.normalize(means).numpy(), dtype=np.float32)


def _weights(torch: Any, layer: Any) -> tuple[Any, ...]:
    """A layer's six steps in their order: products as functions (query, key and value as one), norms as (weight, bias)."""
    own, attention = layer.attention.self, layer.attention.output
    into = [torch.cat([getattr(part, name).detach() for part in (own.query, own.key, own.value)]) for name in ("weight", "bias")]
    out, wide, narrow = ([part.weight.detach(), part.bias.detach()] for part in (attention.dense, layer.intermediate.dense, layer.output.dense))
    norm, last = ((part.weight.detach(), part.bias.detach()) for part in (attention.LayerNorm, layer.output.LayerNorm))
    return (_product(torch, *into), _product(torch, *out), norm, _product(torch, *wide), _product(torch, *narrow), last)


def _product(torch: Any, weight: Any, bias: Any) -> Callable[[Any], Any]:
    """`x @ weight.T + bias`: by oneDNN over weights laid out for this processor where torch has that, else as torch does it."""

    def plain(states: Any) -> Any:
        return torch.nn.functional.linear(states, weight, bias)

    with suppress(AttributeError, RuntimeError, NotImplementedError):  # Another build of torch, or another kind of processor.
        operators = torch.ops.mkldnn
        laid_out = operators._reorder_linear_weight(weight, AS_LONG_AS)

        def product(states: Any) -> Any:
            return operators._linear_pointwise(states, laid_out, bias, "none", [], "")

        some = torch.linspace(-1, 1, 2 * weight.shape[1]).reshape(2, -1)
        if torch.allclose(product(some), plain(some), atol=1e-4):
            return product
    return plain


def _batches(ids: list[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    for one in ids:
        if batch and sum(map(len, batch)) + len(one) > TOKENS_AT_ONCE:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
