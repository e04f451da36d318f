"""What a model may not say in a stakeholder's name. Every sentence is looked at before it is shown. Pure.

The director has decided what this person does; the guard holds the words against it. It errs towards silence: a sentence that
is refused costs a second try and at worst the authored line, which always fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from coach.content.persona import Persona
from coach.messages.claim_numbers import SHARED, figures
from coach.reading.manners import foreign
from coach.reading.sentences import content_words
from coach.roleplay import guard_words as words
from coach.roleplay.leaks import leaks, shingles
from coach.roleplay.lines import authored, line_text
from coach.roleplay.prompt import most_words
from coach.roleplay.records import Beat, State
from coach.roleplay.voice import Prompt

FAULTS = {
    "speaks_for_rep": "it spoke for the visitor",
    "out_of_role": "it stepped out of the role",
    "coaches": "it told the visitor how they do, or how to do it",
    "agrees": "it agreed to something, or was pleased, where this person is not",
    "reveals": "it told what was not to be told",
    "invents": "it brought in a number or a name that stands nowhere",
    "too_long": "it ran past its length",
    "repeats": "it repeated what was meant for you alone",
    "empty": "it said nothing",
    "language": "it was not in English",
    "markup": "it held marks, labels or gestures that nobody says aloud",
    "left_out": "it left out what had to be said",
}
"""The kinds of faults, and how each is named to a model that gets a second try."""
OVER = 1.35
"""A reply may pass the length that was asked for by this much before it is cut off."""
RUN = 7
"""Words in a row out of the prompt's own text that nobody hits upon by chance."""
SMALL = ("minutes", "seconds")
SMALL_NUMBER = 3
"""One and two are in everybody's mouth, and so are minutes."""
IDIOMS = re.compile(
    r"^ (?:minutes?|seconds?|things?|words?|questions?|times|sentences?|ways|people in|o'clock|more|of (?:us|you|them|those|these)|or|and a half minutes)\b",
    re.I,
)
BESIDE = 3
"""Words of weight that a sentence must share with an authored line to have said it."""
WEIGHTY = (
    "needs.", "questions.", "objections.", "mistaken.", "stakes.", "endings.", "then.", "blocked.", "handoff.", "favour.", "life.", "topics.", "weeks.",
)  # fmt: skip
"""Lines that say something on which the meeting goes on; reactions only colour it."""
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_POINT = re.compile(rf"\b({'|'.join(_DIGITS)}) point ((?:{'|'.join(_DIGITS)})(?: (?:{'|'.join(_DIGITS)}))*)\b", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? [A-Z][a-z]+|[A-Z][a-z]{2,} [A-Z][a-z]{2,})")


class Guard:
    """Looks at one reply, sentence by sentence. `state` is how they stand with this beat counted in."""

    def __init__(self, persona: Persona, state: State, beat: Beat, prompt: Prompt) -> None:
        self._persona, self._state, self._beat = persona, state, beat
        self._lines = [line_text(persona, name) for name in beat.lines]
        gist = authored(persona, beat)
        self._granted = frozenset(leaks(persona, state, gist))  # A number in what they say now may stand in a secret as well.
        source = f"{prompt.card}\n{prompt.turn}"
        self._numbers = _card_numbers(prompt.card) | _numbers(prompt.turn)
        self._known = source.lower()
        self._asked_for = most_words(persona, beat)
        self._most = round(self._asked_for * OVER)
        told = [fact.text for fact in persona.facts if fact.id in state.told]
        fair = _runs(" ".join([gist, *told])) | _runs(" ".join(_quoted(prompt.turn)))
        self._prompt_runs = (_card_runs(prompt.card) | _runs(prompt.turn)) - fair
        self._hidden = set().union(*(_fact_shingles(fact.text) for fact in persona.facts if fact.id not in state.told)) - shingles(source)
        self.said: list[str] = []

    @property
    def words_said(self) -> int:
        return sum(len(sentence.split()) for sentence in self.said)

    def look(self, sentence: str) -> list[str]:
        """The kinds of what is wrong with a sentence, as the next after those that passed; empty where it may be shown.
        One that passes counts as said."""
        found = list(dict.fromkeys(self._faults(sentence)))
        if not found:
            self.said.append(sentence)
        return found

    def _faults(self, sentence: str) -> Iterator[str]:
        if not re.search(r"\w", sentence):
            yield "empty"
            return
        so_far = " ".join([*self.said, sentence])
        tail = " ".join([*self.said[-1:], sentence])
        if set(leaks(self._persona, self._state, so_far)) - self._granted or shingles(tail) & self._hidden:
            yield "reveals"
        if words.LABELS.search(sentence) or _runs(tail) & self._prompt_runs:
            yield "repeats"
        if words.SPEAKS_FOR_REP.search(sentence):
            yield "speaks_for_rep"
        gist = " ".join(self._lines).lower()
        for kind, pattern in (("out_of_role", words.OUT_OF_ROLE), ("coaches", words.COACHES)):
            if any(match[0].lower().strip() not in gist for match in pattern.finditer(sentence)):
                yield kind
        if self._agrees(sentence, gist):
            yield "agrees"
        if self._invents(sentence):
            yield "invents"
        if words.MARKUP.search(sentence):
            yield "markup"
        if foreign(sentence) or (self.said and foreign(so_far)):
            yield "language"
        if self.words_said + len(sentence.split()) > self._most:
            yield "too_long"

    def _agrees(self, sentence: str, gist: str) -> bool:
        taken = self._beat.move == "agree" or self._state.agreed is not None
        said = [match[0].lower() for match in words.AGREES.finditer(sentence)] if not taken else []
        if self._beat.move not in ("warm", "agree"):
            said += [match[0].lower() for match in words.PLEASES.finditer(sentence)]
        return any(one not in gist for one in said)

    def _invents(self, sentence: str) -> bool:
        text = _POINT.sub(_decimal, sentence)
        for figure in figures(text):
            measured = figure.unit in SHARED
            idiom = figure.value < 10 and (figure.unit in SMALL or IDIOMS.match(text[figure.end :]))
            if (figure.value < SMALL_NUMBER or idiom) and not measured:
                continue
            if (figure.value, figure.unit if measured else "") not in self._numbers:
                return True
        return any(name.lower() not in self._known and name.split()[-1].lower() not in self._known for name in _NAMES.findall(sentence))

    def missing(self) -> str:
        """The authored words that still have to be said, so that the meeting can go on from them; empty where none have."""
        reply = " ".join(self.said)
        if not reply:
            return authored(self._persona, self._beat)
        return " ".join(
            line for name, line in zip(self._beat.lines, self._lines, strict=True) if name.startswith(WEIGHTY) and not self._told(name, line, reply)
        )

    def _told(self, name: str, line: str, reply: str) -> bool:
        asks = (".ask." in name or name.startswith("clarify.")) and "?" in line
        if asks and "?" not in reply:
            return False
        wanted, given = content_words(line), content_words(reply)
        if not wanted:
            return True
        numbers = {figure.value for figure in figures(line)}
        if numbers and not numbers & {figure.value for figure in figures(reply)} and ".disclose." in name:
            return False
        return len(wanted & given) >= min(BESIDE, max(1, len(wanted) // 4))


def _numbers(text: str) -> frozenset[tuple[float, str]]:
    """The numbers of a text, each for itself and, where it is a share or a price, as that: 'three point eight' may be said as 3.8%."""
    found = figures(_POINT.sub(_decimal, text))
    return frozenset(
        {(one.value, "") for one in found} | {(one.value, unit) for one in found for unit in SHARED if one.unit == unit or (not one.unit and one.value % 1)}
    )


def _decimal(match: re.Match[str]) -> str:
    return f"{_DIGITS.index(match[1].lower())}.{''.join(str(_DIGITS.index(word)) for word in match[2].lower().split())}"


@lru_cache(maxsize=4_096)
def _fact_shingles(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(shingles(text))


@lru_cache(maxsize=256)
def _card_numbers(card: str) -> frozenset[tuple[float, str]]:
    return _numbers(card)


@lru_cache(maxsize=256)
def _card_runs(card: str) -> frozenset[tuple[str, ...]]:
    return _runs(card)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    tokens = re.findall(r"[a-z0-9']+", text.lower())
    return frozenset(tuple(tokens[at : at + RUN]) for at in range(len(tokens) - RUN + 1))


def _quoted(turn: str) -> list[str]:
    """What stands in quotation marks in a prompt: what people said. Saying that again is no repeating of the direction."""
    return re.findall(r'"(?:[^"\\]|\\.)*"', turn)


def tidied(sentence: str, name: str) -> str:
    """A sentence without what models put around words: one's own name in front, quotation marks around it, a gesture."""
    text = " ".join(words.GESTURE.sub(" ", sentence).split())
    own = "|".join(re.escape(part) for part in (name, name.split()[-1], name.split()[0], "You"))
    text = re.sub(rf"^(?:{own})\s*:\s*", "", text, flags=re.IGNORECASE)
    return text.strip(words.QUOTES + " ") if text[:1] in words.QUOTES or text[-1:] in words.QUOTES else text
