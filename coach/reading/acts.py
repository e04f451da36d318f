"""What the rules hear in a sentence: tables and a short engine. The trained heads (heads.py) take it as a hint and decide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.reading.records import Signal
from coach.reading.rules import ACT_RULES, CLOSED_ANYWAY, CLOSED_START, EMBEDDED, LEAD_IN, NO_QUESTION, OPEN_START, REFLECT_START, SIGNALS, TAG, UNPRESSED, VIEW
from coach.reading.sentences import Sentence, content_words

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
LONG_REFLECTION = 35
"""Words; beyond this a sentence that starts like a reflection is a speech."""


@dataclass
class Heard:
    """A sentence with what was heard in it. `ruled`, `guess` and `hinted` are the rules' opinion on its question, reflection and
    acts; `acts` and `question` are what the heads decide. `echo` is the share of its meaning words taken from the other's."""

    sentence: Sentence
    hinted: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    ruled: str | None = None
    guess: float = 0.0
    echo: float = 0.0
    question: str | None = None
    likely: dict[str, float] = field(default_factory=dict)
    """The heads' probabilities, two decimals."""

    def add(self, act: str) -> None:
        if act not in self.acts:
            self.acts.append(act)

    @property
    def marked(self) -> bool:
        return self.sentence.text.rstrip().rstrip("\"')").endswith(("?", "\uff1f"))

    @property
    def signalled(self) -> set[str]:
        return {signal.id for signal in self.signals}


def plain(text: str) -> str:
    """Lower case with straight quotes; the same length as the text, so that places stay true."""
    lowered = text.translate(_QUOTES).lower()
    return lowered if len(lowered) == len(text) else text.translate(_QUOTES)


def bare(text: str) -> str:
    """A sentence without its lead-in ('so, um, ...'), as the patterns for questions want it."""
    low = plain(text).strip().lstrip("\"'(-")
    return LEAD_IN.sub("", low).strip()


def question_kind(text: str) -> str | None:
    """'open', 'closed', or None where a sentence asks nothing."""
    low, core = plain(text), bare(text)
    marked = low.rstrip().rstrip("\"')").endswith(("?", "\uff1f"))
    if NO_QUESTION.search(core) and not (marked and core.startswith(("what i", "when", "who"))):
        return None
    if not marked and EMBEDDED.search(core):
        return None  # "... and what they cost you": a clause, not a question.
    if CLOSED_ANYWAY.search(core):
        return "closed"
    if OPEN_START.search(core):
        return "closed" if marked and TAG.search(core) and core.startswith(("tell", "say", "share")) else "open"
    if CLOSED_START.search(core):
        return "closed" if marked or _inverted(core) else None
    if marked:
        tail = re.split(r"[,;:-]\s+", core)[-1]
        return "open" if OPEN_START.search(tail) and not TAG.search(core) else "closed"
    found = re.search(
        r"(?:[,;:]|\s-)\s+(?:and |so |but )?((?:what|how|why|who|where)\s+(?:do|does|did|is|are|was|were|would|could|can|happens|about|makes|covers|else)\b.*)",
        core,
    )
    return "open" if found else None


def _inverted(core: str) -> bool:
    """An auxiliary followed by a subject ('could we ...'), as opposed to 'may I add that' or 'will do'."""
    return bool(
        re.search(
            r"^\S+\s+(?:you|we|i|it|that|this|they|there|he|she|your|the|these|those|any|anyone|someone|monday|tuesday|wednesday|thursday|friday|next)\b", core
        )
    )


def hear(sentence: Sentence, previous: str) -> Heard:
    """Apply the tables to one sentence. `previous` is what the other said just before."""
    heard = Heard(sentence)
    low = plain(sentence.text)
    for name, pattern in SIGNALS:
        if match := pattern.search(low):
            heard.signals.append(Signal(id=name, quote=sentence.text[match.start() : match.end()]))
    if match := VIEW.search(low):
        heard.signals.append(Signal(id="view", quote=sentence.text[match.start() : match.end()]))
    heard.ruled = question_kind(sentence.text)
    for act, pattern in ACT_RULES:
        if pattern.search(low) and not (act == "presses" and UNPRESSED.search(low)):
            heard.hinted.append(act)
    if heard.signalled & {"agenda", "permission", "purpose"}:
        heard.hinted.append("frames")
    words = content_words(sentence.text)
    heard.echo = len(words & content_words(previous)) / len(words) if words and previous else 0.0
    heard.guess = _reflection(heard, low)
    return heard


def _reflection(heard: Heard, low: str) -> float:
    """The rules' guess that the sentence gives back what was said."""
    if heard.sentence.words > LONG_REFLECTION or {"product", "benefit"} <= heard.signalled:
        return 0.05
    start = bool(REFLECT_START.search(low))
    if start:
        tagged = heard.ruled is None or bool(TAG.search(low)) or low.rstrip().endswith("?")
        return round(min(0.95, (0.5 if tagged else 0.35) + 0.6 * heard.echo), 2)
    if heard.ruled == "open":
        return 0.05
    return round(min(0.6, 0.05 + 0.5 * heard.echo) if re.search(r"\byou(?:r|'re)?\b", low) else 0.05 + 0.2 * heard.echo, 2)
