"""Asking a model for its opinion: the rep's lines are numbered, it labels every one of them, and anything else is no answer.

The model chooses among labels that a line's words can bear and writes no words of its own, so a quote cannot be invented, and what
the rep says to it, were it an instruction, can change a label at most.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Protocol

from coach.debrief.judge_lines import Label, Line, Other, Piece, talk
from coach.debrief.opinions import Opinions, opinions
from coach.debrief.seen import Seen
from coach.roleplay.prompt import TEMPLATES, short
from coach.roleplay.records import Spent
from coach.roleplay.voice import Prompt, Trouble

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "judge.v1"
CARD, TALK = "judge_card.v1.j2", "judge_talk.v1.j2"
NO_JUDGE = "No model is configured to be asked: set COACH_JUDGE_MODEL, and OPENAI_BASE_URL (a server of your own) or OPENAI_API_KEY."
PART = 40
"""Lines that are asked about at once: a longer list is labelled worse, and takes longer than a server may be waited for."""
BEFORE = 8
"""Pieces of the talk that stand before a later part, so that it is known what a line answers."""
ROOM, ROOM_A_LINE = 2_000, 16
"""Tokens that an answer may take. A label takes about eight; the rest is for models that think before they answer."""
CHARACTERS_A_TOKEN, TOKENS_A_LABEL = 4, 8
LONGEST_KEY = 40


class Judges(Protocol):
    """A model at an endpoint that answers in a shape. `model` is its name. Raises Trouble."""

    @property
    def model(self) -> str: ...

    def shaped(self, prompt: Prompt, schema: Mapping[str, Any], most_tokens: int) -> tuple[dict[str, Any], Spent]: ...


def requests(pieces: Sequence[Piece]) -> list[tuple[Prompt, list[Line]]]:
    """What is asked, part by part, each with the lines that its answer labels."""
    found = []
    for start, end in _parts(pieces):
        lines = [piece for piece in pieces[start:end] if isinstance(piece, Line)]
        shown = [(_who(piece), short(piece.text)) for piece in pieces[start:end]]
        before = [("Other" if isinstance(piece, Other) else "Rep, earlier", short(piece.text)) for piece in pieces[max(0, start - BEFORE) : start]]
        turn = _template(TALK).render(before=before, talk=shown, first=lines[0].number, last=lines[-1].number)
        found.append((Prompt(NAME, _template(CARD).render(), turn), lines))
    return found


def _who(piece: Piece) -> str:
    return "Other" if isinstance(piece, Other) else str(piece.number)


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # The first page does without.

    # Plain text for a model, not HTML. Words that were said are values, never templates, and stand as JSON strings on one line each.
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made.get_template(name)


def _parts(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    start = count = 0
    for at, piece in enumerate(pieces):
        if isinstance(piece, Line):
            if count == PART:
                yield start, at
                start, count = at, 0
            count += 1
    if count:
        yield start, len(pieces)


def schema_of(lines: Sequence[Line]) -> dict[str, Any]:
    """An object with each line's number and one of the labels that the line can bear; nothing may be left out or added."""
    properties = {str(line.number): {"type": "string", "enum": list(line.may_be())} for line in lines}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def tokens(seen: Seen) -> int:
    """About how many tokens asking takes, there and back."""
    return sum((len(prompt.card) + len(prompt.turn)) // CHARACTERS_A_TOKEN + TOKENS_A_LABEL * len(lines) for prompt, lines in requests(talk(seen)))


def judged(seen: Seen, model: Judges, most: int = 0) -> Opinions:
    """A model's opinions of a meeting. `most`: tokens that it may take, 0 for as many as it takes. Raises Trouble with one line: of
    the kind `cap` before anything is asked, of the kind `odd` where an answer is not what was asked for, else as the endpoint has it."""
    parts = requests(talk(seen))
    if not parts:
        raise Trouble("request", "You said nothing in this meeting, so there is nothing to ask a model about.")
    if most and (needed := tokens(seen)) > most:
        raise Trouble("cap", f"A model's opinion would take about {needed:,} tokens, and this meeting may use {most:,} more (COACH_MEETING_TOKENS).")
    lines: list[Line] = []
    labels: list[Label] = []
    spent: list[Spent] = []
    for prompt, asked in parts:
        answer, cost = model.shaped(prompt, schema_of(asked), ROOM + ROOM_A_LINE * len(asked))
        spent.append(cost)
        if fault := wrong(answer, asked):
            raise Trouble("odd", f"The model's answer cannot be used: {fault}. It took {_sum(spent).sent + _sum(spent).received:,} tokens.")
        lines += asked
        labels += [answer[str(line.number)] for line in asked]
    return opinions(lines, labels, model.model, NAME, _sum(spent))


def wrong(answer: Mapping[str, Any], lines: Sequence[Line]) -> str:
    """What is wrong with an answer, the first thing; empty where every line has one label that it was offered, and nothing else is
    there."""
    known = {str(line.number) for line in lines}
    if odd := next((key for key in answer if key not in known), None):
        return f"it speaks of {_short(odd)}, and there is no such line"
    for line in lines:
        label = answer.get(str(line.number))
        if label is None:
            return f"line {line.number} is left out"
        if not isinstance(label, str) or label not in line.may_be():
            return f"line {line.number} is called {_short(label)}, which it was not offered"
    return ""


def _short(value: object) -> str:
    return repr(" ".join(str(value).split())[:LONGEST_KEY])


def _sum(spent: Sequence[Spent]) -> Spent:
    def add(one: Spent, other: Spent) -> Spent:
        return Spent(
            model=one.model,
            prompt=one.prompt,
            sent=one.sent + other.sent,
            received=one.received + other.received,
            cached=one.cached + other.cached,
            money=round(one.money + other.money, 6),
            estimated=one.estimated or other.estimated,
        )

    return reduce(add, spent)
