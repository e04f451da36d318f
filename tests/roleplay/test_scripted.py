"""Scripted reps: what they may know, and that the stakeholders tell them apart."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from coach.commands.simulate import figures, simulate
from coach.roleplay import scripted
from coach.roleplay.near import near_lines
from coach.roleplay.scripted import REPS, TRICKS, Seen
from tests.roleplay.conftest import Theatre


def test_a_scripted_rep_knows_what_a_rep_knows_and_no_more() -> None:
    assert {field.name for field in fields(Seen)} == {"transcript", "family", "minutes", "messages", "seed"}


def test_their_questions_are_worded_apart_from_the_catalogue(theatre: Theatre) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z']+", text.lower())
        return {tuple(words[at : at + 6]) for at in range(len(words) - 5)}

    known = set().union(*(runs(phrasing) for topic in theatre.coach.shelf.topics.values() for phrasing in topic.phrasings))
    mine = [line for lines in scripted.ASKS.values() for line in lines] + [*scripted.DEEPER, *scripted.MIRRORS, *scripted.STEPS, *scripted.OPENINGS]
    assert [line for line in mine if runs(line) & known] == []


@pytest.mark.parametrize("persona", ["surgeon", "nurse_practitioner"])
def test_skill_beats_tricks_and_nothing_leaks(theatre: Theatre, persona: str) -> None:
    reps = ["expert", "dumper", "flatterer", "presser", "overclaimer", "parrot", "stuffer"]
    found = {(id, difficulty, rep): tally for id, difficulty, rep, tally in simulate(theatre.coach, [persona], ["guarded"], 2, reps)}
    made = figures(found)
    assert made["leaks"] == 0 and made["repeated_replies"] == 0 and made["firm_advances_by_tricks"] == 0
    by = made["personas"][persona]["guarded"]
    for trick in set(reps) & set(TRICKS):
        assert by["expert"]["level"] > by[trick]["level"]
        assert by["expert"]["belief"] > by[trick]["belief"]
        assert not by[trick]["outcomes"].get("advance")


def test_every_policy_ends(theatre: Theatre) -> None:
    messages = theatre.stage("cfo").library.messages.messages  # type: ignore[union-attr]
    for rep, policy in REPS.items():
        transcript, said = [("", "Good morning. What can I do for you?")], []
        for _ in range(40):
            words = policy(Seen(transcript, "economic", 12, messages, 1))
            if words is None:
                break
            said.append(words)
            transcript.append((words, "It depends on the week, and on who is asking."))
        assert said, rep
        if rep in ("expert", "solid", "nervous"):
            assert len(said) < 40, rep


def test_two_lines_that_say_the_same_are_found(theatre: Theatre) -> None:
    person = theatre.persona("surgeon")
    twin = person.model_copy(update={"id": "twin", "greeting": ["You have eight minutes and I have a sigmoid after you, Halloway says. Go."] * 3})
    few = person.model_copy(update={"topics": [], "needs": [], "objections": [], "questions": [], "reactions": {}, "mistaken": [], "stakes": [], "weeks": []})
    twin = twin.model_copy(update={"topics": [], "needs": [], "objections": [], "questions": [], "reactions": {}, "mistaken": [], "stakes": [], "weeks": []})
    pairs = [(pair.one[1], pair.other[1]) for pair in near_lines([few, twin], theatre.coach.embedder, 0.85)]
    assert ("greeting.0", "greeting.0") in pairs
