"""rehearse: play a script of the rep's lines against a persona and print the meeting."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.commands.common import Commands, command, day, lines_of, parsed_json, program, read_text, show, speech, warn
from coach.content.errors import CoachError

if TYPE_CHECKING:
    from coach.content.persona import Persona
    from coach.roleplay.records import Meeting, Replied, Said, Turn
    from coach.wiring import Coach

DIFFICULTIES = ("open", "guarded", "hostile")  # as in roleplay.records, which costs time to import before it is needed
DEFAULT_SEED = 7


def register(commands: Commands) -> None:
    parser = command(commands, "rehearse", "play the lines of a script against a persona and print the meeting", run)
    parser.add_argument("persona", metavar="PERSONA", help="id of a persona (`personas` lists them)")
    parser.add_argument("script", metavar="SCRIPT", type=Path, help=".txt: a line a turn, an empty line is silence; .json: a list of strings")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=f"which of the possible meetings (default {DEFAULT_SEED})")
    parser.add_argument("--difficulty", choices=DIFFICULTIES, default="guarded")
    parser.add_argument("--on", type=day, metavar="DATE", help="day of the meeting, as 2026-12-01 (default today)")
    parser.add_argument("--voice", choices=("authored", "model"), default="authored")
    parser.add_argument("--json", action="store_true", help="as JSON, which `debrief` reads")


def run(given: argparse.Namespace) -> int:
    coach = program()
    if given.voice == "model" and coach.voice is None:
        raise CoachError(
            "--voice model: no endpoint is configured; set COACH_VOICE_MODEL and OPENAI_BASE_URL or OPENAI_API_KEY, "
            "or leave --voice out to hear the authored voice, which needs none"
        )
    persona = coach.shelf.persona(given.persona)
    lines = script(given.script)
    from coach.roleplay.meeting import open_meeting, play

    rubric = coach.shelf.rubric() if coach.shelf.rubrics else None
    meeting = open_meeting(
        persona,
        coach.shelf.library_of(persona),
        seed=given.seed,
        difficulty=given.difficulty,
        on=given.on or date.today(),
        versions=coach.shelf.versions(persona, rubric),
    )
    meeting = play(coach.stage(persona), meeting, lines, modelled(coach, persona) if given.voice == "model" else None)
    if given.json:
        show(shown(meeting))
    else:
        print(transcript(meeting, persona.name))
    return 0


def modelled(coach: Coach, persona: Persona) -> Callable[[Meeting, Said], Replied]:
    """Answers in the model's voice. What goes wrong at the endpoint is said on standard error, each thing once."""
    from coach.roleplay.meter import over_the_cap
    from coach.roleplay.performance import Performance

    told: set[str] = set()

    def answer(meeting: Meeting, said: Said) -> Replied:
        why_not = over_the_cap(meeting, coach.cap)
        performance = Performance(persona, meeting, said, None if why_not else coach.voice, why_not)
        for _ in performance:
            pass
        replied = performance.replied()
        if replied.trouble and replied.trouble not in told:
            told.add(replied.trouble)
            warn(f"turn {said.turn}: {replied.trouble} They go on in the authored voice.")
        return replied

    return answer


def script(path: Path) -> list[str]:
    """The rep's lines. Raises CoachError for a file that holds none, or something else."""
    text = read_text(path)
    if path.suffix.lower() == ".json":
        lines = _json_lines(text, path)
    elif path.suffix.lower() == ".txt":
        lines = lines_of(text)
        if "\0" in text:
            raise CoachError(f"{path}: is not a text file; write a line a turn, or a .json list of strings")
    else:
        raise CoachError(f"{path}: is neither .txt (a line a turn) nor .json (a list of strings)")
    if not lines:
        raise CoachError(f"{path}: is empty; write what the rep says, a line a turn")
    return lines


def _json_lines(text: str, path: Path) -> list[str]:
    if not text.strip():
        return []
    try:
        value = parsed_json(text)
    except ValueError as error:
        raise CoachError(f"{path}: {error}; write a list of strings") from None
    if not isinstance(value, list):
        raise CoachError(f"{path}: is not a list of strings but {type(value).__name__}")
    lines, wrong = [], []
    for at, item in enumerate(value):
        try:
            lines.append(speech(item, f"[{at}]"))
        except ValueError as error:
            wrong.append(f"{path}: {error}")
    if wrong:
        raise CoachError(*wrong)
    return lines


def shown(meeting: Meeting) -> dict[str, Any]:
    """The contract's JSON. `greeting` is said before turn 1; `closing` is null where the stakeholder ended the meeting."""
    setup, outcome = meeting.setup, meeting.outcome
    assert outcome is not None  # `play` ends every meeting.
    turns = list(zip(meeting.turns, meeting.states()[1:], strict=True))
    left = next((turn for turn in meeting.turns if turn.said.kind == "left"), None)
    return {
        "persona": setup.persona,
        "seed": setup.seed,
        "difficulty": setup.difficulty,
        "on": setup.on.isoformat(),
        "library": setup.library,
        "versions": {
            kind: next((hash for name, hash in setup.versions.items() if name.startswith(f"{kind}/")), None) for kind in ("persona", "library", "rubric")
        },
        "setup": setup.model_dump(mode="json"),
        "greeting": _answer(meeting.turns[0]),
        "turns": [
            {
                "turn": turn.said.turn,
                "rep": turn.said.words,
                **_answer(turn),
                **_voice(turn.replied[0]),
                "reading": turn.said.reading.model_dump(mode="json") if turn.said.reading else None,
                "state": state.shown() | {"questions": state.questions, "objections": state.objections},
            }
            for turn, state in turns
            if turn.said.kind == "rep"
        ],
        "closing": _answer(left) if left else None,
        "outcome": outcome.model_dump(mode="json"),
    }


def _voice(replied: Replied) -> dict[str, Any]:
    """Whose words they were; what a model got wrong and what it cost, where one was asked."""
    asked = replied.voice != "authored" or replied.faults
    more = {"faults": replied.faults, "trouble": replied.trouble, "spent": replied.spent.model_dump(mode="json") if replied.spent else None}
    return {"voice": replied.voice, **(more if asked else {})}


def _answer(turn: Turn) -> dict[str, Any]:
    """What the stakeholder said and did in a turn."""
    response = turn.said.responses[0]
    return {
        "reply": turn.replied[0].words,
        "beat": response.beat.model_dump(mode="json"),
        "changes": [change.model_dump(mode="json") for change in response.changes],
    }


def transcript(meeting: Meeting, name: str) -> str:
    """The meeting to read: who said what, and what it moved."""
    rows = []
    for turn, state in zip(meeting.turns, meeting.states()[1:], strict=True):
        if turn.said.kind == "rep":
            rows += ["", f"{turn.said.turn}. You: {turn.said.words or '(silence)'}"]
        rows.append(f"   {name}: {turn.replied[0].words}")
        moved = [f"{change.what} {change.by:+g}, {change.because}" for change in turn.said.responses[0].changes if change.by and change.what == "trust"]
        if turn.said.kind == "rep":
            rows.append(f"   [trust {state.trust:.0f}, patience {state.patience:.0f}, {state.belief}, {state.minutes_left:.1f} minutes left]")
        rows += [f"   [{line}]" for line in moved]
    outcome = meeting.outcome
    if outcome:
        step = f": {outcome.action} ({outcome.owner}, {outcome.date})" if outcome.action else ""
        rows += ["", f"Outcome: {outcome.kind.replace('_', ' ')}{step}"]
    return "\n".join(rows)
