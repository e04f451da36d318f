"""Uptake: does a turn build on what the other just said. A small linear model whose every part can be named.

Words count, and meaning, and what is done with both; an echo is not enough. In elementary maths lessons the share of the
pupil's words that come back in the teacher's reply goes with human ratings at a Spearman correlation of about .52, the
similarity of sentence embeddings at about .4 (arXiv 2106.03873); in selling and counselling a pitch takes up words too,
and a deep question often takes up none. So the model is fitted on both kinds of pairs (prompts/acts/uptake*.yaml), each
file weighing the same, by least squares with the sign of every weight given beforehand.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

import numpy as np

from coach.content.labelled import Labelled, Pair
from coach.messages.vectors import Embedder, rounded
from coach.reading.acts import Heard, hear, plain
from coach.reading.sentences import sentences

METHOD = "bounded-least-squares-1"
RIDGE = 10.0
"""Weight of the ridge, on features of unit variance and as many rows as there are pairs; 1 to 60 differ by less than a point."""
FULL_WEIGHT = 100
"""Pairs from which a file weighs as much as any other in the fit; a shorter one weighs in proportion."""
MAX_WORDS = 400
"""Words of either side that are compared; a conversation has no longer turns."""
LONG = 30
"""Words beyond which a turn counts as long."""
ELSEWHERE = 0.2
"""Cosine below which a turn begins to be about something else."""

Acts = Callable[[Sequence[tuple[str, str]]], list[np.ndarray]]
"""From turns (text, previous) to the probabilities that each sentence asks, reflects and tells: a (sentences, 3) array a turn."""


@dataclass(frozen=True)
class Turned:
    """A turn, and what the other said just before. `acts` (sentences, 3): the probabilities that each sentence asks,
    reflects, tells. `vectors` (sentences, dimensions) and `theirs` (any number of at least 1, dimensions) are unit
    vectors; the first of `theirs` is of the whole `previous`, the others of its sentences."""

    sentences: tuple[str, ...]
    acts: np.ndarray
    vectors: np.ndarray
    previous: str
    theirs: np.ndarray


class Feature(NamedTuple):
    """What the model looks at: a number from 0 to 1, its title in plain words, and the bounds of its weight."""

    name: str
    title: str
    least: float
    most: float


FEATURES = (
    # Signs and floors are known beforehand. The floor under the words keeps them what they are in natural talk, which the
    # rated pairs, rich in pitches full of borrowed words, would not show; words used for telling never count below nothing,
    # and a parrot, who has at least heard, stays in the middle.
    Feature("taken_up", "takes up their words", 0.3, 1.0),
    Feature("close", "close in meaning to something they said", 0.1, 1.0),
    Feature("fits", "fits what they said better than it fits other talk", 0.1, 1.0),
    Feature("points_back", "asks about 'that', 'it' or 'them'", 0.0, 1.0),
    Feature("stands_for", "refers to what they said without naming it", 0.0, 1.0),
    Feature("asks_detail", "takes up a detail and asks", 0.05, 1.0),
    Feature("reflects", "gives back what they meant", 0.05, 1.0),
    Feature("what_follows", "follows their thought on: what if, what then", 0.0, 1.0),
    Feature("elsewhere", "is about something else", -1.0, -0.1),
    Feature("nods", "nods, and leaves their words behind", -1.0, 0.0),
    Feature("about_me", "is about the speaker", -1.0, 0.0),
    Feature("pitch", "uses their words to tell", -0.2, -0.1),
    Feature("long", "tells for long", -1.0, -0.3),
    Feature("parrot", "repeats them word for word", -0.2, 0.0),
)  # fmt: skip

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"['\u2019]")
_NOISE = re.compile(r"\[[^\[\]]{0,40}\]")
_NUMBERS = dict(
    zip(map(str, range(13)), ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], strict=True)
)
# Not 'this' and 'these': they mostly point at what the speaker holds in hand.
_POINTERS = frozenset(
    ["that", "thats", "it", "its", "those", "them", "they", "theyre", "their", "both", "either", "he", "hes", "she", "shes", "him", "her", "his"]
)
# Neither 'well', 'were', 'ill' nor 'id': without apostrophes they are words of their own.
_MINE = frozenset(["i", "im", "ive", "my", "me", "mine", "we", "weve", "our", "ours", "us"])
_NOD = re.compile(
    r"(?:(?:very |so |that's |that is )?(?:okay|ok|good|great|right|alright|all right|nice|perfect|excellent|thanks?|thank you|m+-?h?m+|uh-?huh|wonderful|"
    r"awesome|amazing|fantastic|brilliant|lovely|interesting|sure|yes|yeah|yep|no|absolutely|exactly|totally|got it|gotcha|i see|i understand|i hear you))\b"
)
_FOLLOWS = re.compile(r"\b(?:if|what would|what happens|then what|without|instead)\b")


def root(word: str) -> str:
    """A lower-case word without its ending, crudely, so that 'halved' meets 'halves'; figures to twelve as words."""
    word = _NUMBERS.get(word, word)
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word


def words(text: str) -> list[str]:
    """The words of a text in order, lower case and without apostrophes, so that typing and speech agree."""
    return _WORD.findall(_JOINED.sub("", _NOISE.sub(" ", text.lower())))


@dataclass(frozen=True)
class UptakeHead:
    """A fitted model. `weights` in the order of `features`; `base` is what a turn starts with. `vocabulary` with `rarity`
    (0 to 1; a word not in it is as rare as can be) says how much a word means; `others` (texts, dimensions) are vectors of
    other people's talk, with which a turn is compared."""

    features: tuple[str, ...]
    weights: np.ndarray
    base: float
    vocabulary: tuple[str, ...]
    rarity: np.ndarray
    others: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rarity", dict(zip(self.vocabulary, self.rarity.tolist(), strict=True)))

    def score(self, turn: Turned) -> float:
        """0 to 1, two decimals: how much the turn builds on what was said before; 0 where nothing was."""
        if not _both(turn):
            return 0.0
        return rounded(float(self.values(turn) @ self.weights) + self.base)

    def because(self, turn: Turned) -> list[tuple[str, float]]:
        """What makes up the score, the strongest first: each feature's title and its weight times its value, where that is
        not zero, and what any turn starts with. They add up to the score, but for its being kept between 0 and 1."""
        if not _both(turn):
            return []
        titles = {feature.name: feature.title for feature in FEATURES}
        parts = [(titles[name], float(part)) for name, part in zip(self.features, self.values(turn) * self.weights, strict=True)]
        return sorted(((title, part) for title, part in [*parts, ("what any reply starts with", self.base)] if part), key=lambda item: -abs(item[1]))

    def values(self, turn: Turned) -> np.ndarray:
        """The features of a turn in order, each from 0 to 1."""
        found = self._values(turn)
        return np.array([found[name] for name in self.features])

    def _meaning(self, roots: set[str]) -> float:
        known: dict[str, float] = self._rarity  # type: ignore[attr-defined]
        return sum(known.get(word, 1.0) for word in sorted(roots))

    def _values(self, turn: Turned) -> dict[str, float]:
        said = [words(text)[:MAX_WORDS] for text in turn.sentences]
        raw = [word for one in said for word in one][:MAX_WORDS]
        mine, theirs = [root(word) for word in raw], [root(word) for word in words(turn.previous)[:MAX_WORDS]]
        known, count = set(theirs), max(1, len(raw))
        length = np.array([max(1, len(one)) for one in said], dtype=float)
        asks, reflects, tells = np.round(turn.acts, 2).T
        near = np.clip(np.round(turn.vectors @ turn.theirs.T, 2), 0.0, 1.0).max(axis=1)
        taken = math.sqrt(self._meaning(set(mine) & known) / max(0.01, self._meaning(known)))
        detail = np.array([min(1.0, self._meaning({root(word) for word in one} & known)) for one in said])
        points = np.array([any(word in _POINTERS for word in one) for one in said], dtype=float)
        pointed = float((asks * points).max())
        asked_next = np.maximum(asks, np.append(asks[1:], 0.0))
        telling = float(tells @ length / length.sum())
        text = plain(" ".join(turn.sentences))
        run = SequenceMatcher(None, mine, theirs, autojunk=False).find_longest_match().size
        return {
            "taken_up": taken,
            "close": float(near.max()),
            "fits": self._fits(turn, length),
            "points_back": pointed,
            "stands_for": min(1.0, 5 * sum(word in _POINTERS for word in raw) / count),
            "asks_detail": float((asked_next * detail).max()),
            "reflects": float((reflects * near).max()),
            "what_follows": float(bool(_FOLLOWS.search(text))),
            "elsewhere": max(0.0, 1.0 - float(near.max()) / ELSEWHERE) * (1.0 - taken) * (1.0 - pointed),
            "nods": (1.0 - taken) * (1.0 - 0.5 * pointed) * bool(_NOD.match(text)),
            "about_me": min(1.0, 4 * sum(word in _MINE for word in raw) / count),
            "pitch": taken * telling,
            "long": min(1.0, max(0, len(raw) - LONG) / 60) * telling,
            "parrot": run / count if run > 2 else 0.0,  # one or two words given back are taking up, not parroting
        }

    def _fits(self, turn: Turned, length: np.ndarray) -> float:
        """The share of other people's talk that is further from the turn as a whole than what was just said."""
        whole = (length @ turn.vectors).astype(np.float32)
        whole /= max(1e-6, float(np.linalg.norm(whole)))
        near = round(float(whole @ turn.theirs[0]), 2)
        return float((np.round(self.others @ whole, 2) < near).mean()) if len(self.others) else 0.0


def _both(turn: Turned) -> bool:
    return bool(turn.sentences) and bool(turn.previous.strip()) and len(turn.theirs) > 0


def by_rules(turns: Sequence[tuple[str, str]]) -> list[np.ndarray]:
    """Acts as the rules hear them, where no trained heads are at hand."""
    return [np.array([_ruled(hear(piece, previous)) for piece in sentences(text)]).reshape(-1, 3) for text, previous in turns]


_COMPANY = {"thanks", "admits", "frames", "small_talk", "offers", "empathises", "summarises"}


def _ruled(heard: Heard) -> tuple[float, float, float]:
    tells = heard.ruled is None and max(heard.guess, heard.echo) < 0.5 and heard.sentence.words >= 4 and not _COMPANY & set(heard.hinted)
    return float(heard.ruled is not None), heard.guess, float(tells)


def turned(turns: Sequence[tuple[str, str]], embedder: Embedder, acts: Acts = by_rules) -> list[Turned]:
    """What the model needs to know of turns (text, previous), all embedded in one go."""
    mine = [tuple(piece.text for piece in sentences(text)) for text, _ in turns]
    theirs = [(previous, *(piece.text for piece in sentences(previous))) for _, previous in turns]
    known = list(dict.fromkeys(text for part in (*mine, *theirs) for text in part))
    vector = dict(zip(known, embedder.embed(known), strict=True))
    return [
        Turned(one, likely, np.array([vector[text] for text in one]), other[0], np.array([vector[text] for text in other]))
        for one, other, likely in zip(mine, theirs, acts(turns), strict=True)
    ]


def key(files: Sequence[bytes], space: str, acts: str = "rules") -> str:
    """Names a fitted model: the same files, vector space and source of acts give the same key."""
    digest = hashlib.sha256(repr((METHOD, RIDGE, FULL_WEIGHT, FEATURES, space, acts)).encode())
    for content in files:
        digest.update(hashlib.sha256(content.replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:16]


def fit(files: Mapping[str, Labelled], embedder: Embedder, acts: Acts = by_rules) -> UptakeHead:
    """Fit the model on the rated pairs of all files. Deterministic for the same files, vector space and acts.

    Raises ValueError where no file holds a rated pair."""
    rated = [files[name].pairs for name in sorted(files) if files[name].pairs]
    if not rated:
        raise ValueError("labelled speech: no file holds rated pairs for uptake")
    pairs = [pair for some in rated for pair in some]
    weight = np.concatenate([np.full(len(some), min(1.0, len(some) / FULL_WEIGHT) / len(some)) for some in rated])
    return fitted(pairs, turned([(pair.text, pair.previous) for pair in pairs], embedder, acts), weight)


def fitted(pairs: Sequence[Pair], turns: Sequence[Turned], weight: np.ndarray) -> UptakeHead:
    """Bounded least squares with a ridge over turns that are known already, as for leaving some out in turn. `weight` says
    how much each pair counts (any scale)."""
    from scipy.optimize import lsq_linear

    vocabulary, rarity = _rarity({text for pair in pairs for text in (pair.text, pair.previous)})
    others = np.array([turn.theirs[0] for turn in {turn.previous: turn for turn in turns}.values()], dtype=np.float32)
    names = tuple(feature.name for feature in FEATURES)
    blank = UptakeHead(names, np.zeros(len(names)), 0.0, vocabulary, rarity, others)
    values, wanted = np.array([blank.values(turn) for turn in turns]), np.array([pair.uptake for pair in pairs])
    weight = weight / weight.mean()
    centre, level = np.average(values, axis=0, weights=weight), float(np.average(wanted, weights=weight))
    spread = np.sqrt(np.average((values - centre) ** 2, axis=0, weights=weight)) + 1e-6
    share = np.sqrt(weight)
    design = np.vstack([(values - centre) / spread * share[:, None], math.sqrt(RIDGE) * np.eye(len(names))])
    target = np.concatenate([(wanted - level) * share, np.zeros(len(names))])
    bounds = (
        [feature.least * one for feature, one in zip(FEATURES, spread, strict=True)],
        [feature.most * one for feature, one in zip(FEATURES, spread, strict=True)],
    )
    weights = lsq_linear(design, target, bounds).x / spread
    weights = np.round(weights * _stretch(values @ weights, wanted, weight), 4)
    return UptakeHead(names, weights, round(level - float(centre @ weights), 4), vocabulary, rarity, others)


def _stretch(guessed: np.ndarray, wanted: np.ndarray, weight: np.ndarray) -> float:
    """By how much guesses have to be spread to differ as much as the ratings do. Least squares draws every guess towards
    the average, which would leave a change of subject at .2 and the best of listening at .7."""
    spread = np.sqrt(np.cov(np.array([guessed, wanted]), aweights=weight).diagonal())
    return float(spread[1] / spread[0]) if spread[0] > 1e-6 else 1.0


def _rarity(texts: set[str]) -> tuple[tuple[str, ...], np.ndarray]:
    """Inverse document frequency, scaled to 1 for a word never seen. Words seen once or twice are left out: rare enough."""
    counts = Counter(one for text in texts for one in {root(word) for word in words(text)})
    seen = sorted(word for word, count in counts.items() if count > 2)
    whole = math.log(len(texts) + 1)
    return tuple(seen), np.array([round(math.log((len(texts) + 1) / (counts[word] + 1)) / whole, 3) for word in seen])
