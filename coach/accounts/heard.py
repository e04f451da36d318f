"""After a real meeting: what they said, what surprised, what both promised, what comes next. From what was typed to what is kept. Pure data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from coach.content.base import BELIEF_WORDS, Lens, Strict
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.messages import plan as plans
from coach.messages.plan import MAX_TITLE, Plan, Stakeholder, Step, cleaned

Side = Literal["ours", "theirs"]
MAX_SAID, MAX_ACTION, MAX_PROMISES = 2000, 300, 12
NEAR = timedelta(days=14)
"""How far a step's day may lie from the real meeting for it to be the prediction of it."""
A_WEEK = timedelta(days=7)


def _line(value: object) -> object:
    return " ".join(str(cleaned(value)).split()) if isinstance(value, str) else value


Said = Annotated[str, BeforeValidator(cleaned), StringConstraints(max_length=MAX_SAID)]
Short = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=MAX_TITLE)]
Action = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=MAX_ACTION)]


class TypedPromise(Strict):
    """A promise while it is being written; an empty one counts for nothing."""

    side: Side
    action: str = ""
    who: str = ""
    due: date | None = None


class Draft(Strict):
    """What stands in the form, as it was typed: it may be empty or wrong, and is kept all the same. `who` is one of those known by
    a plan or a map; where it is empty, `name`, `title`, `lens` and `plan` say who it was."""

    id: str = ""
    who: str = ""
    name: str = ""
    title: str = ""
    lens: Lens = "clinical"
    plan: str = ""
    day: date | None = None
    said: str = ""
    surprised: str = ""
    promises: list[TypedPromise] = Field(default_factory=list)
    next_action: str = ""
    next_day: date | None = None

    @property
    def promised(self) -> list[TypedPromise]:
        return [one for one in self.promises if one.action.strip()]

    @property
    def begun(self) -> bool:
        """Whether anything in words stands in it."""
        return bool(self.promised or any(text.strip() for text in (self.name, self.said, self.surprised, self.next_action)))

    @property
    def identified(self) -> list[str]:
        """One line for all in it that may say who a patient is, or none. In the name of whom one met only what no name holds."""
        texts = [self.said, self.surprised, self.next_action, self.title, *(one.action for one in self.promises), *(one.who for one in self.promises)]
        found = {*identifiers(texts), *(what for what in identifiers([self.name]) if what != "a name")}
        return [f"This holds {' and '.join(sorted(found))}. Leave it out: nothing about a patient, and nobody's full name in the words."] if found else []


class Promise(Strict):
    """What one side said it would do. `done`: the day on which it was; `dropped`: why it no longer stands."""

    side: Side
    who: Short
    action: Annotated[Action, StringConstraints(min_length=1)]
    due: date | None = None
    done: date | None = None
    dropped: Short = ""


class RealMeeting(Strict):
    """A meeting that really took place. `expected` is the prediction as it stood when this was written; `plan` and `step` are those
    it comes from."""

    who: Stakeholder
    account: str | None = None
    plan: str | None = None
    step: str | None = None
    day: date
    said: Said = ""
    expected: Said = ""
    surprised: Said = ""
    promises: list[Promise] = Field(default_factory=list, max_length=MAX_PROMISES)
    next_action: Action = ""
    next_day: date | None = None


def predicted_by(plan: Plan, who: Stakeholder, day: date) -> Step | None:
    """The step with this person whose day lies nearest to the meeting, a fortnight off at most."""
    near = [step for step in plan.steps if step.who.key == who.key and abs(step.day - day) <= NEAR]
    return min(near, key=lambda step: (abs(step.day - day), step.day), default=None)


def prediction(step: Step | None, prework: str | None) -> list[str]:
    """What was expected, a line each: where they were to stand afterwards, what was to be asked first, what was written down before."""
    lines = []
    if step is not None and step.rung is not None:
        lines.append(f"They would stand here afterwards: {BELIEF_WORDS[step.rung]}.")
    if step is not None and step.question:
        lines.append(f"You meant to ask first: {step.question}")
    return [*lines, *(prework or "").splitlines()]


def finished(
    draft: Draft,
    who: Stakeholder | None,
    today: date,
    *,
    account: str | None = None,
    plan: str | None = None,
    step: str | None = None,
    expected: str = "",
    last: date | None = None,
) -> RealMeeting:
    """The draft as a meeting to keep. `last`: the day of the meeting with this person before it. CoachError with every line that has
    to be put right first."""
    lines: list[str] = []
    if who is None:
        lines.append("Whom did you meet? A name or initials will do.")
    day = draft.day or today
    if day > today:
        lines.append(f"{long(day)} is still to come. This page is for a meeting that took place.")
    if last is not None and day < last:
        lines.append(f"{long(day)} is before the last meeting with them, which you kept for {long(last)}. Give the day on which this one took place.")
    typed = draft.promised
    if not (draft.said.strip() or draft.surprised.strip() or typed or draft.next_action.strip()):
        lines.append("Write down at least one thing: what they said, a promise, or the next step.")
    lines += draft.identified
    for name, text, most in (("What they said", draft.said, MAX_SAID), ("What surprised you", draft.surprised, MAX_SAID), *_actions(draft, typed)):
        if len(text) > most:
            lines.append(f"{name}: that is {len(text):,} characters. Keep it under {most:,}.")
    for one in typed:
        if one.due is not None and one.due < day:
            lines.append(f"“{shortened(one.action)}” is due on {long(one.due)}, before the meeting on {long(day)}. Give it a later day, or none.")
    if draft.next_day is not None and draft.next_day < day:
        lines.append(f"The next step is on {long(draft.next_day)}, before the meeting on {long(day)}. Give it a later day.")
    if len(typed) > MAX_PROMISES:
        lines.append(f"{MAX_PROMISES} promises are kept at most. Take some out.")
    if lines or who is None:
        raise CoachError(*lines)
    return RealMeeting(
        who=who, account=account, plan=plan, step=step, day=day, said=draft.said, expected=expected[:MAX_SAID], surprised=draft.surprised,
        promises=[
            Promise(side=one.side, action=one.action, due=one.due, who=one.who.strip()[:MAX_TITLE] or ("Me" if one.side == "ours" else who.name))
            for one in typed
        ],
        next_action=draft.next_action, next_day=draft.next_day if draft.next_action.strip() else None,
    )  # fmt: skip


def _actions(draft: Draft, typed: Iterable[TypedPromise]) -> list[tuple[str, str, int]]:
    return [("The next step", draft.next_action, MAX_ACTION), *(("A promise", one.action, MAX_ACTION) for one in typed)]


def with_next(plan: Plan, meeting: RealMeeting) -> tuple[Plan, str | None]:
    """The plan with the next step in it, and that step's id; the plan as it is where none was agreed. A step with this person on that
    day takes it in; otherwise one is made. Without a day it is a week after the meeting."""
    if not meeting.next_action:
        return plan, None
    day = meeting.next_day or meeting.day + A_WEEK
    there = next((step for step in plan.steps if step.who.key == meeting.who.key and step.day == day), None)
    if there is None:
        plan = plans.added(plan, meeting.who, day)
    id = there.id if there else f"s{plan.made}"
    note = plan.step(id).note
    line = f"Agreed on {long(meeting.day)}: {meeting.next_action}"
    return (plan if line in note else plans.changed(plan, id, note=f"{note}\n{line}".strip()[: plans.MAX_NOTE])), id


def kept_done(meeting: RealMeeting, at: int, done: date | None = None, dropped: str = "") -> RealMeeting:
    """The meeting with one promise done on a day, dropped with a reason, or (neither) open again."""
    if not 0 <= at < len(meeting.promises):
        raise CoachError("That promise is no longer in this meeting; it was changed in another tab or window.")
    made = [
        Promise.model_validate(one.model_dump() | ({"done": done, "dropped": dropped} if place == at else {})) for place, one in enumerate(meeting.promises)
    ]
    return meeting.model_copy(update={"promises": made})


def crm_note(meeting: RealMeeting, account: str = "", markdown: bool = False) -> str:
    """The meeting as a note for a CRM, as plain text or Markdown. Only what was written down; nothing is added."""
    who = f"{meeting.who.name}, {meeting.who.title}" if meeting.who.title else meeting.who.name
    head = f"Meeting with {who}, {long(meeting.day, year=True)}"
    lines = [f"## {_bare(head)}" if markdown else head]
    if account:
        lines.append(_bare(account) if markdown else account)

    def part(title: str, texts: list[str]) -> None:
        if texts:
            shown = [f"- {_bare(text)}" if markdown else f"  {text}" for text in texts]
            lines.extend(["", f"**{title}**" if markdown else f"{title}:", *([""] if markdown else []), *shown])

    part("What they said", [line for line in meeting.said.splitlines() if line.strip()])
    part("What we expected", meeting.expected.splitlines() if meeting.surprised else [])
    part("What surprised us", [line for line in meeting.surprised.splitlines() if line.strip()])
    for side, title in (("ours", "We promised"), ("theirs", "They promised")):
        part(title, [promise_words(one) for one in meeting.promises if one.side == side])
    if meeting.next_action:
        part("Next step", [meeting.next_action + (f" ({long(meeting.next_day, year=True)})" if meeting.next_day else "")])
    return "\n".join(lines) + "\n"


def promise_words(promise: Promise) -> str:
    """A promise in a line: what, who, by when, and where it stands."""
    due = f", by {long(promise.due, year=True)}" if promise.due else ", no day named"
    stands = f" (done {long(promise.done)})" if promise.done else f" (dropped: {promise.dropped})" if promise.dropped else ""
    return f"{promise.action} · {promise.who}{due}{stands}"


def _bare(text: str) -> str:
    """Words as words in Markdown."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#~" else letter for letter in text)


def shortened(text: str, most: int = 60) -> str:
    """A text of at most that many characters, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def long(day: date, year: bool = False) -> str:
    """'Thursday 3 December', with the year where it is asked for."""
    return f"{day:%A} {day.day} {day:%B}{f' {day.year}' if year else ''}"
