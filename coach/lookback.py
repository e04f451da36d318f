"""What one viewer does with their meetings afterwards: their own marks, the debrief that is kept, tries side by side, progress.

A debrief is measured once with a rubric and kept. Before the rep has said how they saw the meeting, or has passed that by,
nothing is kept: the reflection belongs to what is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.content.draft import identifiers
from coach.content.errors import CoachError
from coach.debrief.debrief import USEFUL
from coach.debrief.judge import NAME, NO_JUDGE, judged, tokens
from coach.debrief.opinions import Opinions
from coach.debrief.own import OwnMarks
from coach.debrief.progress import Played
from coach.debrief.records import Report
from coach.debrief.tries import TRIES, Try, attempt, of_three, worked_on
from coach.practice import Practice, Table
from coach.reviews.viewer import Viewer
from coach.roleplay.meter import over_the_cap, used
from coach.store.meetings import Relative
from coach.store.opinions import KeptOpinions
from coach.wiring import Coach


@dataclass(frozen=True)
class SideBySide:
    """The tries of one moment. `turn` is the rep's turn that was played again; `number` which try the meeting at hand is, 0
    for the first time."""

    criterion: str | None
    title: str
    turn: int
    rows: list[Try]
    number: int
    done: int

    @property
    def of_three(self) -> int:
        return of_three(self.number) if self.number else 0


@dataclass(frozen=True)
class Measured:
    """A debrief by one version of a rubric. `own`: the one that the meeting was begun with."""

    report: Report
    hash: str
    own: bool


class Lookback:
    """Every method: NotYours unless the viewer owns the meeting."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer
        self._store = coach.store
        self._practice = Practice(coach, viewer)

    def marks(self, table: Table) -> OwnMarks | None:
        """How the rep saw a meeting; None where they were not asked yet."""
        return self._store.marks.of(self._viewer, table.id)

    def asks(self, table: Table) -> bool:
        """Whether the rep is to be asked before the scores: once, of a whole meeting of their own that is over and in which they
        said something. A try is looked at beside the others, and need not be."""
        spoke = any(turn.said.kind == "rep" for turn in table.meeting.turns)
        return table.meeting.ended and table.stored.mode == "played" and spoke and not self._try_of(table) and self.marks(table) is None

    def mark(self, table: Table, marks: OwnMarks) -> OwnMarks:
        """Keep how the rep saw a meeting; the first time stays. CoachError while it goes on, or for a turn that it does not have."""
        if not table.meeting.ended:
            raise CoachError("This meeting is still going on. Look back on it when it is over.")
        if marks.turn is not None and marks.turn not in {turn.said.turn for turn in table.meeting.turns if turn.said.kind == "rep"}:
            raise CoachError(f"You said nothing in turn {marks.turn}; choose one of your own turns.")
        _nobody_named(marks.words)
        return self._store.marks.keep(self._viewer, table.id, marks)

    def report(self, table: Table) -> Report:
        """The debrief by the rubric that the meeting was begun with: as it was kept, else measured and, where the meeting is
        over and the rep was asked, kept from now on."""
        rubric, hash = self._practice.rubric(table)
        kept = self._store.scores.find(self._viewer, table.id, rubric.id, hash)
        if kept is not None:
            return kept
        report = self._practice.report(table, rubric, self._worked_on(table))
        if not table.meeting.ended or self.asks(table):
            return report
        return self._store.scores.keep(self._viewer, table.id, hash, report)

    def newer(self, table: Table) -> str | None:
        """The version of a newer rubric by which this meeting was not measured yet; None where there is none."""
        rubric, hash = self._practice.rubric_today()
        if hash == self._practice.rubric(table)[1] or self._store.scores.find(self._viewer, table.id, rubric.id, hash) is not None:
            return None
        return rubric.version

    def measure_again(self, table: Table) -> Report:
        """Measure by the rubric in force; what was kept before stays beside it."""
        rubric, hash = self._practice.rubric_today()
        return self._store.scores.keep(self._viewer, table.id, hash, self._practice.report(table, rubric, self._worked_on(table)))

    def measured(self, table: Table) -> list[Measured]:
        """Every debrief that is kept of a meeting, the first first."""
        own = self._practice.rubric(table)[1]
        return [Measured(score.report, score.hash, score.hash == own) for score in self._store.scores.of(self._viewer, table.id)]

    def meant(self, table: Table, turn: int, words: str) -> None:
        """Keep what the rep meant in a turn that we did not follow."""
        if not (words := words.strip()):
            raise CoachError("Write what you meant, in a few words.")
        _nobody_named(words)
        self._store.meetings.note(self._viewer, table.id, words, "note", turn)

    def was_meant(self, table: Table) -> dict[int, str]:
        """What the rep said they meant, by turn; the last word counts."""
        return {note.turn: note.text for note in self._store.meetings.notes(self._viewer, table.id) if note.kind == "note" and note.turn is not None}

    def tries(self, table: Table) -> SideBySide | None:
        """The tries of the moment that this meeting is about, the first time first; None where there were none."""
        root, tries = self._family(table)
        if not tries:
            return None
        here = next((at for at, one in enumerate(tries, 1) if one.id == table.id), 0)
        first = self._practice.load(root)
        blocks = self._blocks(first, tries)
        criterion = worked_on(here or 1, blocks)
        turn = 1 + (tries[here - 1].branched_turn or 0 if here else tries[-1].branched_turn or 0)
        rows: list[Try] = []
        for at, one in [(0, None), *enumerate(tries, 1)]:
            if one is not None and (one.branched_turn or 0) + 1 != turn:
                continue
            played = first if one is None else table if one.id == table.id else self._practice.load(one.id)
            found = attempt(played.id, "The first time" if one is None else f"Try {at}", self._practice.seen(played), self.report(played), turn, criterion)
            if found is not None:
                rows.append(found)
        title = next((item.title for item in self.report(first).criteria if item.id == criterion), "")
        return SideBySide(criterion, title, turn, rows, here, len(tries))

    def next_after(self, table: Table) -> str | None:
        """The title of what comes next, once three tries of one behaviour are done; None before."""
        root, tries = self._family(table)
        if not tries or len(tries) % TRIES:
            return None
        blocks = self._blocks(self._practice.load(root), tries)
        found = worked_on(len(tries) + 1, blocks)
        return next((item.title for item in self.report(table).criteria if item.id == found), None)

    def history(self) -> list[Played]:
        """The viewer's own whole meetings that were measured, in the order of time, each by the rubric it was begun with. Tries
        are left out: doing one moment again is practice, and no meeting."""
        marks, seen, found = self._store.marks.all(self._viewer), set(), []
        for score in self._store.scores.history(self._viewer):
            if score.meeting in seen or (score.try_of is not None and score.meeting not in marks):
                continue
            seen.add(score.meeting)
            found.append(Played(score.meeting, f"{score.begun.astimezone():%d %b %Y}", score.report, marks.get(score.meeting)))
        return found

    def unread(self) -> int:
        """How many whole meetings of the viewer's are over and were never looked back on."""
        done = self._store.scores.meetings(self._viewer)
        over = [row for row in self._store.meetings.recent(self._viewer, 200) if row.outcome is not None and row.mode == "played" and row.turns]
        return sum(row.meeting not in done and self.asks(self._practice.load(row.meeting)) for row in over[:50])

    def asks_a_model(self, table: Table) -> int:
        """About how many tokens it takes to ask the configured model for its opinion; 0 where there is nothing to ask: no model, a
        meeting that goes on or was only watched, or one that this model was asked about already."""
        model = self._coach.judge
        if model is None or not table.meeting.ended or table.stored.mode != "played":
            return 0
        if any((kept.opinions.model, kept.opinions.prompt) == (model.model, NAME) for kept in self.opinions(table)):
            return 0
        return tokens(self._practice.seen(table))

    def opinions(self, table: Table) -> list[KeptOpinions]:
        """What models thought of a meeting, the latest first. Kept apart from what was measured."""
        return self._store.opinions.of(self._viewer, table.id)

    def ask_a_model(self, table: Table) -> Opinions:
        """Ask the configured model and keep what it says. Sends what was said in this meeting to the endpoint. Raises Trouble, and
        then keeps nothing."""
        model, cap = self._coach.judge, self._coach.cap
        if model is None:
            raise CoachError(NO_JUDGE)
        if not table.meeting.ended:
            raise CoachError("This meeting is still going on. Ask for a model's opinion when it is over.")
        earlier = [kept.opinions.spent for kept in self.opinions(table) if kept.opinions.spent]
        if over := over_the_cap(table.meeting, cap, earlier):
            raise over
        left = cap.tokens - used(table.meeting, earlier).tokens if cap.tokens else 0
        return self._store.opinions.keep(self._viewer, table.id, judged(self._practice.seen(table), model, left))

    def _try_of(self, table: Table) -> bool:
        """Whether this is a try of a meeting that the viewer played; taking over from an expert begins a meeting of one's own."""
        return table.stored.branched_from is not None and self._family(table)[0] != table.id

    def _family(self, table: Table) -> tuple[str, list[Relative]]:
        """The meeting that was played first, and its tries in which something was said, in the order of time."""
        family = {one.id: one for one in self._store.meetings.family(self._viewer, table.id)}

        def first(id: str) -> str:
            while (before := family[id].branched_from) in family and family[before].mode == "played":
                id = before
            return id

        root = first(table.id)
        tries = [one for one in family.values() if one.id != root and one.mode == "played" and first(one.id) == root]
        return root, [one for one in tries if one.id == table.id or self._spoke(one)]

    def _spoke(self, one: Relative) -> bool:
        turns = self._practice.load(one.id).meeting.turns
        return any(turn.said.kind == "rep" and turn.said.turn > (one.branched_turn or 0) for turn in turns)

    def _worked_on(self, table: Table) -> str | None:
        """What a try is about; None for a meeting of its own."""
        if not self._try_of(table):
            return None
        root, tries = self._family(table)
        number = next(at for at, one in enumerate(tries, 1) if one.id == table.id)
        return worked_on(number, self._blocks(self._practice.load(root), tries[: number - 1]))

    def _blocks(self, first: Table, tries: list[Relative]) -> list[str]:
        """What is worked on, in blocks of three tries: what the first debrief pointed at, then what was lowest in the last try of
        the block before."""
        focus = self._practice.report(first).focus
        blocks = [focus.criterion] if focus else []
        for end in range(TRIES, len(tries) + 1, TRIES):
            levels = self._practice.report(self._practice.load(tries[end - 1].id)).criteria
            left = [item for item in levels if item.level is not None and item.id not in blocks]
            if left:
                blocks.append(min(left, key=lambda item: (item.level or 0, USEFUL.index(item.id))).id)
        return blocks


def _nobody_named(text: str) -> None:
    if found := identifiers([text]):
        raise CoachError(f"That holds {' and '.join(found)}. Write it without anything about a patient or how to reach somebody.")
