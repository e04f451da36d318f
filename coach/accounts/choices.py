"""What the rep does in a campaign: plan whom to see and why, come with something useful, keep a promise, ask somebody to hand in the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from coach.accounts import campaign_calendar as calendar
from coach.accounts import campaign_rules as rules
from coach.accounts.campaign import Event, Left, Moved, Setting, World
from coach.accounts.weeks import answered
from coach.content.base import BELIEFS, Belief
from coach.content.errors import CoachError
from coach.content.truth import Decision
from coach.roleplay.arc import MOST_KEPT, TRUST_KEPT
from coach.roleplay.rules import RULES, points

NO_ASK = "no_ask"


def plan(setting: Setting, world: World, person: str, day: date, *, why: str, purpose: str = "discovery", messages: Sequence[str] = ()) -> Event:
    """Whom to see next, and when, why and with what. Raises CoachError with everything that speaks against it, and without a reason."""
    lines = [line for line in (calendar.day_refused(setting, world, day), calendar.person_refused(setting, world, person, day)) if line]
    if not why.strip():
        lines.append("Write down why this person, and why now. It is the choice that is practised here.")
    if lines:
        raise CoachError(*lines)
    return Event(kind="planned", day=day, person=person, purpose=purpose, messages=list(messages), why=why.strip())


def met(setting: Setting, world: World, person: str, day: date, left: Left, *, planned: Event | None = None, meeting: str = "") -> Event:
    """A meeting that is over, and what it leaves. About half of the trust won or lost in it stays (as from one meeting to the next)."""
    stands = world.people[person]
    name = setting.name(person)
    kept = max(-MOST_KEPT, min(MOST_KEPT, left.trust * TRUST_KEPT))
    moved = [Moved(person=person, what="trust", by=round(kept, 2), because="the meeting")] if round(kept, 1) else []
    if left.belief != stands.belief:
        moved.append(Moved(person=person, what="belief", to=left.belief, because="the meeting"))
    words = f"You met {name}."
    if left.step:
        words = f"You met {name}, who agreed to {left.step.action}."
    if planned is not None and planned.messages:
        came = sum(one in left.heard for one in planned.messages)
        words += f" Of {len(planned.messages)} {'message' if len(planned.messages) == 1 else 'messages'} that you meant to bring they heard {came}."
    given = {"why": planned.why, "purpose": planned.purpose, "messages": planned.messages, "engagement": planned.engagement} if planned else {}
    return Event(kind="met", day=day, person=person, because=words, meeting=meeting, left=left, moved=moved, **given)


def looked_in(setting: Setting, world: World, person: str, day: date, left: Left, *, on: str, meeting: str) -> Event:
    """Somebody looked in on a meeting with another, `on`, and heard what was said there. What it left with them stays as after any meeting."""
    kept = max(-MOST_KEPT, min(MOST_KEPT, left.trust * TRUST_KEPT))
    because = f"what was said when they looked in on {setting.name(on)}"
    moved = [Moved(person=person, what="trust", by=round(kept, 2), because=because)] if round(kept, 1) else []
    if left.belief != world.people[person].belief:
        moved.append(Moved(person=person, what="belief", to=left.belief, because=because))
    words = f"{setting.name(person)} looked in while you were with {setting.name(on)}."
    return Event(kind="looked_in", day=day, person=person, because=words, meeting=meeting, left=left, moved=moved)


def visited(setting: Setting, world: World, person: str, day: date, *, why: str = "") -> Event:
    """Somebody was brought something useful and asked for nothing."""
    rule, persona = RULES["nothing_asked"], setting.personas.get(person)
    trust, _ = points(rule, persona.tastes if persona else {}, setting.difficulty, world.people[person].visits)
    moved = [Moved(person=person, what="trust", by=trust, because=rule.because)] if trust else []
    words = f"You brought {setting.name(person)} something useful and asked for nothing."
    return Event(kind="visited", day=day, person=person, because=words, why=why, purpose=NO_ASK, moved=moved)


def keep(setting: Setting, world: World, person: str, action: str, day: date) -> Event:
    """The rep did what they had promised. Raises CoachError where nothing of the kind is due."""
    if not any(one.action == action for one in world.people[person].owed):
        raise CoachError(f"You owe {setting.name(person)} nothing of the kind. It was kept already, or its day has passed.")
    return answered(setting, world, person, action, day, kept=True)


SLOT_WITHIN = 7
"""Days before a decision from which a committee says whether it hears somebody: when the agenda is written."""


def on_the_table(setting: Setting, world: World) -> Decision | None:
    """The decision for which a request is in."""
    return next((one for one in setting.plan.decisions if world.submitted is not None and one.id == world.submitted.decision), None)


def slot_refused(setting: Setting, world: World) -> str:
    """Why nobody gives the rep minutes before the next decision, in a line; empty where they do."""
    decision = on_the_table(setting, world)
    if not setting.plan.table:
        return "Nobody who sells is heard there."
    if decision is None:
        return "They hear somebody only on a request that is in."
    if decision.id in world.slots:
        return "You were heard before this decision already."
    if (decision.on - world.day).days > SLOT_WITHIN:
        return f"The agenda is written in the week of the decision. Ask again from {decision.on - timedelta(days=SLOT_WITHIN):%d %B}."
    return ""


def slot(setting: Setting, world: World, day: date, meeting: str) -> Event:
    """The rep goes in before those who decide. Raises CoachError where nobody hears them."""
    if line := slot_refused(setting, world):
        raise CoachError(line)
    decision = on_the_table(setting, world)
    assert decision is not None
    return Event(kind="slot", day=day, decision=decision.id, meeting=meeting, because=f"You were given ten minutes before {decision.title}.")


def heard(setting: Setting, world: World, day: date, meeting: str, left: Mapping[str, tuple[float, Belief]]) -> Event:
    """A slot that is over. `left`: for each at the table the trust won or lost in it, and where their belief stands. About half of
    the trust stays, as after any meeting."""
    moved = []
    for person, (trust, belief) in left.items():
        kept = max(-MOST_KEPT, min(MOST_KEPT, trust * TRUST_KEPT))
        if round(kept, 1):
            moved.append(Moved(person=person, what="trust", by=round(kept, 2), because="what you said before the committee"))
        if belief != world.people[person].belief:
            moved.append(Moved(person=person, what="belief", to=belief, because="what you said before the committee"))
    names = ", ".join(setting.name(person) for person in left)
    return Event(kind="heard", day=day, meeting=meeting, moved=moved, because=f"You spoke before {names}; then you were asked to wait outside.")


def ask_to_sponsor(setting: Setting, world: World, person: str, day: date) -> Event:
    """Ask somebody to hand in the request for the next decision. They do, or say that it is too soon. Raises CoachError where no
    decision is left, or a request is in."""
    if world.closed:
        raise CoachError(calendar.CLOSED)
    if world.submitted is not None:
        raise CoachError(f"A request is in, with {setting.name(world.submitted.person)}'s name on it. Wait for the decision.")
    decision = calendar.next_decision(setting, world)
    if decision is None:
        raise CoachError("There is no decision left for which a request could be handed in.")
    name, stands = setting.name(person), world.people[person]
    if not stands.met:
        raise CoachError(f"You have not met {name} yet. Nobody signs for somebody they do not know.")
    least = min((BELIEFS.index(way.sponsored) for way in setting.plan.ways if person in way.sponsors), default=None)
    if least is not None and stands.rung >= least and setting.trust(world, person) >= rules.SPONSORS_FROM:
        return Event(kind="submitted", day=day, person=person, decision=decision.id, because=f"{name} hands in the request for {decision.title}.")
    persona = setting.personas.get(person)
    trust, _ = points(RULES[rules.ASKED_TOO_SOON], persona.tastes if persona else {}, setting.difficulty, 0)
    why = "This is not theirs to sign." if least is None else "They are not there yet."
    move = Moved(person=person, what="trust", by=trust, because=RULES[rules.ASKED_TOO_SOON].because)
    theirs = "" if least is None else decision.id
    return Event(kind="refused", day=day, person=person, decision=theirs, because=f"{name} would not put their name to it. {why}", moved=[move])
