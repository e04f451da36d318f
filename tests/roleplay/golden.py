"""Three meetings with each person, as readable transcripts: an expert, an average and a clumsy rep.

`python -m tests.roleplay.golden` writes them again after a deliberate change; read the difference before you keep it.
"""

from __future__ import annotations

from pathlib import Path

from coach.commands.simulate import play
from coach.content.persona import Persona
from coach.roleplay.meeting import Stage
from coach.roleplay.records import Meeting

HERE = Path(__file__).parent / "golden"
REPS = {"expert": "expert", "average": "solid", "clumsy": "dumper"}
SEED = 3


def transcript(stage: Stage, rep: str) -> str:
    """One meeting, written out."""
    meeting = play(stage, REPS[rep], SEED, "guarded")
    return _written(stage.persona, meeting, rep)


def _written(persona: Persona, meeting: Meeting, rep: str) -> str:
    lines = [f"# {persona.name}, {persona.title}: {rep} rep", ""]
    for state, turn in zip(meeting.states()[1:], meeting.turns, strict=True):
        response = turn.said.responses[0]
        if turn.said.words:
            lines.append(f"**Rep:** {turn.said.words}")
        elif turn.said.kind == "left":
            lines.append("*The rep leaves.*")
        lines += [f"**{persona.name}** ({response.beat.move}): {turn.replied[0].words}"]
        lines += [f"<small>trust {state.trust:.0f}, patience {state.patience:.0f}, {state.belief}; {response.beat.why}</small>", ""]
    assert meeting.outcome is not None
    lines.append(f"Outcome: {meeting.outcome.kind}" + (f", {meeting.outcome.action} ({meeting.outcome.firm})" if meeting.outcome.action else ""))
    return "\n".join(lines) + "\n"


def place(persona: str, rep: str) -> Path:
    return HERE / f"{persona}.{rep}.md"


def main() -> None:
    from coach.wiring import Coach

    coach = Coach()
    HERE.mkdir(exist_ok=True)
    for id in sorted(coach.shelf.personas):
        for rep in REPS:
            place(id, rep).write_text(transcript(coach.stage(coach.shelf.persona(id)), rep))


if __name__ == "__main__":
    main()
