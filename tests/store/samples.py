"""Records to store: a surgeon who warms a little with every turn."""

from __future__ import annotations

from datetime import date

from coach.reading.records import Reading, Span
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Beat, Change, Outcome, Replied, Response, Said, Setup, State
from coach.store.meetings import Participant
from coach.store.repository import Store

ANN, BOB = Viewer("ann"), Viewer("bob")
SURGEON = Participant("surgeon", "Dr. Elena Ruiz", "Orthopaedic surgeon", "hash-1")
NURSE = Participant("nurse", "Pat Okafor", "OR nurse manager", "hash-2")


def state() -> State:
    return State(trust=30.25, patience=80, belief="unaware", minutes_left=8)


def setup(*people: str, **more: object) -> Setup:
    names = people or ("surgeon",)
    values = {"persona": names[0], "library": "seal", "seed": 7, "on": date(2026, 12, 1), "opening": {name: state() for name in names}} | more
    return Setup.model_validate({"versions": {"persona/surgeon": "hash-1", "account/lakeside": "hash-9"}} | values)


def reading(text: str) -> Reading:
    return Reading(
        text=text, acts=["asks"], spans=[Span(start=0, end=len(text), acts=["asks"], question="open")], question="open", reflection=0.12,
        telling=0.08, empathy=0.0, uptake=0.61, topics=[], tier="answer", messages=[], needs=[], claims=[], commitment=None, commitments=[],
        signals=[], words=len(text.split()),
    )  # fmt: skip


def said(turn: int, words: str = "What gets in the way?", *people: str, outcome: Outcome | None = None) -> Said:
    changes = [
        Change(what="trust", by=1.1, because="an open question", quote=words[:4], rule="open_question"),
        Change(what="minutes_left", by=-0.3, because="words spoken", rule="clock"),
        Change(what="disclosed", to=f"need_{turn % 3}", because="the gate opened", rule="disclose"),
    ]
    beat = Beat(move="greet" if turn == 0 else "answer", topic="case_mix", lines=[f"topics.case_mix.{turn}"], told=["volume"])
    responses = [Response(person=one, beat=beat, changes=changes if turn else [], outcome=outcome) for one in people or ("surgeon",)]
    if turn == 0:
        return Said(turn=0, kind="opened", responses=responses)
    return Said(turn=turn, kind="rep", words=words, reading=reading(words), responses=responses)


def replied(turn: int, words: str = "Time, mostly.", person: str = "surgeon") -> Replied:
    return Replied(turn=turn, person=person, words=words)


def begin(store: Store, viewer: Viewer = ANN, turns: int = 0) -> str:
    """A meeting with the surgeon in which `turns` turns were said and answered."""
    meeting = store.meetings.start(viewer, setup(), said(0), [SURGEON])
    store.meetings.append_reply(viewer, meeting, replied(0, "Good morning."))
    for turn in range(1, turns + 1):
        store.meetings.append_said(viewer, meeting, said(turn, f"Question {turn}?"))
        store.meetings.append_reply(viewer, meeting, replied(turn, f"Answer {turn}."))
    return meeting
