"""What a model's voice is given for one turn: the role card, the state in words, what was told, the last turns, and the beat.

What this person has not told, and does not tell in this beat, is not in it: not a hidden need, not a gate, not a number of trust.
What the visitor says is a value in a template, never a template, and stands in quotation marks on one line.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from coach.content.base import Belief
from coach.content.persona import Persona
from coach.roleplay.lines import authored
from coach.roleplay.records import Beat, Meeting, Move, Said, State, after
from coach.roleplay.voice import Prompt

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "voice.v1"
CARD, TURN = "voice_card.v1.j2", "voice_turn.v1.j2"
TEMPLATES = Path(__file__).resolve().parents[2] / "prompts" / "templates"
LAST_TURNS = 6
LONGEST_TURN = 1_200
"""Characters of a turn that are passed on; what is cut off in the middle of a longer one was read all the same."""
ROOM, LEAST_WORDS, MOST_WORDS = 1.5, 20, 110
"""A reply may be this much longer than the authored one, for the minutes pass by the authored words."""
VISITOR, THEMSELVES = "Visitor", "You"

DIRECTIONS: dict[Move, str] = {
    "greet": "You greet them.",
    "answer": "You answer.",
    "clarify": "You could have been asked either of two things. You ask which, and answer neither.",
    "deflect": "You did not follow, or it is not yours to answer. You say so and tell nothing.",
    "hold_back": "You say no more on this than the following, and leave it there.",
    "object": "You raise an objection.",
    "challenge": "You do not let a claim of theirs stand.",
    "push_back": "You push back, calmly.",
    "warm": "What they said was right for you. It shows in your tone; you agree to nothing.",
    "cool": "What they said was wrong for you. You grow shorter, and stay polite.",
    "agree": "You agree to the step that follows, and to nothing else.",
    "close": "You bring the meeting to its end.",
    "leave": "You end the meeting now.",
}
TRUST = (
    (60, "You speak freely with them, as with somebody who listens."),
    (35, "You are civil and give ordinary answers."),
    (20, "You answer in few words and wait."),
    (0, "You say as little as you can."),
)
PATIENCE = ((50, "You are not in a hurry."), (25, "You have begun to look at the clock."), (0, "You want this to be over soon."))
BELIEF: dict[Belief, str] = {
    "unaware": "You see nothing that they could help with.",
    "recognised": "You have said aloud that something is a problem.",
    "curious": "You are curious, no more.",
    "evaluating": "You are weighing whether it is something for you.",
    "convinced": "You think it may be right for you.",
    "advocate": "You would speak for it.",
}


def prompt_for(persona: Persona, meeting: Meeting, said: Said, fault: str = "", already: str = "") -> Prompt:
    """The prompt for the answer to `said`, which may be the last turn of `meeting` or follow it. `fault` names what was wrong with
    a first try, `already` is what was shown of it."""
    response = next(item for item in said.responses if item.person == persona.id)
    beat, state = response.beat, state_at(persona, meeting, said)
    card = persona.card
    told = [fact.text for fact in persona.facts if fact.id in state.told]
    talk = [(who, short(words)) for who, words in _talk(persona, meeting, said)]
    gist = authored(persona, beat)
    return Prompt(
        name=NAME,
        card=_template(CARD).render(
            name=persona.name,
            title=persona.title,
            manner=card.manner,
            can_grant=card.can_grant,
            passes_on=card.passes_on,
            evidence_bar=card.evidence_bar,
            red_lines=card.red_lines,
            known=card.known,
        ),
        turn=_template(TURN).render(
            trust=_words(TRUST, state.trust),
            patience=_words(PATIENCE, state.patience),
            belief=BELIEF[state.belief],
            time=_time(state.minutes_left),
            agreed=state.agreed,
            facts=told,
            talk=talk,
            said=None if said.kind == "left" else short(said.words),
            fault=fault,
            already=already,
            direction=DIRECTIONS[beat.move],
            gist=gist,
            most_words=most_words(persona, beat),
        ),
        stop=(f"\n{VISITOR}:", f"\n{THEMSELVES}:"),
    )


def state_at(persona: Persona, meeting: Meeting, said: Said) -> State:
    """How they stand once `said` has been decided: what was granted in this beat counts as told."""
    state = meeting.setup.opening[persona.id]
    for turn in meeting.turns:
        if turn.said.turn < said.turn:
            state = after(state, turn.said, persona.id)
    return after(state, said, persona.id)


def most_words(persona: Persona, beat: Beat) -> int:
    """The words that a reply may have: somewhat more than the authored one."""
    return min(MOST_WORDS, max(LEAST_WORDS, round(ROOM * len(authored(persona, beat).split()))))


def short(words: str) -> str:
    """A turn on one line, with the middle left out of a very long one."""
    line = " ".join(words.split())
    half = LONGEST_TURN // 2
    return line if len(line) <= LONGEST_TURN else f"{line[:half]} ... {line[-half:]}"


def _talk(persona: Persona, meeting: Meeting, said: Said) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    for turn in [turn for turn in meeting.turns if turn.said.turn < said.turn][-LAST_TURNS:]:
        if turn.said.kind == "rep":
            lines.append((VISITOR, turn.said.words or "(says nothing)"))
        coming = meeting.setup.walk_in
        for reply in turn.replied:
            if reply.person == persona.id:
                lines.append((THEMSELVES, reply.words))
            elif coming is not None:  # A colleague who looked in.
                lines.append((coming.name, reply.words))
    return lines


def _words(steps: tuple[tuple[int, str], ...], value: float) -> str:
    return next(words for above, words in steps if value >= above)


def _time(left: float) -> str:
    if left <= 0:
        return "Your time is up."
    if round(left) >= 10:  # A number of two digits may be one that they hide.
        return "There is time left."
    return "Less than a minute is left." if left < 1 else f"About {round(left)} minute{'' if round(left) == 1 else 's'} of your time are left."


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # The first page does without.

    # Plain text for a model, not HTML. Values are never rendered: only files of ours are templates.
    made = Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    made.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    return made.get_template(name)
