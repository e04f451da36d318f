"""Meetings that are kept: on a real SQLite file, through crashes, second tabs and changed files."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from coach.content.draft import TomorrowCard, lay_over
from coach.content.errors import CoachError
from coach.practice import MAX_CHARACTERS, Practice, Table
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Said
from coach.settings import Settings
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.tables import EngagementRow
from coach.wiring import Coach

DAY = date(2026, 12, 1)
ME = Viewer("me")
QUESTIONS = [
    "I came to understand your week before I say anything. What would make this useful to you?",
    "What happens with your patients' wounds in the first two weeks after they go home?",
    "So some are treated elsewhere and never reach your figure. What does that do to the number?",
    "I don't know that. I'd rather find out than guess.",
]

Program = Callable[[], Coach]


@pytest.fixture
def program(coach: Coach, tmp_path: Path) -> Iterator[Program]:
    """Starts the program on one data folder, as often as a test likes; only what is slow to load is shared."""
    started: list[Coach] = []

    def start() -> Coach:
        made = Coach(Settings(coach_data=tmp_path))
        made.embedder = coach.embedder
        made.fitted.topics = coach.fitted.topics  # type: ignore[method-assign]
        made.loaded = copy.copy(coach.loaded)
        made.loaded.shelf = copy.copy(coach.shelf)
        for name, held in list(vars(made.shelf).items()):  # the hashes too: they are kept as they are first asked for
            setattr(made.shelf, name, copy.copy(held))
        started.append(made)
        return made

    yield start
    for made in started:
        made.store.database.close()


@pytest.fixture
def practice(program: Program) -> Practice:
    return Practice(program(), ME)


def turn(practice: Practice, id: str, words: str) -> Said:
    table = practice.load(id)
    said = practice.say(table, words)
    practice.answered(table, said, table.answer(said))
    return said


def played(practice: Practice, *lines: str, persona: str = "surgeon") -> str:
    id = practice.begin(persona, on=DAY, seed=7)
    for words in lines:
        turn(practice, id, words)
    return id


def said_and_heard(table: Table) -> list[tuple[str, str]]:
    return [(turn.said.words, turn.replied[0].words if turn.replied else "") for turn in table.meeting.turns]


# One meeting


def test_a_meeting_from_greeting_to_debrief(practice: Practice) -> None:
    id = practice.begin("surgeon", on=DAY, difficulty="hostile", seed=7)
    table = practice.load(id)
    assert table.meeting.setup.difficulty == "hostile" and table.meeting.setup.on == DAY
    week = next(item for item in table.persona.weeks if item.id == table.meeting.state().day.week)
    greetings = [*table.persona.greeting, *week.greeting, *table.persona.life["late"]]
    assert table.meeting.turns[0].replied[0].words in greetings
    for words in QUESTIONS:
        turn(practice, id, words)
    table = practice.load(id)
    assert [item.said.words for item in table.meeting.turns[1:]] == QUESTIONS
    assert table.unanswered is None and not table.meeting.ended
    closed = practice.leave(table)
    practice.answered(table, closed, table.answer(closed))
    table = practice.load(id)
    assert table.meeting.ended and said_and_heard(table)[-1][1] in table.persona.endings.continuation
    report = practice.report(table)
    assert report.outcome.kind == "continuation"
    assert any(QUESTIONS[1] in item.quote or item.quote in QUESTIONS[1] for criterion in report.criteria for item in criterion.evidence)


def test_the_kept_meeting_is_the_played_one(practice: Practice, coach: Coach) -> None:
    from coach.roleplay.meeting import open_meeting, play

    kept = practice.load(played(practice, *QUESTIONS)).meeting
    stage = coach.stage(coach.shelf.persona("surgeon"))
    opened = open_meeting(stage.persona, stage.library, seed=7, difficulty="guarded", on=DAY, versions=kept.setup.versions)
    straight = play(stage, opened, QUESTIONS)
    assert kept.turns == straight.turns[:-1]


def test_without_a_seed_meetings_differ(practice: Practice) -> None:
    seeds = {practice.load(practice.begin("surgeon", on=DAY)).meeting.setup.seed for _ in range(4)}
    assert len(seeds) > 1


def test_nobody_of_that_name(practice: Practice) -> None:
    with pytest.raises(CoachError, match="surgeon"):
        practice.begin("nobody", on=DAY)


def test_somebody_else_s_meeting(program: Program) -> None:
    coach = program()
    id = played(Practice(coach, ME), QUESTIONS[0])
    other = Practice(coach, Viewer("somebody"))
    for forbidden in (lambda: other.load(id), lambda: other.again(id, 1), lambda: Practice(coach, ME).load("nothing12345")):
        with pytest.raises(NotYours, match="no such meeting"):
            forbidden()
    table = Practice(coach, ME).load(id)
    with pytest.raises(NotYours):
        other.say(table, "Hello?")
    assert len(Practice(coach, ME).load(id).meeting.turns) == 2


# Crashes and second tabs


def test_killed_between_what_was_said_and_its_answer(program: Program) -> None:
    first = Practice(program(), ME)
    id = played(first, QUESTIONS[0])
    table = first.load(id)
    said = first.say(table, QUESTIONS[1])
    would_have_said = table.answer(said)

    again = Practice(program(), ME)
    found = again.load(id)
    assert found.unanswered == said
    assert found.answer(found.unanswered) == would_have_said
    with pytest.raises(CoachError, match="not been heard"):
        again.say(found, "Are you there?")
    again.answered(found, found.unanswered, found.answer(found.unanswered))
    assert again.load(id).unanswered is None
    turn(again, id, QUESTIONS[2])
    uninterrupted = first.load(played(first, *QUESTIONS[:3]))
    assert said_and_heard(again.load(id)) == said_and_heard(uninterrupted)


def test_two_tabs_say_the_same_turn(practice: Practice) -> None:
    id = played(practice, QUESTIONS[0])
    quick, slow = practice.load(id), practice.load(id)
    said = practice.say(quick, QUESTIONS[1])
    with pytest.raises(Taken, match="another tab"):
        practice.say(slow, "Something quite different.")
    with pytest.raises(Taken):
        practice.leave(slow)
    practice.answered(quick, said, quick.answer(said))
    assert [item.said.words for item in practice.load(id).meeting.turns[1:]] == QUESTIONS[:2]


def test_an_answer_that_was_cut_off_stays_as_it_was_heard(practice: Practice) -> None:
    id = played(practice, QUESTIONS[0])
    table = practice.load(id)
    said = practice.say(table, QUESTIONS[1])
    practice.answered(table, said, "They go", stopped=True)
    practice.answered(table, said, table.answer(said))  # the other tab heard more of it, later
    (reply,) = practice.load(id).meeting.turns[2].replied
    assert (reply.words, reply.stopped) == ("They go", True)


# What is typed


def test_control_characters_are_taken_out(practice: Practice) -> None:
    id = practice.begin("surgeon", on=DAY, seed=7)
    assert turn(practice, id, " \x00What\x07 happens\x1b[31m\x7f\nafter\tthat?\x85 ").words == "What happens[31m\nafter\tthat?"
    assert practice.load(id).meeting.turns[1].said.words == "What happens[31m\nafter\tthat?"


@pytest.mark.parametrize("words", ["{{7*7}} <b>$x$</b> `rm` %s", "伤口怎么样？", "ماذا يحدث؟", "Naïve café — “quoted” 😀", ""])
def test_other_characters_are_kept(practice: Practice, words: str) -> None:
    id = practice.begin("surgeon", on=DAY, seed=7)
    turn(practice, id, words)
    assert practice.load(id).meeting.turns[1].said.words == words


def test_a_turn_that_is_too_long_is_refused_and_nothing_stored(practice: Practice) -> None:
    id = played(practice, QUESTIONS[0])
    with pytest.raises(CoachError, match="20,001 characters"):
        practice.say(practice.load(id), "a" * (MAX_CHARACTERS + 1))
    assert len(practice.load(id).meeting.turns) == 2
    assert turn(practice, id, "a " * (MAX_CHARACTERS // 2)).turn == 2


def test_a_meeting_that_is_over_takes_no_more(practice: Practice) -> None:
    id = played(practice, QUESTIONS[0])
    table = practice.load(id)
    said = practice.leave(table)
    practice.answered(table, said, table.answer(said))
    before = said_and_heard(practice.load(id))
    with pytest.raises(CoachError, match="over"):
        practice.say(practice.load(id), "One more thing.")
    assert said_and_heard(practice.load(id)) == before


# Files that change


def changed(coach: Coach, **update: object) -> None:
    """The persona's file as somebody rewrote it."""
    persona = coach.shelf.persona("surgeon")
    coach.shelf.put("persona", persona.model_copy(update=update), "test")


def test_a_meeting_goes_on_with_the_persona_it_was_begun_with(program: Program) -> None:
    coach = program()
    practice = Practice(coach, ME)
    id = played(practice, QUESTIONS[0])
    before = said_and_heard(practice.load(id))
    persona = coach.shelf.persona("surgeon")
    changed(coach, name="Dr. Somebody Else", greeting=["New.", "New!", "New?"], topics=persona.topics[::-1], needs=persona.needs[::-1], clarify=["A", "B", "C"])
    del coach.shelf.libraries["norvane"]
    table = practice.load(id)
    assert table.persona.name == "Dr. Ines Halloway" and table.library and table.library.messages.messages
    assert said_and_heard(table) == before
    turn(practice, id, QUESTIONS[1])
    assert practice.load(practice.begin("surgeon", on=DAY)).persona.name == "Dr. Somebody Else"


def test_a_removed_persona_keeps_its_meetings(program: Program) -> None:
    practice = Practice(program(), ME)
    id = played(practice, QUESTIONS[0])
    later = program()
    del later.shelf.personas["surgeon"], later.shelf.documents["persona", "surgeon"]
    assert said_and_heard(Practice(later, ME).load(id))[1][0] == QUESTIONS[0]
    turn(Practice(later, ME), id, QUESTIONS[1])


def test_the_debrief_stays_the_same_after_files_changed(program: Program) -> None:
    coach = program()
    practice = Practice(coach, ME)
    id = played(practice, *QUESTIONS)
    before = practice.report(practice.load(id))
    rubric = coach.shelf.rubric()
    coach.shelf.put("rubric", rubric.model_copy(update={"criteria": rubric.criteria[:1]}), "test")
    changed(
        coach,
        name="Dr. Somebody Else",
        needs=[need.model_copy(update={"cost": "something else", "opened_by": "Nothing?"}) for need in coach.shelf.persona("surgeon").needs],
    )
    for later in (practice, Practice(program(), ME)):
        assert later.report(later.load(id)) == before
    new = practice.report(practice.load(played(practice, *QUESTIONS)))
    assert sum(item.status == "scored" for item in new.criteria) <= 1, "a new meeting is scored by the new rubric"
    assert {missed.cost for missed in new.missed_needs} == {"something else"}


def test_a_version_that_was_never_kept(practice: Practice) -> None:
    table = practice.load(played(practice, QUESTIONS[0]))
    with pytest.raises(StoreError, match="never used"):
        practice._coach.version("persona", "surgeon", {"persona/surgeon": "0123456789abcdef"}, type(table.persona))


# Again, from a turn


def test_another_try_keeps_the_prefix_and_does_not_count(program: Program) -> None:
    coach = program()
    practice = Practice(coach, ME)
    id = played(practice, *QUESTIONS)
    before = said_and_heard(practice.load(id))
    branch = practice.again(id, 2)
    table = practice.load(branch)
    assert (table.stored.branched_from, table.stored.branched_turn) == (id, 2)
    assert said_and_heard(table) == before[:3]
    assert table.meeting.state() == practice.load(id).meeting.states()[3]
    turn(practice, branch, "And what about the weekends?")
    assert said_and_heard(practice.load(id)) == before, "the first meeting is untouched"
    assert table.stored.engagement == practice.load(id).stored.engagement
    with coach.store.database.read() as session:
        assert session.get_one(EngagementRow, table.stored.engagement).counts == id


def test_a_branch_plays_like_the_original(practice: Practice) -> None:
    id = played(practice, *QUESTIONS)
    branch = practice.again(id, 1)
    for words in QUESTIONS[1:]:
        turn(practice, branch, words)
    assert said_and_heard(practice.load(branch)) == said_and_heard(practice.load(id))


def test_watching_the_expert_and_taking_over(practice: Practice) -> None:
    id = practice.watch("surgeon", on=DAY)
    table = practice.load(id)
    assert table.stored.mode == "watched"
    assert table.meeting.outcome and table.meeting.outcome.kind == "advance"
    mine = practice.load(practice.again(id, 2))
    assert mine.stored.mode == "played" and not mine.meeting.ended
    assert said_and_heard(mine) == said_and_heard(table)[:3]
    turn(practice, mine.id, QUESTIONS[2])
    with pytest.raises(CoachError, match="no scripted expert"):
        practice.watch("nobody", on=DAY)


# My meeting tomorrow


def test_a_draft_of_one_s_own_is_met_and_stays_one_s_own(program: Program) -> None:
    coach = program()
    practice = Practice(coach, ME)
    card = TomorrowCard(initials="J.K.", role="Head of surgery", family="clinical", said_last="send me something short", objection="the paperwork killed it")
    persona = lay_over(coach.shelf.persona("surgeon"), card)
    practice.draft(persona)
    id = practice.begin(persona.id, on=DAY, seed=7)
    table = practice.load(id)
    assert table.persona == persona and table.library is None
    said = turn(practice, id, "It is completely safe and reduces infections by 44%.")
    assert said.reading and said.reading.claims == []
    assert persona.id not in Practice(coach, Viewer("somebody")).shelf().personas
    assert persona.id in Practice(program(), ME).shelf().personas
    assert practice.report(practice.load(id)).compliance == []


# From one meeting to the next


def ended(practice: Practice, *lines: str) -> str:
    id = played(practice, *lines)
    closed = practice.leave(practice.load(id))
    practice.answered(practice.load(id), closed, practice.load(id).answer(closed))
    return id


def test_the_next_meeting_goes_on_from_the_one_before(program: Program) -> None:
    practice = Practice(program(), ME)
    id = ended(practice, *QUESTIONS, "I'll send you the exclusion table by Friday.")
    left = practice.left_by(practice.load(id))
    assert [promise.action for promise in left.promises][-1] == "send you the exclusion table"
    following = practice.load(practice.next(id, on=DAY + timedelta(days=14), kept=range(len(left.promises)), seed=3))
    setup = following.meeting.setup
    assert setup.after is not None and setup.after.meeting == id and all(promise.kept for promise in setup.after.promises)
    assert setup.on == DAY + timedelta(days=14)
    assert following.meeting.state().disclosed == practice.load(id).meeting.state().disclosed != []
    assert following.meeting.state().ledger["promise"] == "kept"
    turn(practice, following.id, QUESTIONS[1])
    closed = practice.leave(practice.load(following.id))
    practice.answered(practice.load(following.id), closed, practice.load(following.id).answer(closed))
    report = practice.report(practice.load(following.id))
    assert any(item.title == "A promise from last time" for item in report.behind)
    assert any(change.by and change.by > 0 for change in report.trajectory[0].changes), "what the kept promise moved is on the chart"


def test_the_try_that_is_gone_on_from_is_the_one_that_counts(program: Program) -> None:
    coach = program()
    practice = Practice(coach, ME)
    first = ended(practice, *QUESTIONS)
    branch = practice.again(first, 2)
    closed = practice.leave(practice.load(branch))
    practice.answered(practice.load(branch), closed, practice.load(branch).answer(closed))

    def counts() -> str | None:
        with coach.store.database.read() as session:
            return session.get_one(EngagementRow, practice.load(first).stored.engagement).counts

    assert counts() == first
    practice.next(branch, on=DAY + timedelta(days=7))
    assert counts() == branch


def test_no_next_meeting_before_the_end_on_an_earlier_day_or_from_a_watched_one(program: Program) -> None:
    practice = Practice(program(), ME)
    going_on = played(practice, QUESTIONS[0])
    with pytest.raises(CoachError, match="still going on"):
        practice.next(going_on, on=DAY + timedelta(days=1))
    over = ended(practice, QUESTIONS[0])
    with pytest.raises(CoachError, match="after 01 December 2026"):
        practice.next(over, on=DAY)
    with pytest.raises(CoachError, match="the expert's"):
        practice.next(practice.watch("surgeon", on=DAY), on=DAY + timedelta(days=1))
    with pytest.raises(NotYours):
        Practice(program(), Viewer("somebody")).next(over, on=DAY + timedelta(days=1))
