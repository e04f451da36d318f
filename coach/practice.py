"""Meetings that are kept: begin one, say something, hear the answer, leave, try again from a turn.

The order that makes a crash harmless: what the rep said, with everything decided from it, is committed before a word
of the answer is shown; the answer follows. Where only the first is there, the authored line is spoken.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from coach.content.catalogue import NeedCatalogue
from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.content.persona import Persona, Purpose, Seat
from coach.content.rubric import Rubric
from coach.content.shelf import Shelf
from coach.content.truth import Truth
from coach.debrief.records import Report
from coach.debrief.seen import Seen, seen_of
from coach.events import tell, timed
from coach.messages.plan import stakeholder
from coach.reading.records import Spoken
from coach.reviews.viewer import Viewer
from coach.roleplay import arc, corridor
from coach.roleplay import meeting as steps
from coach.roleplay import walk_in as doors
from coach.roleplay.lines import authored
from coach.roleplay.meeting import Stage
from coach.roleplay.meter import Tally, over_the_cap, tally
from coach.roleplay.panel import Stands
from coach.roleplay.performance import Performance
from coach.roleplay.records import Before, Change, Difficulty, Meeting, Planned, Replied, Said
from coach.store.contents import UNFINISHED
from coach.store.errors import NotYours
from coach.store.meetings import Participant, StoredMeeting
from coach.store.recordings import Recordings
from coach.wiring import Coach, heard_by

if TYPE_CHECKING:
    from coach.roleplay.rail import Hint

MAX_CHARACTERS = 20_000
MAX_NAME = 80
Earlier = tuple[Meeting, Before] | None
"""A meeting before with the same person, and what it left."""
SEAT_WORDS: dict[Seat, str] = {
    "sales": "a sales rep", "account_manager": "an account manager", "reimbursement": "a reimbursement specialist", "educator": "a clinical educator",
    "medical": "somebody from medical",
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A stored meeting with the content that it was begun with."""

    id: str
    stored: StoredMeeting
    persona: Persona
    library: Library | None
    guest: Persona | None = None
    """Who looks in on it, where somebody does."""

    @property
    def meeting(self) -> Meeting:
        return self.stored.meeting

    @property
    def unanswered(self) -> Said | None:
        """The last turn, where an answer to it was never stored."""
        return self.meeting.turns[-1].said if self.owed else None

    @property
    def owed(self) -> list[Persona]:
        """Who answers the last turn and was not heard yet, in the order in which they speak."""
        last = self.meeting.turns[-1]
        heard = {reply.person for reply in last.replied}
        return [self.who(one.person) for one in last.said.responses if not one.listens and one.person not in heard]

    def who(self, person: str) -> Persona:
        return self.guest if self.guest is not None and self.guest.id == person else self.persona

    def answer(self, said: Said) -> str:
        """The authored words of a turn, whoever speaks them."""
        return " ".join(authored(self.who(one.person), one.beat) for one in said.responses if not one.listens)


class Practice:
    """What one viewer does with their meetings. Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach = coach
        self._viewer = viewer
        self._store = coach.store

    def shelf(self) -> Shelf:
        """The content in force for this viewer: shipped, the folder, and their own drafts."""
        return self._coach.shelf_for(self._viewer)

    def begin(
        self,
        persona_id: str,
        *,
        on: date,
        difficulty: Difficulty = "guarded",
        seed: int | None = None,
        purpose: Purpose = "discovery",
        seat: Seat = "sales",
        planned: Planned | None = None,
        walk_in: bool = False,
    ) -> str:
        """A new meeting; returns its id. Keeps the versions of the content that it uses. `planned`: the step of a plan that it
        practises; `walk_in`: somebody of their corridor may look in. CoachError where this person is not met for that purpose, or
        not by somebody in that seat."""
        shelf = self.shelf()
        persona = shelf.persona(persona_id)
        if line := turned_away(persona, seat):
            raise CoachError(line)
        opened = self._open(shelf, persona, on, difficulty, secrets.randbelow(10_000) if seed is None else seed, purpose)
        if planned is not None:
            opened = opened.model_copy(update={"setup": opened.setup.model_copy(update={"planned": planned})})
        if walk_in:
            opened = corridor.opened(shelf, persona, opened, doors.CHOSEN)
        return self._keep(shelf, persona, opened, "played")

    def meet(
        self,
        engagement: str,
        persona_id: str,
        *,
        on: date,
        difficulty: Difficulty,
        seed: int,
        purpose: Purpose,
        after: Earlier,
        since: Sequence[Change],
        truth: Truth | None = None,
        stands: Mapping[str, Stands] | None = None,
    ) -> str:
        """The meeting of an engagement in a campaign, which opens where the campaign stands: after an earlier meeting with the same
        person, where there was one, and with what moved them since. Sometimes a colleague looks in, who stands as `stands` has it in
        an account that is as `truth` has it. Returns its id."""
        shelf = self.shelf()
        persona = shelf.persona(persona_id)
        opened = corridor.opened(shelf, persona, self._open(shelf, persona, on, difficulty, seed, purpose, after, since), doors.IN_CAMPAIGN, truth, stands)
        return self._keep(shelf, persona, opened, "played", engagement)

    def left_by(self, table: Table) -> Before:
        """What a meeting that is over leaves for the next one with the same person. CoachError while it goes on, or where it was only watched."""
        if not table.meeting.ended:
            raise CoachError("This meeting is still going on. End it first; the next one begins where it ends.")
        if table.stored.mode != "played":
            raise CoachError("This meeting was the expert's. Play one of your own; the next one begins where yours ends.")
        return arc.left_by(table.persona, table.meeting, table.id)

    def next(self, id: str, *, on: date, kept: Collection[int] = (), purpose: Purpose = "discovery", seat: Seat = "sales", seed: int | None = None) -> str:
        """The next meeting with the same person, on a later day; returns its id. `kept` are the places of the promises that
        were kept. The meeting it follows becomes the one that counts. CoachError where they cannot meet again."""
        table = self.load(id)
        before = arc.with_kept(self.left_by(table), kept)
        earlier = table.meeting.setup
        if on <= earlier.on:
            raise CoachError(f"The next meeting comes after the last one, so on a day after {earlier.on:%d %B %Y}.")
        shelf = self.shelf()
        persona = shelf.persona(earlier.persona)
        if line := turned_away(persona, seat):
            raise CoachError(line)
        drawn = secrets.randbelow(10_000) if seed is None else seed
        opened = self._open(shelf, persona, on, earlier.difficulty, drawn, purpose, after=(table.meeting, before))
        self._store.meetings.count(self._viewer, id)
        return self._keep(shelf, persona, opened, "played")

    def watch(self, persona_id: str, *, on: date) -> str:
        """A meeting played by the scripted expert, to look at turn by turn; returns its id."""
        shelf = self.shelf()
        expert = next((item for item in shelf.experts.values() if item.persona == persona_id), None)
        if expert is None:
            raise CoachError(f"There is no scripted expert for {persona_id!r} yet; play the meeting yourself.")
        persona = shelf.persona(persona_id)
        library = shelf.library_of(persona)
        stage = Stage(persona, library, shelf.topics, self._coach.reader(library, persona))
        opened = self._open(shelf, persona, on, "guarded", expert.seed)
        played = steps.play(stage, opened, [line.say for line in expert.lines])
        id = self._keep(shelf, persona, opened, "watched")
        for turn in played.turns[1:]:
            self._store.meetings.append_said(self._viewer, id, turn.said)
            self._store.meetings.append_reply(self._viewer, id, turn.replied[0])
        return id

    def _open(
        self,
        shelf: Shelf,
        persona: Persona,
        on: date,
        difficulty: Difficulty,
        seed: int,
        purpose: Purpose = "discovery",
        after: Earlier = None,
        since: Sequence[Change] = (),
    ) -> Meeting:
        versions, library = shelf.versions(persona, shelf.rubric()), shelf.library_of(persona)
        return steps.open_meeting(persona, library, seed=seed, difficulty=difficulty, on=on, versions=versions, purpose=purpose, after=after, since=since)

    def _keep(self, shelf: Shelf, persona: Persona, opened: Meeting, mode: Literal["played", "watched"], engagement: str | None = None) -> str:
        for name, version in opened.setup.versions.items():
            kind, id = name.split("/", 1)
            self._store.contents.keep(kind, id, version, shelf.documents[kind, id])
        first = opened.turns[0]
        hash = opened.setup.versions[f"persona/{persona.id}"]
        who = [Participant(persona.id, persona.name, persona.title, hash)]
        if (coming := opened.setup.walk_in) is not None:
            who.append(Participant(coming.person, coming.name, coming.title, opened.setup.versions[f"persona/{coming.person}"], "guest"))
        id = self._store.meetings.start(self._viewer, opened.setup, first.said, who, mode=mode, engagement=engagement)
        self._store.meetings.append_reply(self._viewer, id, first.replied[0])
        tell("meeting", meeting=id, mode=mode)
        return id

    def load(self, id: str) -> Table:
        """A meeting with the persona and library of its own versions, whatever has changed since."""
        stored = self._store.meetings.load(self._viewer, id)
        if stored.mode == "slot":
            raise CoachError("This was a slot before several people. Open it on the page Before a committee.")
        setup = stored.meeting.setup
        persona = self._coach.version("persona", setup.persona, setup.versions, Persona)
        library = self._coach.version("library", setup.library, setup.versions, Library) if setup.library else None
        guest = self._coach.version("persona", setup.walk_in.person, setup.versions, Persona) if setup.walk_in else None
        return Table(id, stored, persona, library, guest)

    def say(self, table: Table, words: str, spoken: Spoken | None = None) -> Said:
        """Read the rep's words, decide what follows and commit it; `spoken` says how they were said, where they were not typed.
        Raises Taken where another tab was faster."""
        if table.meeting.ended:
            raise CoachError("This meeting is over. Read its debrief, or try again from one of its turns.")
        if table.unanswered is not None:
            raise CoachError("The last answer has not been heard yet. Reload the page to hear it.")
        if len(words) > MAX_CHARACTERS:
            raise CoachError(f"That is {len(words):,} characters; nobody listens that long. Keep it under {MAX_CHARACTERS:,}.")
        # Control characters and half surrogates mean nothing; everything else people type stays, joiners and hard spaces too.
        words = "".join(letter for letter in words if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")).strip()
        with timed("turn", meeting=table.id, turn=len(table.meeting.turns)):
            said = self._turn(table, words, spoken)
        self._store.meetings.append_said(self._viewer, table.id, said)
        return said

    def _turn(self, table: Table, words: str, spoken: Spoken | None) -> Said:
        """What follows from the rep's words, with whoever looks in."""
        stage, guest = (
            Stage(one, table.library, self._coach.shelf.topics, self._coach.reader(table.library, one)) if one is not None else None
            for one in (table.persona, table.guest)
        )
        assert stage is not None
        if guest is None:
            return steps.take_turn(stage, table.meeting, words, spoken)
        if doors.present(table.meeting):
            return doors.take_turn(stage, guest, table.meeting, words, spoken)
        return doors.comes_in(guest, table.meeting, steps.take_turn(stage, table.meeting, words, spoken))

    def expect(self, table: Table, words: str) -> None:
        """Have the meaning of an answer at hand before the rep replies to it; while it is being shown there is time."""
        if self._coach.embedder.ready:
            self._coach.reader(table.library, table.persona).expect(words)

    def glossary(self, table: Table) -> list[str]:
        """The terms and names that may come up in a meeting, for whoever writes speech down."""
        from coach.messages.glossary import glossary

        return glossary(table.library, table.persona)

    @property
    def recordings(self) -> Recordings:
        """Recordings that were asked to be kept. A meeting's own are reached by `load`, which knows whose it is."""
        return Recordings(self._coach.settings.coach_data / "audio")

    def hint(self, table: Table) -> Hint | None:
        """What the coach's rail says after the last turn, and a record that it was looked at. None where the meeting is over."""
        from coach.roleplay.rail import hint

        shelf = self._coach.shelf
        rail = shelf.rails.get("rail")
        if rail is None or table.stored.mode != "played":
            return None
        finder = self._coach.finder(table.library.id) if table.library is not None and table.library.id in shelf.libraries else None
        replied = table.meeting.turns[-1].replied
        who = table.who(replied[-1].person) if replied else table.persona  # Whoever spoke last is who waits for an answer.
        audience, seat = heard_by(who)
        found = hint(rail, who, table.meeting, finder, audience, seat)
        if found is not None:
            self._store.hints.record(self._viewer, table.id, found.turn, found.shown())
        return found

    def perform(self, table: Table, said: Said, voice: Literal["authored", "model"] = "authored", who: Persona | None = None) -> Performance:
        """The answer to a turn, to be listened to piece by piece; keep it with `keep`, whatever was heard of it. `who` speaks (default:
        whom one meets); somebody who only looks in speaks in the authored voice."""
        who = who or table.persona
        if voice == "authored" or self._coach.voice is None or who is table.guest:
            return Performance(who, table.meeting, said)
        why_not = over_the_cap(table.meeting, self._coach.cap)
        return Performance(table.persona, table.meeting, said, None if why_not else self._coach.voice, why_not)

    def heard_out(self, table: Table, who: Persona) -> Performance:
        """The authored answer of somebody to the last turn, listened to whole."""
        performance = Performance(who, table.meeting, table.meeting.turns[-1].said)
        for _ in performance:
            pass
        return performance

    def keep(self, table: Table, performance: Performance) -> Replied:
        """Store what was heard of an answer; returns what is kept."""
        replied = performance.replied()
        for fault in replied.faults:
            tell("voice_fault", meeting=table.id, turn=replied.turn, kind=fault)
        return self._store.meetings.append_reply(self._viewer, table.id, replied)

    def voices(self, meetings: int) -> Tally:
        """How the answers in the viewer's last meetings came about."""
        seen = [self._store.meetings.load(self._viewer, one.meeting) for one in self._store.meetings.recent(self._viewer, meetings)]
        return tally(reply for stored in seen for turn in stored.meeting.turns for reply in turn.replied)

    def answered(self, table: Table, said: Said, words: str, stopped: bool = False) -> None:
        """Store what was heard of the answer of whom one meets."""
        self._store.meetings.append_reply(self._viewer, table.id, Replied(turn=said.turn, person=table.persona.id, words=words, stopped=stopped))

    def leave(self, table: Table) -> Said:
        """The rep ends the meeting; an answer still owed is heard first."""
        if table.meeting.ended:
            raise CoachError("This meeting is over already. Read its debrief, or try again from one of its turns.")
        if table.owed:
            for one in table.owed:
                self.keep(table, self.heard_out(table, one))
            table = self.load(table.id)
        said = steps.leave(table.persona, table.meeting)
        self._store.meetings.append_said(self._viewer, table.id, said)
        return said

    def again(self, id: str, turn: int) -> str:
        """A new meeting that goes on after `turn` of this one; returns its id."""
        return self._store.meetings.branch(self._viewer, id, turn)

    def rubric(self, table: Table) -> tuple[Rubric, str]:
        """The rubric that a meeting was begun with, and its hash; today's for one that was begun without."""
        versions = table.meeting.setup.versions
        name = next((key for key in versions if key.startswith("rubric/")), "")
        if not name:
            return self.rubric_today()
        return self._coach.version("rubric", name.removeprefix("rubric/"), versions, Rubric), versions[name]

    def rubric_today(self) -> tuple[Rubric, str]:
        """The rubric in force, and its hash."""
        rubric = self._coach.shelf.rubric()
        return rubric, self._coach.shelf.hash("rubric", rubric.id)

    def report(self, table: Table, rubric: Rubric | None = None, worked_on: str | None = None) -> Report:
        """The debrief, scored by the rubric that the meeting was begun with or by another. Nothing is read again."""
        from coach.debrief.debrief import debrief

        return debrief(self.seen(table), rubric or self.rubric(table)[0], worked_on)

    def seen(self, table: Table) -> Seen:
        """A meeting as the debrief sees it, with what the rep wrote before and after."""
        versions = table.meeting.setup.versions
        kept = self._coach.version("needs", "needs", versions, NeedCatalogue) if "needs/needs" in versions else None
        needs = {need.id: need for need in kept.needs} if kept else self._coach.shelf.needs
        marks = self._store.marks.of(self._viewer, table.id)
        return seen_of(table.meeting, table.persona, table.library, needs, self.prework(table), (marks.words if marks else "") or None)

    def prework(self, table: Table) -> str | None:
        """What the rep wrote down before the meeting; None where nobody did, '' where it was opened and left empty."""
        written = [note.text for note in self._store.meetings.notes(self._viewer, table.id) if note.kind == "prework"]
        return written[-1] if written else None

    def prepare(self, table: Table, text: str) -> None:
        """Keep what the rep knows before the meeting. CoachError once they have spoken: it is no pre-work then."""
        if len(table.meeting.turns) > 1:
            raise CoachError("The meeting has begun. What you know of them goes into the pre-work of the next one.")
        if found := identifiers([text]):
            raise CoachError(f"That holds {' and '.join(found)}. Write it without anything about a patient or how to reach somebody.")
        self._store.meetings.note(self._viewer, table.id, text[:MAX_CHARACTERS].strip(), "prework")

    def carries(self, table: Table) -> list[Message]:
        """The messages that were chosen for this meeting: in its campaign, or in the step of a plan that it practises."""
        chosen = self._store.campaigns.messages(self._viewer, table.stored.engagement)
        if (planned := table.meeting.setup.planned) is not None:
            with suppress(CoachError):  # The plan, or the step in it, may no longer be there.
                chosen += [one.message for one in self._store.plans.load(self._viewer, planned.plan).plan.step(planned.step).messages]
        known = {one.id: one for one in table.library.messages.messages} if table.library else {}
        return [known[one] for one in dict.fromkeys(chosen) if one in known]

    def put_in_plan(self, persona_id: str, message_id: str, on: date) -> str:
        """One tap: put a message into the viewer's plan for a person, into their next step from the day `on`; returns the plan's
        id. CoachError where the person has no library, or the library no such message."""
        shelf = self.shelf()
        persona = shelf.persona(persona_id)
        library = shelf.library_of(persona)
        message = next((one for one in library.messages.messages if one.id == message_id), None) if library else None
        if library is None or message is None:
            raise CoachError(f"The message {message_id!r} is not in the library for {persona.name}, so it cannot go into a plan.")
        return self._store.plans.put(self._viewer, persona.account, library.id, stakeholder(persona), message.id, message.version, on)

    def ask_in_plan(self, persona_id: str, question: str, on: date) -> str:
        """The same for a question to ask. CoachError where there is no library to plan with."""
        persona = self.shelf().persona(persona_id)
        library = self.shelf().library_of(persona)
        if library is None:
            raise CoachError(f"There is no message library for {persona.name}, and a plan needs one.")
        return self._store.plans.put_question(self._viewer, persona.account, library.id, stakeholder(persona), question, on)

    def draft(self, persona: Persona) -> None:
        """Keep a persona of the viewer's own, in the place of an earlier one with its id; what was unfinished about it goes."""
        document = persona.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        self._store.contents.save_edit(self._viewer, "persona", persona.id, document)
        self.leave_as_saved(persona.id)

    def own(self, id: str) -> Persona:
        """A draft of the viewer's own. NotYours where there is none."""
        found = self.shelf().personas.get(id)
        if found is None or self._store.contents.edit(self._viewer, "persona", id) is None:
            raise NotYours("There is no such draft, or it is not yours.")
        return found

    def rename(self, id: str, name: str) -> None:
        """Call a draft something else. CoachError where the name cannot be one."""
        persona = self.own(id)
        if not (name := " ".join(name.split())) or len(name) > MAX_NAME:
            raise CoachError(f"A name has 1 to {MAX_NAME} characters.")
        if found := identifiers([name]):
            raise CoachError(f"That holds {' and '.join(found)}. Initials will do, and nothing about a patient.")
        if (unfinished := self.unfinished(id)) is not None:
            unfinished["name"] = name
        self._store.contents.save_edit(
            self._viewer, "persona", id, persona.model_copy(update={"name": name}).model_dump(mode="json", by_alias=True, exclude_defaults=True)
        )
        if unfinished is not None:
            self.put_aside(id, unfinished)

    def forget(self, id: str) -> None:
        """Delete a draft for good; meetings that were held with it keep their own copy. NotYours where there is none."""
        self._store.contents.drop_edit(self._viewer, "persona", id)
        self.leave_as_saved(id)

    def unfinished(self, id: str) -> dict[str, Any] | None:
        """What was written on a draft since it was saved, right or wrong; None where nothing was."""
        return self._store.contents.edit(self._viewer, UNFINISHED, id)

    def put_aside(self, id: str, document: dict[str, Any]) -> None:
        """Keep what was written so far, right or wrong, so that a reload or a crash loses none of it."""
        self._store.contents.save_edit(self._viewer, UNFINISHED, id, document)

    def leave_as_saved(self, id: str) -> None:
        """Drop what was written on a draft since it was saved."""
        if self.unfinished(id) is not None:
            self._store.contents.drop_edit(self._viewer, UNFINISHED, id)


def turned_away(persona: Persona, seat: Seat) -> str:
    """Why somebody in this seat cannot meet this person, in a line; empty where they can."""
    if not persona.seats or seat in persona.seats:
        return ""
    return f"{persona.name} sees only {' or '.join(SEAT_WORDS[one] for one in persona.seats)}, not {SEAT_WORDS[seat]}. Take that seat to meet them."
