"""The kept transcripts are what is played today. After a deliberate change: python -m tests.roleplay.golden"""

from __future__ import annotations

import pytest

from tests.roleplay.conftest import Theatre
from tests.roleplay.golden import REPS, place, transcript
from tests.roleplay.test_day import EVERYBODY


@pytest.mark.parametrize("rep", REPS)
@pytest.mark.parametrize("persona", EVERYBODY)
def test_three_meetings_with_everybody(theatre: Theatre, persona: str, rep: str) -> None:
    kept = place(persona, rep).read_text()
    assert transcript(theatre.stage(persona), rep) == kept
