"""Trained heads: what a sentence does, heard by linear models over its words, the rules and its meaning.

Fitted on the labelled turns of prompts/acts/, each three times: as typed, as a recogniser writes speech, and with nothing
known of what was said before. A turn's labels do not say which of its sentences earned them, so the fit finds out: it
learns from turns of one sentence first, then gives each label of a longer turn to the sentences that look like it, and
learns again. Probabilities are calibrated and thresholds chosen on files that the head has not seen (one file is one
field of talk, left out in turn).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from coach.content.labelled import Labelled, Utterance
from coach.messages.vectors import Embedder, rounded
from coach.reading.acts import Heard, hear
from coach.reading.features import NUMBERS, grams, numbers
from coach.reading.sentences import sentences

HEADS = (
    "asks", "open", "reflects", "tells", "empathises", "admits", "frames", "summarises", "offers", "presses", "small_talk", "thanks", "disparages",
)  # fmt: skip
COSTLY = ("presses", "disparages", "small_talk")
"""What is held against the rep only when it is plain: precision counts twice as much as recall."""
METHOD = "logistic-words-rules-meaning-4"
MEANING = 3.0
"""Weight of the embedding beside words and rules; 1.5 to 6 differ by a point when each file is left out in turn."""
STRENGTH = 0.3
"""Inverse strength of the ridge; 0.1 to 3 differ by a point."""
SEEN_AT_LEAST = 3
ROUNDS = 2
FOLDS = 5
RULES_TOO = 0.5
LONG_QUESTION = 18
"""Words; a sentence that asks and is shorter tells nothing beside its question."""
_MARKS = re.compile(r"[^\w\s'-]")


@dataclass(frozen=True)
class ActHeads:
    """Fitted heads, a column each in the order of HEADS. `words` (vocabulary, heads), `meaning` (dimensions, heads),
    `noticed` (len(NUMBERS), heads), `bias` (heads,); `slope` and `shift` calibrate a log-odds; `threshold` is the
    calibrated probability from which a sentence counts as doing it."""

    vocabulary: tuple[str, ...]
    words: np.ndarray
    meaning: np.ndarray
    noticed: np.ndarray
    bias: np.ndarray
    slope: np.ndarray
    shift: np.ndarray
    threshold: np.ndarray

    def __post_init__(self) -> None:
        object.__setattr__(self, "_at", {gram: at for at, gram in enumerate(self.vocabulary)})

    def probabilities(self, heard: Sequence[Heard], text: str, previous: str, vectors: np.ndarray, near: Sequence[float]) -> np.ndarray:
        """Calibrated, shape (sentences, len(HEADS)); `open` is the probability of an open question where one is asked."""
        if not heard:
            return np.zeros((0, len(HEADS)), dtype=np.float32)
        odds = numbers(heard, text, previous, near) @ self.noticed + MEANING * (vectors @ self.meaning) + self.bias
        for row, one in zip(odds, heard, strict=True):
            row += self.words[self._known(one)].sum(axis=0)
        return np.asarray(_sigmoid(odds * self.slope + self.shift))

    def reasons(
        self, heard: Sequence[Heard], at: int, head: str, text: str, previous: str, vectors: np.ndarray, near: Sequence[float]
    ) -> list[tuple[str, float]]:
        """What speaks for and against `head` in sentence `at`, in log-odds, the strongest first: words as they stand in the
        sentence, what was noticed, and the meaning as a whole."""
        column = HEADS.index(head)
        slope = float(self.slope[column])
        found = [(f"'{self.vocabulary[word]}'", float(self.words[word, column])) for word in self._known(heard[at])]
        row = numbers(heard, text, previous, near)[at] * self.noticed[:, column]
        found += [(name, float(weight)) for name, weight in zip(NUMBERS, row, strict=True) if weight]
        found.append(("what it means as a whole", MEANING * float(vectors[at] @ self.meaning[:, column])))
        return sorted(((name, slope * weight) for name, weight in found), key=lambda item: -abs(item[1]))

    def decide(self, heard: Heard, row: np.ndarray) -> None:
        """Write into a sentence what the heads make of it: its acts in the place of the rules', its question, and the probabilities."""
        heard.likely = {name: rounded(value) for name, value in zip(HEADS, row, strict=True)}
        said = {name for name in HEADS if heard.likely[name] >= self.level(heard, name)}
        heard.question = None if "asks" not in said else "open" if "open" in said else "closed"
        if heard.question and heard.sentence.words < LONG_QUESTION:
            said.discard("tells")
        heard.acts = [name for name in HEADS if name in said and name != "open"]
        noticed = heard.signalled
        if "tells" in said and not heard.question and ("benefit" in noticed or ("number" in noticed and noticed & {"product", "source"})):
            heard.add("claims")

    def threshold_of(self, head: str) -> float:
        return float(self.threshold[HEADS.index(head)])

    def level(self, heard: Heard, head: str) -> float:
        """The probability from which this sentence counts as doing it: where the rules hear it too, half the threshold."""
        threshold = self.threshold_of(head)
        hinted = head in heard.hinted or (head == "asks" and heard.ruled is not None and heard.marked) or (head == "open" and heard.ruled == "open")
        return rounded(threshold * RULES_TOO if hinted else threshold)

    def _known(self, heard: Heard) -> list[int]:
        at: dict[str, int] = self._at  # type: ignore[attr-defined]
        return [at[gram] for gram in grams(heard.sentence.text) if gram in at]


def likely(acts: ActHeads, embedder: Embedder, turns: Sequence[tuple[str, str]]) -> list[np.ndarray]:
    """The probabilities that each sentence asks, reflects and tells, for turns (text, previous): shape (sentences, 3) a turn."""
    wanted = [HEADS.index(name) for name in ("asks", "reflects", "tells")]
    found = []
    for text, previous in turns:
        heard = [hear(piece, previous) for piece in sentences(text)]
        vectors = embedder.embed([*(one.sentence.text for one in heard), previous])
        near = [float(vector @ vectors[-1]) if previous else 0.0 for vector in vectors[:-1]]
        found.append(np.round(acts.probabilities(heard, text, previous, vectors[:-1], near)[:, wanted], 2))
    return found


def key(files: Sequence[bytes], space: str) -> str:
    """Names fitted heads: the same files in the same vector space give the same key."""
    digest = hashlib.sha256(repr((METHOD, MEANING, STRENGTH, SEEN_AT_LEAST, ROUNDS, NUMBERS, HEADS, space)).encode())
    for content in files:
        digest.update(hashlib.sha256(content.replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class _Rows:
    """The sentences of many turns. `turn` says whose each is; turns are numbered through all three."""

    turn: np.ndarray
    grams: list[list[str]]
    noticed: np.ndarray
    vectors: np.ndarray
    labels: np.ndarray
    """Of the turns, shape (turns, len(HEADS)); `open` only means something where `asks` is true."""
    group: np.ndarray
    """Of the turns: the number of the file."""
    source: np.ndarray
    """Of the turns: which utterance it is, whatever its form."""

    def part(self, turns: np.ndarray) -> tuple[np.ndarray, list[list[str]], np.ndarray, np.ndarray]:
        chosen = turns[self.turn]
        return self.turn[chosen], [one for one, kept in zip(self.grams, chosen, strict=True) if kept], self.noticed[chosen], self.vectors[chosen]


def fit(files: Mapping[str, Labelled], embedder: Embedder, tell: Callable[[str], None] = lambda line: None) -> ActHeads:
    """Fit the heads; a minute or two. `tell` hears how far it is. Deterministic for the same files and vector space.

    Raises ValueError where a label never occurs: a head cannot learn what it has not seen."""
    named = [(number, one) for number, file in enumerate(files[name] for name in sorted(files)) for one in file.utterances]
    rows = _rows(named, embedder)
    if missing := [name for at, name in enumerate(HEADS) if not rows.labels[:, at].any() or rows.labels[:, at].all()]:
        raise ValueError(f"labelled speech: no utterance is labelled {', '.join(missing)}")
    groups = sorted(set(rows.group.tolist()))
    folds = [rows.group == group for group in groups] if len(groups) >= 3 else [np.arange(len(rows.group)) % FOLDS == fold for fold in range(FOLDS)]
    odds = np.full(rows.labels.shape, -np.inf)
    for number, held in enumerate(folds):
        tell(f"fitting, part {number + 1} of {len(folds) + 1}")
        part = _raw(rows, ~held)
        turn, words, noticed, vectors = rows.part(held)
        _by_turn(part, turn, _odds(part, words, noticed, vectors), odds)
    tell(f"fitting, part {len(folds) + 1} of {len(folds) + 1}")
    whole = _raw(rows, np.ones(len(rows.group), dtype=bool))
    slope, shift, threshold = zip(*(_calibrated(name, odds[:, at], rows.labels, at) for at, name in enumerate(HEADS)), strict=True)
    return replace(whole, slope=np.array(slope), shift=np.array(shift), threshold=np.array(threshold))


def _rows(named: Sequence[tuple[int, Utterance]], embedder: Embedder) -> _Rows:
    spoken = [(source, one.text, one.previous) for source, (_, one) in enumerate(named)]
    spoken += [(source, _as_speech(one.text), _as_speech(one.previous)) for source, (_, one) in enumerate(named)]
    spoken += [(source, one.text, "") for source, (_, one) in enumerate(named) if one.previous]
    pieces = [sentences(text) for _, text, _ in spoken]
    known = list(dict.fromkeys([piece.text for turn in pieces for piece in turn] + [previous for *_, previous in spoken if previous]))
    vector = dict(zip(known, embedder.embed(known), strict=True))
    turns, words, noticed, vectors, labels = [], [], [], [], []
    for number, ((source, text, previous), turn) in enumerate(zip(spoken, pieces, strict=True)):
        heard = [hear(piece, previous) for piece in turn]
        near = [float(vector[piece.text] @ vector[previous]) if previous else 0.0 for piece in turn]
        turns += [number] * len(turn)
        words += [grams(piece.text) for piece in turn]
        noticed.append(numbers(heard, text, previous, near))
        vectors += [vector[piece.text] for piece in turn]
        does = set(named[source][1].labels)
        labels.append([bool({"open", "closed"} & does) if name == "asks" else name in does for name in HEADS])
    sources = np.array([source for source, *_ in spoken])
    groups = np.array([group for group, _ in named])[sources]
    return _Rows(np.array(turns), words, np.concatenate(noticed), np.array(vectors, dtype=np.float32), np.array(labels), groups, sources)


def _as_speech(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text).lower().split())


def _matrix(vocabulary: Mapping[str, int], words: Sequence[Sequence[str]], noticed: np.ndarray, vectors: np.ndarray) -> Any:
    from scipy import sparse

    places = [(row, vocabulary[gram]) for row, found in enumerate(words) for gram in found if gram in vocabulary]
    rows, columns = (np.array(side, dtype=int) for side in zip(*places, strict=True)) if places else (np.array([], int), np.array([], int))
    said = sparse.csr_matrix((np.ones(len(places)), (rows, columns)), shape=(len(words), len(vocabulary)))
    return sparse.hstack([said, sparse.csr_matrix(MEANING * vectors.astype(np.float64)), sparse.csr_matrix(noticed.astype(np.float64))]).tocsr()


def _raw(rows: _Rows, turns: np.ndarray) -> ActHeads:
    """The heads fitted on some of the turns, not calibrated yet."""
    from sklearn.linear_model import LogisticRegression

    turn, words, noticed, vectors = rows.part(turns)
    # Seen in so many utterances: the same one in another form tells nothing new.
    counts = Counter(gram for _, gram in {(source, gram) for source, found in zip(rows.source[turn].tolist(), words, strict=True) for gram in found})
    vocabulary = {gram: at for at, gram in enumerate(sorted(gram for gram, count in counts.items() if count >= SEEN_AT_LEAST))}
    matrix, alone = _matrix(vocabulary, words, noticed, vectors), np.bincount(turn)[turn] == 1
    weights, bias, asking = np.zeros((matrix.shape[1], len(HEADS))), np.zeros(len(HEADS)), np.zeros(len(turn), dtype=bool)
    for column, name in enumerate(HEADS):
        wanted = rows.labels[turn, column]
        model = LogisticRegression(C=STRENGTH, max_iter=300, warm_start=True)
        if name == "open":  # among the sentences that ask
            model.fit(matrix[asking], wanted[asking])
        else:
            target, usable = wanted, alone | ~wanted
            for _ in range(ROUNDS + 1):
                model.fit(matrix[usable], target[usable])
                likely = model.decision_function(matrix)
                best = np.full(turn.max() + 1, -np.inf)
                np.maximum.at(best, turn, likely)
                target, usable = wanted & (alone | (likely >= 0) | (likely >= best[turn])), np.ones(len(turn), dtype=bool)
            asking = target if name == "asks" else asking
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    said, dimensions = len(vocabulary), vectors.shape[1]
    flat = np.ones(len(HEADS))
    kept = weights.astype(np.float16).astype(np.float32)  # as it is stored, so that a head read back decides the same
    return ActHeads(
        tuple(vocabulary), kept[:said], kept[said : said + dimensions], kept[said + dimensions :], bias.astype(np.float32), flat, 0 * flat, 0.5 * flat
    )


def _odds(part: ActHeads, words: Sequence[Sequence[str]], noticed: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    matrix = _matrix({gram: at for at, gram in enumerate(part.vocabulary)}, words, noticed, vectors)
    return np.asarray(matrix @ np.concatenate([part.words, part.meaning, part.noticed]) + part.bias)


def _by_turn(part: ActHeads, turn: np.ndarray, odds: np.ndarray, into: np.ndarray) -> None:
    """The log-odds of a turn are those of its likeliest sentence; whether a question is open is asked of its likeliest question."""
    for column, name in enumerate(HEADS):
        if name != "open":
            np.maximum.at(into[:, column], turn, odds[:, column])
    asks, opens = HEADS.index("asks"), HEADS.index("open")
    asked = odds[:, asks] >= into[turn, asks]
    into[turn[asked], opens] = odds[asked, opens]


def _calibrated(name: str, odds: np.ndarray, labels: np.ndarray, column: int) -> tuple[float, float, float]:
    """Slope and shift of a logistic curve over held-out log-odds (Platt), and the threshold with the best F there."""
    from sklearn.linear_model import LogisticRegression

    counted = np.isfinite(odds) & (labels[:, HEADS.index("asks")] if name == "open" else True)
    truth, known = labels[counted, column], odds[counted]
    curve = LogisticRegression(C=1e4).fit(known[:, None], truth)
    slope, shift = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    if name == "open":
        return slope, shift, 0.5
    likely = np.round(_sigmoid(known * slope + shift), 2)
    weight = 0.25 if name in COSTLY else 1.0  # beta squared of the F measure

    def quality(level: float) -> float:
        said = likely >= level
        right = float((said & truth).sum())
        return (1 + weight) * right / (weight * float(truth.sum()) + float(said.sum()) or 1.0)

    return slope, shift, max((float(level) for level in np.round(np.arange(0.2, 0.81, 0.01), 2)), key=quality)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30.0, 30.0))))
