"""Sentence vectors without padding: the sentences of a batch lie end to end, and only attention looks at them one by one.

A turn is a few sentences of very different lengths, and `SentenceTransformer.encode` computes as if each were as long as the
longest. The weights, the tokenizer and the arithmetic are the same, and so are the vectors, but for rounding (about 1e-7).

The work is shared out among threads that each compute some of the sentences from beginning to end. Threads that share every single
product instead wait for each other a hundred times a turn.

Measured on 2 cores (AMD EPYC, AVX2), 60 turns of 40 words, embedding alone, the three in turn: one thread 39 ms in the middle and
52 at the slow end, two that share each product 30 and 40, two that share the sentences 28 and 37. A batch, the
middle of five runs: 11.8 ms a turn with two threads that share each product and 2,048 tokens at once, 7.6 ms with two that share the
sentences and 256 at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import numpy as np

TOKENS_AT_ONCE = 256
"""How many tokens are computed together: with two threads on a batch, the best of 256, 512, 1,024 and 2,048."""
WORTH_SHARING = 24
"""Tokens a part must have for another thread to be woken; set by hand: one short sentence."""
AS_LONG_AS = 48
"""Tokens for which the weights are laid out."""


class PackedEncoder:
    """The forward pass of a BERT with mean pooling and unit length, over the parts of a loaded SentenceTransformer."""

    def __init__(self, model: Any, threads: int = 1) -> None:
        import torch

        self._torch, self._threads = torch, threads
        self._pool = ThreadPoolExecutor(threads, "embed", initializer=torch.set_num_threads, initargs=(1,))
        self._tokenizer, self._limit = model.tokenizer, int(model.max_seq_length)
        bert = model[0].model
        self._heads, self._eps = bert.config.num_attention_heads, bert.config.layer_norm_eps
        self._embeddings, self._width = bert.embeddings, bert.config.hidden_size
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
        parts = _shared([len(one) for one in ids], self._threads)
        computed = self._pool.map(self._forward, [[ids[at] for at in part] for part in parts])
        vectors = np.empty((len(ids), self._width), np.float32)
        for part, found in zip(parts, computed, strict=True):
            vectors[part] = found
        return vectors

    def _forward(self, ids: list[list[int]]) -> np.ndarray:
        """Some of the sentences, from the shortest to the longest; attention looks at those of one length together."""
        with self._torch.inference_mode():
            return self._through([(len(list(same)), length) for length, same in itertools.groupby(map(len, ids))], ids)

    def _through(self, lengths: list[tuple[int, int]], ids: list[list[int]]) -> np.ndarray:
        torch, function, shape = self._torch, self._torch.nn.functional, (self._width,)
        sizes = [count * length for count, length in lengths]
        places = [place for one in ids for place in range(len(one))]
        states = self._embeddings(input_ids=torch.tensor([[token for one in ids for token in one]]), position_ids=torch.tensor([places]))[0]
        for into, out, norm, wide, narrow, last in self._layers:
            mixed = []
            for (count, length), part in zip(lengths, into(states).split(sizes), strict=True):
                query, key, value = part.view(count, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
                mixed.append(function.scaled_dot_product_attention(query, key, value).transpose(1, 2).reshape(count * length, -1))
            states = function.layer_norm(states + out(torch.cat(mixed)), shape, *norm, self._eps)
            inner = function.gelu(wide(states))
            states = function.layer_norm(states + narrow(inner), shape, *last, self._eps)
        means = torch.cat([part.view(count, length, -1).mean(dim=1) for (count, length), part in zip(lengths, states.split(sizes), strict=True)])
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


def _shared(lengths: Sequence[int], threads: int) -> list[list[int]]:
    """Which texts, by their place, are computed together: as even as their lengths allow, each part from short to long."""
    order, total = sorted(range(len(lengths)), key=lengths.__getitem__), sum(lengths)
    if total > threads * TOKENS_AT_ONCE:  # Enough parts for everybody, so that those of one length may stay together.
        return _in_turn(order, lengths)
    parts: list[list[int]] = [[] for _ in range(max(1, min(threads, total // WORTH_SHARING)))]
    loads = [0] * len(parts)
    for at in reversed(order):
        least = loads.index(min(loads))
        parts[least].insert(0, at)
        loads[least] += lengths[at]
    return [part for part in parts if part]


def _in_turn(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    parts: list[list[int]] = []
    room = 0
    for at in order:
        if lengths[at] > room:
            parts.append([])
            room = TOKENS_AT_ONCE
        parts[-1].append(at)
        room -= lengths[at]
    return parts
