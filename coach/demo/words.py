"""What the demo's people write: authored, and about nobody. What they say in meetings is played by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

QUESTIONS = (
    "Did I ask for the step too early?",
    "Was there a need I walked past?",
    "I felt them cool off and do not know why. What do you see?",
    "Should I have met somebody else first?",
    "How would you have taken up what they said at the start?",
    "I said that I do not know. Was that the right place for it?",
    "Did the message fit what they had told me?",
    "What would you have asked next?",
)
MOMENTS = (
    "This turn is where I lost the thread. What would you have done?",
    "They pushed back here. Did I hear what was behind it?",
    "I changed course at this point. Would you have?",
)
REFLECTIONS = (
    "I wanted to get through my questions, and listened to half of the answers.",
    "I gave them room, and they told me more than I had expected.",
    "I brought the number too early, before I knew what it was for.",
    "I stayed with one thing to the end. That felt better than three things at once.",
    "I do not know who else this touches. I will ask next time.",
)
ANSWERS = {
    "What did you take this for, and on what evidence?": (
        "For a first talk, to hear how it goes here. The briefing said that they are careful with anything new.",
        "For a check of what I had heard from somebody else. It turned out to be only half of it.",
    ),
    "Why this person, now?": (
        "They are asked before anybody decides, and nobody of us had spoken with them this quarter.",
        "Because the last two people I met both said that it stops at their desk.",
    ),
    "What changed your approach?": (
        "They said that the last one left them with the work. From then on I asked and told nothing.",
        "Nothing did, and it should have.",
    ),
}
WELL = {
    "listen_first": "You let them finish, and it paid.",
    "discovery": "A question about their own week, and not about ours. Keep that.",
    "uptake": "You took up their word here instead of your next point.",
    "message_fit": "One message, and it was about what they had told you.",
    "evidence_honesty": "You gave the limits before they asked for them.",
    "objection": "You asked what was behind it before you answered.",
    "advance": "A step of theirs with a day on it. That is worth more than a promise of ours.",
    "opening": "A plain opening that asks for nothing.",
    "patient_first": "You came back to the patient when it turned to price.",
    "adaptation": "You heard that it was not the day for it, and changed course.",
    "account_read": "You knew why this person matters before you came in.",
}
SHORT = {
    "listen_first": "They had more to say here. Two seconds of silence would have brought it.",
    "discovery": "What does it cost them when this goes wrong? That question is still open.",
    "uptake": "They gave you something here, and the next line was about something else.",
    "message_fit": "A good message for another person. This one looks at it from another side.",
    "evidence_honesty": "Say what the study does not show. They will find it, and better from you.",
    "objection": "You answered it before you knew what was behind it.",
    "advance": "Who does what, by when? Without that it is a nice talk.",
    "opening": "Ask what would make these minutes worth it to them.",
    "patient_first": "Where is the patient in this? I lost sight of them from here on.",
    "adaptation": "They told you that something had changed. The plan went on as before.",
    "account_read": "What did you know about them beforehand? Write down one thing next time.",
}
CLOSINGS = (
    "One thing for next week: stay with the first answer for one more question.",
    "You are further than you think. Bring me the next one as well.",
    "Read the map again before you go back: who is moved by this person?",
    "Try the same moment again, three times, and hand in the one you like.",
)
REASONS = (
    "Heard in the tone of what follows: they took it better than the words alone say.",
    "The same point came up in the turn before, and was dropped there.",
)
YEAR = "Everybody who touches the pathway has said, in their own words, where it stalls"
QUARTER = (
    "The people who would carry the change have looked at their own figures",
    "Those who decide know what the change would ask of them",
    "A small trial is described by the people who would run it",
)
EVIDENCE = (
    "They counted their own cases and sent the count round.",
    "Two of them put it on the agenda of their own meeting.",
    "They named who would look after it, and that person agreed.",
)
WHY = {
    "objection": "You hear objections well and answer them too soon. Ask what is behind one before you say anything to it.",
    "discovery": "They would tell you what it costs them, if somebody asked. Find one need that nobody has heard yet.",
    "advance": "Good talks end without a step. Leave with one of theirs: who does what, by when.",
    "uptake": "Build on the last thing they said instead of your next question. The rest follows from it.",
    "adaptation": "When their day is another than you thought, let the plan go and say so.",
}
AGREED: tuple[tuple[str, Literal["rep", "lead"]], ...] = (
    ("Draw on the map who listens to whom, before the next meeting there", "rep"),
    ("Practise the moment at which they push back three times, and hand in the one you like", "rep"),
    ("Open the next door together: the two of us, with one question each", "lead"),
    ("Ask two people the same question and bring what differs", "rep"),
)
SESSION_ANSWERS: dict[str, tuple[Literal["done", "partly", "not yet"], str]] = {
    "What did you know for sure before you went in, and what did you guess?": ("done", "Two people told it differently. That was the useful part."),
    "Who would have to agree for this to move, and what do they lose by it?": ("partly", "One of them, yes. The other was away."),
    "What would you have to hear to give this account up for now?": ("not yet", "The meeting was moved to next week."),
}


@dataclass(frozen=True)
class Ride:
    """What a manager remembers of a real meeting; levels 0 to 3 by criterion."""

    whom: str
    notes: dict[str, tuple[int, str]]
    keep: str
    change: str
    answer: str


RIDES = (
    Ride(
        "Somebody in materials",
        {"opening": (2, "Said why we came and asked what would help."), "uptake": (1, "They spoke of a delivery; the next line was ours.")},
        "The opening. It took the hurry out of the room.",
        "Stay with their delivery for one more question.",
        "I noticed it on the way out. I will go back to it.",
    ),
    Ride(
        "A nurse manager", {"discovery": (3, "Asked about nights, and got a story."), "advance": (1, "We left with a thank you.")},
        "The question about nights.", "Ask who would try it, and on which day.", "Agreed. I did not want to push, and forgot that a day is no push.",
    ),
    Ride("Front desk and a physician", {"listen_first": (2, "Let them finish twice.")}, "The patience at the desk.", "", ""),
)  # fmt: skip
