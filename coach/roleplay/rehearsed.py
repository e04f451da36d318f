"""A meeting that a scripted rep plays, from wherever it stands to its end."""

from __future__ import annotations

from coach.roleplay import meeting as steps
from coach.roleplay.meeting import Stage
from coach.roleplay.records import Meeting
from coach.roleplay.scripted import REPS, Seen

MOST_TURNS = 24


def to_the_end(stage: Stage, meeting: Meeting, rep: str) -> Meeting:
    """Play on as one of `scripted.REPS`, drawing by the meeting's own seed. The rep leaves when they have nothing more to say."""
    persona, library, setup = stage.persona, stage.library, meeting.setup
    audience = "payer" if "sales" not in persona.seats and persona.seats else "professional"
    messages = [
        message
        for message in (library.messages.messages if library else ())
        if message.status == "approved" and message.audience == audience and (message.expires_on is None or message.expires_on > setup.on)
    ]
    transcript = [("", meeting.turns[0].replied[0].words)]
    while not meeting.ended and len(transcript) <= MOST_TURNS:
        words = REPS[rep](Seen(transcript, persona.role_family, persona.minutes, messages, setup.seed))
        if words is None:
            break
        said = steps.take_turn(stage, meeting, words)
        meeting = steps.with_turn(meeting, said, steps.speak(persona, said))
        transcript.append((words, meeting.turns[-1].replied[0].words))
    if not meeting.ended:
        said = steps.leave(persona, meeting)
        meeting = steps.with_turn(meeting, said, steps.speak(persona, said))
    return meeting
