"""Which line is spoken: allowed by trust, not said before, exactly as the file has it."""

from __future__ import annotations

import pytest

from coach.content.persona import Persona
from coach.roleplay.lines import CLIPPED_BELOW, EXAMPLE_FROM, Lines, authored, line_text
from coach.roleplay.records import Beat, State
from tests.roleplay.conftest import PERSONAS, Theatre


def references(persona: Persona) -> list[str]:
    """Every line a persona has."""
    pools: dict[str, int] = {"greeting": len(persona.greeting), "clarify": len(persona.clarify), "endings.advance": len(persona.endings.advance.lines)}
    pools |= {f"topics.{entry.topic}": len(entry.lines) for entry in persona.topics}
    pools |= {f"reactions.{kind}": len(lines) for kind, lines in persona.reactions.items()}
    pools |= {f"endings.{kind}": len(getattr(persona.endings, kind)) for kind in ("parting", "continuation", "no_fit", "cut_short", "time_up")}
    for need in persona.needs:
        pools |= {f"needs.{need.need}.{pool}": len(getattr(need, pool)) for pool in ("hints", "disclose", "deepen")}
    for objection in persona.objections:
        pools |= {f"objections.{objection.id}.raise": len(objection.raise_)}
        pools |= {f"objections.{objection.id}.{pool}": len(getattr(objection, pool)) for pool in ("probed", "escalate", "resolved", "admitted")}
    for question in persona.questions:
        pools |= {f"questions.{question.id}.{pool}": len(getattr(question, pool)) for pool in ("ask", "answered", "admitted", "evaded")}
    return [f"{prefix}.{at}" for prefix, count in pools.items() for at in range(count)]


def drawn(theatre: Theatre, state: State, turn: int = 1, seed: int = 7) -> Lines:
    return Lines(theatre.persona("surgeon"), state, seed, turn)


@pytest.mark.parametrize("name", PERSONAS)
def test_every_line_is_found_and_spoken_exactly(theatre: Theatre, name: str) -> None:
    persona = theatre.persona(name)
    spoken = [line_text(persona, reference) for reference in references(persona)]
    assert len(set(spoken)) == len(spoken) > 250, "no two references say the same"
    assert all(
        authored(persona, Beat(move="answer", lines=[reference])) == line_text(persona, reference)
        for reference in references(persona)
        if not reference.startswith("clarify")
    )


@pytest.mark.parametrize("reference", ["greeting.99", "topics.no_such_topic.0", "nonsense.0"])
def test_a_line_that_is_not_there(theatre: Theatre, reference: str) -> None:
    with pytest.raises((KeyError, IndexError, StopIteration)):
        line_text(theatre.persona("surgeon"), reference)


@pytest.mark.parametrize(
    ("trust", "bands"), [(CLIPPED_BELOW - 1, ["clipped"]), (CLIPPED_BELOW, ["ordinary"]), (EXAMPLE_FROM - 1, ["ordinary"]), (EXAMPLE_FROM, ["example"])]
)
def test_trust_decides_how_frankly_they_answer(theatre: Theatre, trust: float, bands: list[str]) -> None:
    for entry in theatre.persona("surgeon").topics:
        found = drawn(theatre, theatre.state("surgeon")).topic(entry, trust)
        assert found
        available = {line.band for line in entry.lines}
        said = entry.lines[int(found.rsplit(".", 1)[1])].band
        assert said in bands or said == "any" or not available & set(bands)


def test_an_example_is_never_told_below_its_trust(theatre: Theatre) -> None:
    state = theatre.state("surgeon")
    for entry in theatre.persona("surgeon").topics:
        lines = drawn(theatre, state)
        while found := lines.topic(entry, EXAMPLE_FROM - 1):
            assert entry.lines[int(found.rsplit(".", 1)[1])].band != "example"


def test_a_topic_runs_dry_instead_of_repeating(theatre: Theatre) -> None:
    entry = theatre.persona("surgeon").topics[0]
    lines = drawn(theatre, theatre.state("surgeon"))
    said = [found for _ in range(10) if (found := lines.topic(entry, 90))]
    assert len(said) == len(set(said)) == len(entry.lines)


def test_what_was_said_in_earlier_turns_is_not_said_again(theatre: Theatre) -> None:
    pool = [f"reactions.overclaim.{at}" for at in range(5)]
    for left in range(5):
        state = theatre.state("surgeon", lines=[name for name in pool if name != pool[left]])
        assert drawn(theatre, state).reaction("overclaim") == pool[left]


def test_a_reaction_that_is_used_up_gives_way_to_an_unsaid_acknowledgement(theatre: Theatre) -> None:
    state = theatre.state("surgeon", lines=[f"reactions.overclaim.{at}" for at in range(5)])
    assert drawn(theatre, state).reaction("overclaim").startswith("reactions.acknowledge.")


def test_clarifying_questions_are_not_repeated(theatre: Theatre) -> None:
    lines = drawn(theatre, theatre.state("surgeon"))
    asked = [lines.clarify() for _ in range(8)]
    assert asked[-1] is None
    assert len(set(asked) - {None}) == len(theatre.persona("surgeon").clarify)


def test_the_two_places_of_a_clarifying_question_are_filled(theatre: Theatre) -> None:
    persona = theatre.persona("surgeon")
    for at in range(len(persona.clarify)):
        words = authored(persona, Beat(move="clarify", lines=[f"clarify.{at}"], slots={"first": "what goes wrong", "second": "{7*7} and {first}"}))
        assert "what goes wrong" in words.lower() and "{second}" not in words
        assert words[0].isupper()


def test_another_draw_does_not_shift_this_one(theatre: Theatre) -> None:
    state = theatre.state("surgeon")
    alone = drawn(theatre, state).ending("continuation")
    busy = drawn(theatre, state)
    for kind in ("silence", "thanks", "initiative"):
        busy.reaction(kind)
    busy.greeting()
    assert busy.ending("continuation") == alone
