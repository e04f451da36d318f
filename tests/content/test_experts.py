"""What the product itself suggests to a rep: the scripted experts say nothing that may not be said."""

from __future__ import annotations

import pytest

from coach.wiring import Coach

PERSONAS = ("surgeon", "or_nurse_manager", "cfo", "office_coordinator")


@pytest.mark.parametrize("persona", PERSONAS)
def test_an_expert_breaks_no_claim_rule(coach: Coach, persona: str) -> None:
    met = coach.shelf.personas[persona]
    reader = coach.reader(coach.shelf.library_of(met), met)
    for line in coach.shelf.experts[persona].lines:
        assert not reader.read(line.say).claims, line.say


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_claim_of_an_expert_rests_on_an_approved_message(coach: Coach, persona: str) -> None:
    shelf = coach.shelf
    reader = coach.reader(shelf.library_of(shelf.personas[persona]))
    for line in shelf.experts[persona].lines:
        reading = reader.read(line.say)
        if "claims" in reading.acts:
            assert reading.messages, line.say
