"""A meeting is its turns: appended one by one, read back as they were, never anybody else's."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from coach.reviews.viewer import Viewer
from coach.roleplay.records import Outcome, Said
from coach.store.errors import NotYours, StoreError, Taken
from coach.store.repository import Store, open_store
from coach.store.tables import CampaignRow, EngagementRow, MeetingRow

from .samples import ANN, BOB, NURSE, SURGEON, begin, replied, said, setup, state


def test_what_was_appended_is_what_is_loaded(store: Store) -> None:
    meeting = begin(store, turns=2)
    stored = store.meetings.load(ANN, meeting)
    assert stored.meeting.setup == setup()
    assert [turn.said for turn in stored.meeting.turns] == [said(0), said(1, "Question 1?"), said(2, "Question 2?")]
    assert [turn.words_of("surgeon") for turn in stored.meeting.turns] == ["Good morning.", "Answer 1.", "Answer 2."]
    assert (stored.id, stored.owner, stored.mode, stored.branched_from, stored.branched_turn) == (meeting, "ann", "played", None, None)
    assert stored.created_at.tzinfo == UTC
    assert timedelta(0) <= datetime.now(UTC) - stored.updated_at < timedelta(minutes=1)
    assert meeting.isascii()
    assert meeting.isalnum()
    assert len(meeting) == 12


@pytest.mark.parametrize("words", ["a\x00b\x1b[0m", "Ünïcödé 手術 🩺 \u202e", "{{ 7 * 7 }} <b>'; DROP TABLE said; --", "", "word " * 4000])
def test_words_come_back_letter_for_letter(store: Store, words: str) -> None:
    meeting = begin(store)
    store.meetings.append_said(ANN, meeting, said(1, words))
    store.meetings.append_reply(ANN, meeting, replied(1, words))
    turn = store.meetings.load(ANN, meeting).meeting.turns[1]
    assert turn.said.words == words
    assert turn.words_of("surgeon") == words


def test_a_turn_is_taken_once_and_none_is_skipped(store: Store) -> None:
    meeting = begin(store, turns=2)
    with pytest.raises(Taken, match="Turn 2 was already played in another tab"):
        store.meetings.append_said(ANN, meeting, said(2, "Something else?"))
    with pytest.raises(StoreError, match="Turn 4 cannot follow turn 2") as caught:
        store.meetings.append_said(ANN, meeting, said(4))
    assert not isinstance(caught.value, Taken)
    assert store.meetings.load(ANN, meeting).meeting.turns[2].said.words == "Question 2?"


def test_of_two_tabs_one_wins_and_nothing_is_lost(store: Store) -> None:
    meeting = begin(store)
    barrier = threading.Barrier(2)
    results: dict[tuple[str, int], str] = {}

    def play(tab: str) -> None:
        for turn in range(1, 16):
            barrier.wait(timeout=60)
            try:
                store.meetings.append_said(ANN, meeting, said(turn, f"From {tab}, turn {turn}"))
                results[tab, turn] = "won"
            except Taken:
                results[tab, turn] = "taken"
            except BaseException as error:  # so that the main thread says what happened
                results[tab, turn] = repr(error)

    tabs = [threading.Thread(target=play, args=(name,)) for name in ("left", "right")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join(timeout=120)
    turns = store.meetings.load(ANN, meeting).meeting.turns
    assert [turn.said.turn for turn in turns] == list(range(16))
    for turn in range(1, 16):
        assert sorted((results["left", turn], results["right", turn])) == ["taken", "won"]
        winner = "left" if results["left", turn] == "won" else "right"
        assert turns[turn].said.words == f"From {winner}, turn {turn}"
    assert store.meetings.recent(ANN)[0].turns == 15


def test_many_meetings_at_once_do_not_get_in_each_others_way(store: Store) -> None:
    problems: list[BaseException] = []

    def play(number: int) -> None:
        try:
            meeting = begin(store, Viewer(f"rep-{number}"), turns=5)
            assert len(store.meetings.load(Viewer(f"rep-{number}"), meeting).meeting.turns) == 6
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=play, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert problems == []


def test_the_first_reply_stays(store: Store) -> None:
    meeting = begin(store)
    store.meetings.append_said(ANN, meeting, said(1))
    first = replied(1, "Time, mostly.")
    assert store.meetings.append_reply(ANN, meeting, first) == first
    assert store.meetings.append_reply(ANN, meeting, replied(1, "Something else.")) == first
    assert store.meetings.load(ANN, meeting).meeting.turns[1].replied == [first]


def test_two_tabs_that_reply_at_once_get_the_same_reply(store: Store) -> None:
    meeting = begin(store)
    store.meetings.append_said(ANN, meeting, said(1))
    barrier = threading.Barrier(4)
    got = []

    def reply(number: int) -> None:
        barrier.wait(timeout=60)
        got.append(store.meetings.append_reply(ANN, meeting, replied(1, f"Reply {number}")))

    threads = [threading.Thread(target=reply, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(got) == 4
    assert got.count(got[0]) == 4
    assert store.meetings.load(ANN, meeting).meeting.turns[1].replied == [got[0]]


def test_a_reply_needs_its_turn_and_its_person(store: Store) -> None:
    meeting = begin(store)
    with pytest.raises(StoreError, match="Turn 1 has not been said"):
        store.meetings.append_reply(ANN, meeting, replied(1))
    with pytest.raises(StoreError, match="'cfo' does not take part"):
        store.meetings.append_reply(ANN, meeting, replied(0, person="cfo"))


KILLED = """
import os, signal, sys
from coach.reviews.viewer import Viewer
from coach.roleplay.records import Said, Setup
from coach.store.repository import open_store
url, setup, first, second = sys.argv[1:]
store = open_store(url)
ann = Viewer("ann")
meeting = store.meetings.start(ann, Setup.model_validate_json(setup), Said.model_validate_json(first), [("surgeon", "Dr. Ruiz", "Surgeon", "h")])
print(meeting, flush=True)
store.meetings.append_said(ann, meeting, Said.model_validate_json(second))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_killed_after_said_leaves_the_turn_without_its_reply(url: str, run: Callable[..., subprocess.Popen[str]]) -> None:
    process = run(KILLED, url, setup().model_dump_json(), said(0).model_dump_json(), said(1).model_dump_json())
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (-signal.SIGKILL, "")
    store = open_store(url)
    turns = store.meetings.load(ANN, out.strip()).meeting.turns
    assert [turn.said for turn in turns] == [said(0), said(1)]
    assert turns[1].replied == []
    assert store.meetings.recent(ANN)[0].turns == 1
    store.meetings.append_reply(ANN, out.strip(), replied(1))
    store.meetings.append_said(ANN, out.strip(), said(2))
    store.database.close()


def test_somebody_elses_meeting_looks_like_one_that_is_not_there(store: Store) -> None:
    meeting = begin(store, turns=1)
    lines = set()
    for viewer, name in ((BOB, meeting), (Viewer("boss", "admin"), meeting), (BOB, "zzzzzzzzzzzz"), (ANN, "\0"), (ANN, "../x"), (ANN, "\ud800"), (ANN, "")):
        for call in (
            lambda who, one: store.meetings.load(who, one),
            lambda who, one: store.meetings.append_said(who, one, said(2)),
            lambda who, one: store.meetings.append_reply(who, one, replied(1, "Mine.")),
            lambda who, one: store.meetings.branch(who, one, 1),
            lambda who, one: store.meetings.note(who, one, "Mine."),
            lambda who, one: store.meetings.notes(who, one),
        ):
            with pytest.raises(NotYours) as caught:
                call(viewer, name)
            lines.add(str(caught.value))
    assert lines == {"There is no such meeting, or it is not yours."}
    assert store.meetings.recent(BOB) == []
    assert store.meetings.rebuild(BOB) == 0
    assert len(store.meetings.load(ANN, meeting).meeting.turns) == 2


def test_a_branch_copies_the_turns_before_it_and_leaves_its_source_alone(store: Store) -> None:
    meeting = begin(store, turns=4)
    before = store.meetings.load(ANN, meeting)
    branch = store.meetings.branch(ANN, meeting, 2)
    copy = store.meetings.load(ANN, branch)
    assert copy.meeting.setup == before.meeting.setup
    assert copy.meeting.turns == before.meeting.turns[:3]
    assert (copy.branched_from, copy.branched_turn, copy.engagement) == (meeting, 2, before.engagement)
    store.meetings.append_said(ANN, branch, said(3, "Another way?"))
    assert store.meetings.load(ANN, meeting) == before
    assert store.meetings.load(ANN, branch).meeting.turns[3].said.words == "Another way?"
    assert [(one.meeting, one.turns) for one in store.meetings.recent(ANN)] == [(branch, 3), (meeting, 4)]


@pytest.mark.parametrize("turn", [-1, 3])
def test_a_branch_needs_a_turn_to_start_from(store: Store, turn: int) -> None:
    meeting = begin(store, turns=2)
    with pytest.raises(StoreError, match=f"turns 0 to 2, so it cannot be played again from turn {turn}"):
        store.meetings.branch(ANN, meeting, turn)


def test_only_the_played_original_counts(store: Store) -> None:
    played = begin(store, turns=1)
    watched = store.meetings.start(ANN, setup(), said(0), [SURGEON], mode="watched")
    taken_over = store.meetings.branch(ANN, watched, 0)
    store.meetings.branch(ANN, played, 1)
    engagements = {row.id: row for row in all_rows(store, EngagementRow)}
    assert engagements[store.meetings.load(ANN, played).engagement].counts == played
    assert engagements[store.meetings.load(ANN, watched).engagement].counts is None
    assert store.meetings.load(ANN, taken_over).mode == "played"
    assert len(engagements) == 2


def test_meetings_of_one_account_share_a_campaign(store: Store) -> None:
    begin(store)
    begin(store)
    begin(store, BOB)
    store.meetings.start(ANN, setup(versions={}), said(0), [SURGEON])
    store.meetings.start(ANN, setup(versions={}), said(0), [SURGEON], account="mercy")
    campaigns = sorted((row.owner, row.account or "", row.title) for row in all_rows(store, CampaignRow))
    assert campaigns == [("ann", "", "Practice"), ("ann", "lakeside", "lakeside"), ("ann", "mercy", "mercy"), ("bob", "lakeside", "lakeside")]
    engagements = all_rows(store, EngagementRow)
    assert len(engagements) == 5
    assert {(row.day, row.purpose) for row in engagements} == {(setup().on, "discovery")}
    assert engagements[0].stakeholders == ["surgeon"]


def test_a_second_meeting_of_an_engagement_does_not_count(store: Store) -> None:
    first = begin(store)
    engagement = store.meetings.load(ANN, first).engagement
    second = store.meetings.start(ANN, setup(), said(0), [SURGEON], engagement=engagement)
    assert store.meetings.load(ANN, second).engagement == engagement
    assert all_rows(store, EngagementRow)[0].counts == first
    for viewer, name in ((BOB, engagement), (ANN, "nowhere")):
        with pytest.raises(NotYours):
            store.meetings.start(viewer, setup(), said(0), [SURGEON], engagement=name)
    assert len(all_rows(store, MeetingRow)) == 2


def test_a_meeting_that_cannot_begin(store: Store) -> None:
    with pytest.raises(StoreError, match="begins with turn 0"):
        store.meetings.start(ANN, setup(), said(1), [SURGEON])
    with pytest.raises(StoreError, match="opening state"):
        store.meetings.start(ANN, setup(), said(0), [NURSE])


def test_a_meeting_with_two_people_keeps_each_ones_reply(store: Store) -> None:
    names = ("surgeon", "nurse")
    meeting = store.meetings.start(ANN, setup(*names), said(0, "", *names), [SURGEON, NURSE])
    store.meetings.append_said(ANN, meeting, said(1, "Who sees the dressing first?", *names))
    store.meetings.append_reply(ANN, meeting, replied(1, "Not me.", "surgeon"))
    store.meetings.append_reply(ANN, meeting, replied(1, "We do.", "nurse"))
    turn = store.meetings.load(ANN, meeting).meeting.turns[1]
    assert (turn.words_of("surgeon"), turn.words_of("nurse")) == ("Not me.", "We do.")
    assert sorted(one.person for one in store.meetings.recent(ANN)) == ["nurse", "surgeon"]


def test_notes_stay_with_the_meeting(store: Store) -> None:
    meeting = begin(store)
    first = store.meetings.note(ANN, meeting, "Ask about \0drains.", "prework")
    store.meetings.note(ANN, meeting, "I talked too much.", "reflection")
    notes = store.meetings.notes(ANN, meeting)
    assert [(note.kind, note.text) for note in notes] == [("prework", "Ask about drains."), ("reflection", "I talked too much.")]
    assert notes[0].id == first
    assert notes[0].at.tzinfo == UTC


def test_a_record_of_a_newer_version_is_named(store: Store) -> None:
    meeting = begin(store, turns=1)
    with store.database.write() as session:
        session.execute(text("""UPDATE said SET record = '{"v": 3, "turn": 1}' WHERE turn = 1"""))
    with pytest.raises(StoreError, match=f"turn 1 of meeting {meeting}: .*version 3.*Update the app"):
        store.meetings.load(ANN, meeting)


def test_a_damaged_record_is_named(store: Store) -> None:
    meeting = begin(store, turns=1)
    with store.database.write() as session:
        session.execute(text("""UPDATE said SET record = '{"v": 1, "turn": 1}' WHERE turn = 1"""))
    with pytest.raises(StoreError, match=f"turn 1 of meeting {meeting}: the stored record is damaged \\(responses"):
        store.meetings.load(ANN, meeting)


def test_an_append_costs_the_same_in_a_long_meeting(tmp_path: Path) -> None:
    from sqlalchemy import event

    store = open_store(f"sqlite:///{tmp_path}/coach.db")
    meeting = begin(store, turns=1)
    statements: list[str] = []
    event.listen(store.database.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    def cost(turn: int) -> int:
        statements.clear()
        store.meetings.append_said(ANN, meeting, said(turn))
        return len(statements)

    costs = [cost(turn) for turn in range(2, 61)]
    assert set(costs) == {costs[0]}
    assert not any("SELECT said.record" in statement for statement in statements)
    assert state().trust < store.meetings.recent(ANN)[0].trust


def all_rows(store: Store, table: type) -> list:
    with store.database.read() as session:
        return list(session.scalars(select(table)))


def test_said_kinds_are_kept(store: Store) -> None:
    meeting = begin(store)
    left = Said(turn=1, kind="left", responses=said(1).responses)
    store.meetings.append_said(ANN, meeting, left)
    assert store.meetings.load(ANN, meeting).meeting.turns[1].said == left
    assert store.meetings.recent(ANN)[0].turns == 0


def test_the_meetings_that_practise_a_plan_are_found_again_and_their_branches(store: Store) -> None:
    def practising(viewer: Viewer, plan: str, step: str) -> str:
        return store.meetings.start(viewer, setup(planned={"plan": plan, "step": step, "rung": "curious"}), said(0), [SURGEON])

    begin(store, turns=1)
    one, _, _ = practising(ANN, "aaa", "s1"), practising(ANN, "bbb", "s1"), practising(BOB, "aaa", "s1")
    store.meetings.append_said(ANN, one, said(1, "Why?", outcome=Outcome(kind="continuation", because="time was up")))
    branch = store.meetings.branch(ANN, one, 0)
    found = {item.meeting: item for item in store.meetings.practised(ANN, "aaa")}
    assert set(found) == {one, branch}
    assert (found[one].step, found[one].turns, found[one].outcome) == ("s1", 1, "continuation")
    assert (found[branch].turns, found[branch].outcome, found[branch].belief) == (0, None, "unaware")


def test_a_clock_that_is_put_back_changes_no_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.store.tables import now

    backwards = (now() - timedelta(days=days) for days in range(1, 100))
    monkeypatch.setattr("coach.store.meetings.now", lambda: next(backwards))
    meeting = store.meetings.start(ANN, setup("surgeon", "nurse"), said(0, "", "surgeon", "nurse"), [SURGEON, NURSE])
    for turn in range(3):
        if turn:
            store.meetings.append_said(ANN, meeting, said(turn, f"Question {turn}?", "surgeon", "nurse"))
        for person in ("surgeon", "nurse"):
            store.meetings.append_reply(ANN, meeting, replied(turn, f"Answer {turn}.", person))
    for words in ("first", "second", "third"):
        store.meetings.note(ANN, meeting, words, "prework")
    turns = store.meetings.load(ANN, meeting).meeting.turns
    assert [turn.said.turn for turn in turns] == [0, 1, 2]
    assert [[reply.person for reply in turn.replied] for turn in turns] == [["surgeon", "nurse"]] * 3
    assert [note.text for note in store.meetings.notes(ANN, meeting)] == ["first", "second", "third"]
