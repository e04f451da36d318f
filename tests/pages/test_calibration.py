"""Calibration on the page: blind until one's own levels are given, then in plain words; figures for those who keep the rubric, and only for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from coach.content.rubric import CRITERIA
from coach.reviews.viewer import Role, Viewer
from coach.store.tables import PersonRow
from tests.pages.conftest import app, errors, program, shown, sound, unescaped
from tests.pages.test_debrief import lookback, looked_back, mine

LINE = "What happens with your patients' wounds after they go home?"
MIA = Viewer("mia", "manager")
LEVELS: dict[str, int | None] = {id: 2 for id in CRITERIA if id != "account_read"}


@pytest.fixture
def sits(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Role], None]:
    """Who sits at the page."""

    def sit(id: str, role: Role) -> None:
        monkeypatch.setattr("coach.pages.shell.viewer", lambda: Viewer(id, role))

    return sit


def shared() -> str:
    """A meeting of Ann's that she shared, measured, and scored by her manager."""
    store = program().store
    for id, name in (("me", "Ann Anonymous"), ("mia", "Mia"), ("ned", "Ned")):
        store.people.ensure(id, name)
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "me").values(manager="mia"))
    meeting = looked_back(LINE)
    lookback().report(mine().load(meeting))
    id = store.submissions.submit(Viewer("me"), meeting, "My own question", shared=True)
    comments = [{"turn": 1, "words": "An open question.", "criterion": "discovery"}]
    store.reviews.save(MIA, id, {"v": 1, "blind": True, "levels": LEVELS, "comments": comments, "closing": "For Ann alone."}, 0)
    store.reviews.give_back(MIA, id)
    return id


def tap(page: AppTest, id: str, **levels: int) -> AppTest:
    for criterion, level in levels.items():
        page = sound(page.button_group(key=f"cal-{id}-{criterion}").set_value(level).run())
    return page


def test_blind_until_one_s_own_levels_are_given_and_then_in_words(sits: Callable[[str, Role], None]) -> None:
    id = shared()
    sits("ned", "manager")
    page = app("calibration", s=id)
    text = shown(page)
    assert LINE in text and "Ann" not in text and "My own question" not in text and "An open question." not in text and "Measured" not in text
    page = tap(page, id, discovery=0)
    page = sound(page.text_input(key=f"cal-{id}-discovery-why").set_value("Only one.").run())
    page = sound(page.button(key=f"cal-{id}-give").click().run())
    assert "9 of 10 have no level yet" in errors(page)
    again = app("calibration", s=id)
    assert again.text_input(key=f"cal-{id}-discovery-why").value == "Only one.", "another window finds what was scored"
    again = tap(again, id, **{criterion: 2 for criterion in LEVELS if criterion not in ("discovery", "uptake")}, uptake=-1)
    again = sound(again.button(key=f"cal-{id}-give").click().run())
    text = shown(again)
    assert "You and the other reviewer differ by two levels on discovery." in text and "You saw no moment for building on what they say" in text
    assert "The same level on 8 of 10." in text and "An open question." in text and "Only one." in text and "You get to a problem." in text
    assert "For Ann alone." not in text, "what is said to the rep is for the rep"
    kept = program().store.reviews.mine(Viewer("ned", "manager"), id)
    assert kept is not None and kept.document["blind"] is True and kept.document["levels"]["uptake"] is None
    opened = [one.by for one in program().store.audit.about(Viewer("me")) if one.what == "opened a meeting"]
    assert opened == ["ned", "ned"], "one line a visit, and not one a tap"


def test_whose_own_review_it_is_goes_there(sits: Callable[[str, Role], None]) -> None:
    id = shared()
    other = program().store.submissions.submit(Viewer("me"), looked_back(LINE), "Again?", shared=True)
    sits("mia", "manager")
    assert "among your reviews" in unescaped(app("calibration", s=other).info[0].value)
    assert "You are the first" in shown(app("calibration", s=id))
    assert program().store.submissions.one(MIA, other).state == "submitted", "to look at the list is not to open it"


def test_figures_are_for_those_who_keep_the_rubric(sits: Callable[[str, Role], None]) -> None:
    id = shared()
    sits("eve", "enablement")
    text = shown(app("calibration"))
    assert "not enough yet: 0 of 10 meetings" in text and "1 meeting was scored by 1 person" in text and "Rater A" in text
    assert "Halloway" not in text and "Mia" not in text and "Ann" not in text and LINE not in text
    assert "taken back by its rep, or it was never handed to you" in errors(app("calibration", s=id))
    sits("ned", "manager")
    text = shown(app("calibration"))
    assert "Halloway" in "".join(unescaped(link.proto.label) for link in app("calibration").get("page_link")) and "How far people agree" not in text
