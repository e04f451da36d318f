"""Whole meetings: the same bytes from the same seed, no line twice, every change with its words, and fair endings."""

from __future__ import annotations

from datetime import date

import pytest

from coach.content.persona import Persona
from coach.content.rubric import Expert
from coach.roleplay.director import LEAVES_AT_TRUST
from coach.roleplay.lines import line_text
from coach.roleplay.meeting import Stage, leave, open_meeting, play, speak, take_turn, with_turn
from coach.roleplay.records import DIFFICULTIES, Meeting
from coach.wiring import Coach
from tests.roleplay.conftest import DAY, PERSONAS, Theatre
from tests.roleplay.scripts import SCRIPTS

ALL = [(persona, script) for persona in PERSONAS for script in SCRIPTS]


def spoken(meeting: Meeting) -> list[str]:
    return [line for turn in meeting.turns for line in turn.said.responses[0].beat.lines]


# Same seed, same bytes


@pytest.mark.parametrize("persona", ["surgeon", "cfo"])
def test_the_same_script_and_seed_give_the_same_bytes(theatre: Theatre, persona: str) -> None:
    first = theatre.play(persona, SCRIPTS["average"])
    theatre.coach.embedder._recent.clear()  # with nothing remembered, and other texts in between
    play(theatre.stage("cfo"), theatre.open("cfo", seed=3), ["What worries the board?", "And nights?"])
    again = play(theatre.stage(persona), theatre.open(persona), SCRIPTS["average"])
    assert again.model_dump_json() == first.model_dump_json()


@pytest.mark.parametrize("persona", PERSONAS)
def test_another_seed_gives_another_meeting(theatre: Theatre, persona: str) -> None:
    meetings = [theatre.play(persona, SCRIPTS["average"], seed=seed) for seed in (7, 8)]
    assert len({tuple(turn.replied[0].words for turn in meeting.turns) for meeting in meetings}) == 2
    assert len({theatre.open(persona, seed=seed).turns[0].replied[0].words for seed in range(12)}) >= 3


def test_a_line_more_in_one_pool_shifts_no_other_draw(theatre: Theatre) -> None:
    stage = theatre.stage("surgeon")
    longer = stage.persona.model_copy(update={"reactions": stage.persona.reactions | {"silence": ["First of all.", *stage.persona.reactions["silence"]]}})
    grown = Stage(longer, stage.library, stage.topics, stage.reader)
    opened = open_meeting(longer, stage.library, seed=7, difficulty="guarded", on=DAY, versions={})
    for script in ("listener", "average", "dumper"):
        assert spoken(play(grown, opened, SCRIPTS[script])) == spoken(theatre.play("surgeon", SCRIPTS[script]))


# Lines


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_line_is_said_twice_in_25_turns(theatre: Theatre, persona: str) -> None:
    catalogue = theatre.coach.shelf.topics
    own = [entry.topic for entry in theatre.persona(persona).topics if not catalogue[entry.topic].contextual]
    questions = [catalogue[topic].phrasings[1] for topic in own[:25]]
    between = ["Thank you.", "So that's what your week looks like.", "I don't know that.", "Tell me more.", "What makes you say that?"]
    mixed = [words for pair in zip(questions[:13], between * 3, strict=False) for words in pair][:25]
    for seed, lines in enumerate((questions, mixed)):
        said = spoken(theatre.play(persona, lines, seed=seed))
        assert len(said) >= 16, "most of it was played before time or patience ran out"
        assert len(said) == len(set(said)), sorted(line for line in set(said) if said.count(line) > 1)


@pytest.mark.parametrize(("persona", "script"), ALL)
def test_every_reply_is_made_of_the_persona_s_own_lines(theatre: Theatre, persona: str, script: str) -> None:
    who = theatre.persona(persona)
    for turn in theatre.play(persona, SCRIPTS[script]).turns:
        beat = turn.said.responses[0].beat
        assert beat.lines
        if not beat.slots:
            assert turn.replied[0].words == " ".join(line_text(who, line) for line in beat.lines)
        else:
            assert all(handle.lower() in turn.replied[0].words.lower() for handle in beat.slots.values())


# Changes and their reasons


@pytest.mark.parametrize(("persona", "script"), ALL)
def test_every_change_has_a_reason_and_quotes_the_rep(theatre: Theatre, persona: str, script: str) -> None:
    for turn in theatre.play(persona, SCRIPTS[script]).turns:
        for change in turn.said.responses[0].changes:
            assert change.because
            assert change.quote in turn.said.words
            assert (change.by is None) != (change.to is None)
            if change.what in ("trust", "patience") and change.because != "time passing":
                assert change.by


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_the_rep_did_is_quoted(theatre: Theatre, persona: str) -> None:
    quoted = [change.quote for turn in theatre.play(persona, SCRIPTS["dumper"]).turns for change in turn.said.responses[0].changes if change.what == "trust"]
    assert quoted and sum(bool(quote) for quote in quoted) >= 0.8 * len(quoted)


# Hidden needs


def secrets(persona: Persona, disclosed: list[str]) -> tuple[set[str], set[str]]:
    """The facts and the words of needs that are not disclosed."""
    hidden = [need for need in persona.needs if need.need not in disclosed]
    open_facts = {fact for need in persona.needs if need.need in disclosed for fact in need.facts}
    return {fact for need in hidden for fact in need.facts} - open_facts, {line for need in hidden for line in (*need.disclose, *need.deepen)}


@pytest.mark.parametrize(("persona", "script"), ALL)
def test_nothing_hidden_is_told_before_it_is_disclosed(theatre: Theatre, persona: str, script: str) -> None:
    who = theatre.persona(persona)
    meeting = theatre.play(persona, SCRIPTS[script])
    hidden_facts = {fact for need in who.needs for fact in need.facts}
    for turn, state in zip(meeting.turns, meeting.states()[1:], strict=True):
        beat = turn.said.responses[0].beat
        facts, words = secrets(who, state.disclosed)
        assert not facts & set(beat.told)
        assert not any(line in turn.replied[0].words for line in words)
        if set(beat.told) & hidden_facts:
            assert beat.disclosed
        for need in beat.disclosed:
            assert need in state.disclosed


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_ordinary_line_tells_what_a_need_hides(theatre: Theatre, persona: str) -> None:
    who = theatre.persona(persona)
    hidden = {fact for need in who.needs for fact in need.facts}
    assert hidden and not hidden & {fact for entry in who.topics for line in entry.lines for fact in line.tells}


# Endings


def experts(coach: Coach) -> list[Expert]:
    return sorted(coach.shelf.experts.values(), key=lambda one: one.id)


@pytest.mark.parametrize("at", range(4))
def test_each_scripted_expert_gets_a_step_with_owner_and_day(theatre: Theatre, coach: Coach, at: int) -> None:
    expert = experts(coach)[at]
    meeting = theatre.play(expert.persona, [line.say for line in expert.lines], seed=expert.seed)
    advance = theatre.persona(expert.persona).endings.advance
    outcome = meeting.outcome
    assert outcome and outcome.kind == "advance" and outcome.date
    assert (outcome.action, outcome.owner) == (advance.action, advance.owner)
    day = date.fromisoformat(outcome.date)
    assert advance.days <= (day - DAY).days < advance.days + 7
    assert advance.weekday is None or f"{day:%A}".lower() == advance.weekday
    assert len(meeting.state().disclosed) >= advance.needs and meeting.state().trust >= advance.trust
    assert len(meeting.turns) == len(expert.lines) + 1, "every line of the expert is heard"


def test_there_is_an_expert_for_everybody(coach: Coach) -> None:
    assert {expert.persona for expert in experts(coach)} == set(PERSONAS)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("persona", PERSONAS)
def test_who_presses_never_gets_a_step(theatre: Theatre, persona: str, difficulty: str) -> None:
    for script in ("presser", "dumper", "charmer"):
        meeting = theatre.play(persona, SCRIPTS[script], difficulty=difficulty)  # type: ignore[arg-type]
        assert meeting.outcome and meeting.outcome.kind in ("cut_short", "continuation")
        assert meeting.outcome.action is None and meeting.state().agreed is None


@pytest.mark.parametrize("script", ["presser", "dumper"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_a_hostile_persona_leaves_who_presses_or_overclaims(theatre: Theatre, persona: str, script: str) -> None:
    meeting = theatre.play(persona, SCRIPTS[script], difficulty="hostile")
    assert meeting.outcome and meeting.outcome.kind == "cut_short"
    assert meeting.turns[-1].said.responses[0].beat.move == "leave"
    assert len(meeting.turns) - 1 < len(SCRIPTS[script]), "lines left over are not played"


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("script", ["listener", "average", "dumper", "presser", "charmer", "honest"])
def test_harder_people_trust_less_and_stay_no_longer(theatre: Theatre, persona: str, script: str) -> None:
    played = [theatre.play(persona, SCRIPTS[script], difficulty=difficulty) for difficulty in DIFFICULTIES]
    # Below the trust at which they leave, less is not less: the meeting is over.
    open_, guarded, hostile = (max(meeting.state().trust, LEAVES_AT_TRUST) for meeting in played)
    assert open_ >= guarded >= hostile
    assert len(played[0].turns) >= len(played[1].turns) >= len(played[2].turns)


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_good_listener_is_trusted_more_than_everybody_who_sells(theatre: Theatre, persona: str) -> None:
    trust = {script: theatre.play(persona, SCRIPTS[script]).state().trust for script in ("listener", "dumper", "presser", "charmer", "average")}
    assert max(trust, key=lambda name: trust[name]) == "listener"
    assert trust["listener"] > theatre.open(persona).state().trust > max(trust["dumper"], trust["presser"], trust["charmer"])


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_honest_no_ends_in_peace(theatre: Theatre, persona: str) -> None:
    meeting = theatre.play(persona, SCRIPTS["honest"])
    assert meeting.outcome and meeting.outcome.kind == "no_fit"
    assert meeting.state().trust > theatre.open(persona).state().trust


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_rep_can_leave_at_any_time(theatre: Theatre, persona: str) -> None:
    opened = theatre.open(persona)
    said = leave(theatre.persona(persona), opened)
    meeting = with_turn(opened, said, speak(theatre.persona(persona), said))
    assert said.kind == "left" and said.responses[0].beat.move == "close"
    assert meeting.outcome and meeting.outcome.kind == "continuation"
    farewell = theatre.play(persona, ["What happens on nights?", "Thank you, that's all from me. Goodbye."])
    assert farewell.turns[-1].said.kind == "rep" and farewell.outcome and farewell.outcome.kind == "continuation"


@pytest.mark.parametrize("persona", PERSONAS)
def test_time_runs_out(theatre: Theatre, persona: str) -> None:
    questions = [f"{line[:-1]}, {'as far as you can say, ' * 20}if you would?" for line in SCRIPTS["interrogator"] * 2]
    meeting = theatre.play(persona, questions)
    minutes = [state.minutes_left for state in meeting.states()]
    assert minutes == sorted(minutes, reverse=True) and minutes[-1] == 0
    last = meeting.turns[-1].said.responses[0]
    assert last.beat.move == "close" and last.beat.lines[-1].startswith("endings.time_up.")
    assert last.outcome and last.outcome.kind == "continuation"
    assert sum(line.startswith("reactions.time_short.") for line in spoken(meeting)) <= 1
    assert len(meeting.turns) - 1 < len(questions)


def test_after_the_end_nothing_more_is_played(theatre: Theatre) -> None:
    meeting = theatre.play("surgeon", SCRIPTS["honest"])
    assert play(theatre.stage("surgeon"), meeting, ["One more thing."]) is meeting


def test_a_turn_decides_without_touching_the_meeting(theatre: Theatre) -> None:
    opened = theatre.open("cfo")
    before = opened.model_dump_json()
    said = take_turn(theatre.stage("cfo"), opened, "What does the board ask you?")
    assert (said.turn, said.kind, said.words) == (1, "rep", "What does the board ask you?")
    assert opened.model_dump_json() == before
    assert not with_turn(opened, said, None).turns[-1].replied
