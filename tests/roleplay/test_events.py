"""What happened in a turn, as this person experiences it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from coach.roleplay.events import Happened, cue, gate_holds, happened
from coach.roleplay.records import Beat
from tests.roleplay.conftest import DAY, PERSONAS, Theatre, reading


def hear(theatre: Theatre, words: str, persona: str = "surgeon", previous: str = "", **state: object) -> Happened:
    stage = theatre.stage(persona)
    return happened(stage.persona, stage.library, theatre.state(persona, **state), stage.reader.read(words, previous, DAY))


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("I came to understand your week. What would make these minutes useful to you?", "framed"),
        ("I know you have eight minutes.", "time_respect"),
        ("Thank you for that.", "thanks"),
        ("How was your weekend?", "small_talk"),
        ("I don't know.", "admitted"),
        ("It should not go on patients with an open wound.", "who_not"),
        ("What matters to me is how your patients heal at home.", "patient_first"),
        ("I don't think we can help you there.", "honest_no_fit"),
        ("That sounds exhausting.", "empathy"),
        ("How do you decide that?", "open_question"),
        ("Such an honor, I've heard amazing things about you.", "flattery"),
        ("It's completely safe.", "overclaim"),
        ("It's better than anything you have.", "overclaim"),
        ("I'll take you out to dinner.", "inducement"),
        ("The competitor's pump is junk.", "disparaged"),
        ("It has a pump, silicone, a seven-day battery, four layers and an indicator light.", "feature_list"),
        ("Can I count on you for ten units?", "pressed"),
        ("", "silence"),
    ],
)
def test_event(theatre: Theatre, words: str, rule: str) -> None:
    now = hear(theatre, words)
    assert now.has(rule), [event.rule for event in now.events]
    assert all(event.quote in words for event in now.events)


def test_a_claim_before_any_need_was_heard(theatre: Theatre) -> None:
    claim = "Our dressing reduces infections in closed incisions by a lot."
    assert hear(theatre, claim).too_early
    assert not hear(theatre, claim, disclosed=["late_infections_unseen"]).too_early
    assert not hear(theatre, "What do you use on closed incisions today?").too_early


def test_a_message_fits_is_relevant_or_is_for_somebody_else(theatre: Theatre) -> None:
    library = theatre.stage("surgeon").library
    assert library
    approved = [item for item in library.messages.messages if item.status == "approved" and item.needs]
    clinical = next(item for item in approved if item.lens == "clinical" and "late_infections_unseen" in item.needs)
    economic = next(item for item in approved if item.lens == "economic" and "clinical" not in item.role_families and item.claim_type != "process")
    assert [item.id for item in hear(theatre, clinical.text, disclosed=["late_infections_unseen"]).fits] == [clinical.id]
    assert [item.id for item in hear(theatre, clinical.text, disclosed=["champion_risk"]).neutral] == [clinical.id]
    assert [item.id for item in hear(theatre, clinical.text, heard=[clinical.id]).again] == [clinical.id]
    off = hear(theatre, economic.text, disclosed=["champion_risk"])
    assert [item.id for item in off.off] == [economic.id] and off.has("off_lens")
    assert not hear(theatre, economic.text, persona="cfo", disclosed=["penalty_exposure"]).off


def test_pressing_after_a_no_is_worse_than_pressing(theatre: Theatre) -> None:
    words = "Can I count on you for ten units?"
    assert hear(theatre, words).has("pressed")
    for after_no in ({"last": Beat(move="push_back")}, {"last": Beat(move="object")}, {"rules": {"pressed": 1}}):
        now = hear(theatre, words, **after_no)
        assert now.has("pressed_after_no") and not now.has("pressed")


def test_a_monologue_is_long_and_tells(theatre: Theatre) -> None:
    sentence = "Our team has worked with hospitals like this one for many years and the nurses there use the dressing every day. "
    assert hear(theatre, sentence * 6).has("monologue")
    assert not hear(theatre, sentence * 2).has("monologue")
    assert not hear(theatre, "What happens on nights? Who covers them? How do they find out? " * 8).has("monologue")


def test_a_compliment_to_the_work_is_no_small_talk_and_a_question_is_no_silence(theatre: Theatre) -> None:
    assert not hear(theatre, "What happens on nights?").has("small_talk", "silence", "flattery")


@pytest.mark.parametrize("name", PERSONAS)
def test_preparation_shows_in_words_of_theirs(theatre: Theatre, name: str) -> None:
    waiting = [need for need in theatre.persona(name).needs if need.gate.cues]
    assert waiting
    for need in waiting:
        for word in need.gate.cues:
            assert cue(need.gate, f"I read about {word.upper()}, and I wondered.").lower() == word.lower()
            assert cue(need.gate, f"xx{word}xx") == "", "part of another word is no preparation"
        assert cue(need.gate, "How is it going with that?") == ""


GATES = [(persona, need) for persona, count in (("surgeon", 3), ("or_nurse_manager", 3), ("cfo", 3), ("office_coordinator", 3)) for need in range(count)]


def meeting_conditions(cues: Sequence[str]) -> str:
    return f"How does that go, and what about {cues[0]}?" if cues else "How does that go?"


@pytest.mark.parametrize(("persona", "at"), GATES)
def test_every_condition_of_a_gate_must_hold(theatre: Theatre, persona: str, at: int) -> None:
    need = theatre.persona(persona).needs[at]
    gate = need.gate
    right = reading(meeting_conditions(gate.cues), question="open")
    assert gate_holds(need.gate, gate.trust, right, builds=True)
    assert not gate_holds(need.gate, gate.trust - 0.1, right, builds=True)
    assert gate_holds(need.gate, gate.trust, right, builds=False) is not gate.builds_on
    assert gate_holds(need.gate, gate.trust, right.model_copy(update={"question": "closed"}), builds=True) is not gate.open_question
    assert gate_holds(need.gate, gate.trust, right.model_copy(update={"text": "How does that go?"}), builds=True) is not bool(gate.cues)
