"""Before a committee: who sits there, several voices under their names, and what it did to each of them."""

from __future__ import annotations

from datetime import date

from coach.panels import Panels
from coach.reviews.viewer import Viewer
from tests.pages.conftest import app, program, shown, sound


def test_a_slot_from_the_door_to_what_it_did(fresh: None) -> None:
    page = sound(app("committee").run())
    assert "in the chair" in shown(page)
    kept = Panels(program(), Viewer("me", "admin"))
    id = kept.begin("tarn_hollow", on=date(2027, 1, 14), seed=1)
    page = app("committee")
    page.query_params["m"] = id
    page = sound(page.run())
    page = sound(page.chat_input[0].set_value("It is completely safe and it pays for itself.").run())
    slot = kept.load(id)
    voices = [reply.person for reply in slot.meeting.turns[1].replied]
    assert len(voices) == 2 and all(slot.persona(name).name in shown(page) for name in voices)
    page = sound(next(one for one in page.button if one.label == "Thank them and go").click().run())
    text = shown(page)
    assert "They deliberate without you" in text and "completely safe" in text and "claimed more than anyone can know" in text
    assert all(one.name in text for one in slot.people)
