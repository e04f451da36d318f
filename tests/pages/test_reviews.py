"""From a rep's question to what came back: handed in, reviewed blind, overruled with a reason, answered, done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from coach.content.errors import CoachError
from coach.pages import shell
from coach.practice import Practice
from coach.reviewing import Reviewing
from coach.reviews.review import read_review
from coach.reviews.viewer import Viewer
from coach.store.tables import PersonRow
from tests.pages.conftest import PATIENCE, app, errors, mine, program, shown, sound, unescaped
from tests.pages.test_debrief import PITCH, looked_back

ALONE = Viewer("me", "admin", alone=True)
ME, MIA = Viewer("me"), Viewer("mia", "manager")
QUESTION = "Did I claim too early?"


def reviewing(viewer: Viewer = ALONE) -> Reviewing:
    return Reviewing(program(), viewer)


def handed_in(turn: int | None = None, viewer: Viewer = ALONE) -> str:
    table = mine().load(looked_back(*PITCH))
    return reviewing(viewer).hand_in(table, QUESTION, turn)


@pytest.fixture
def mia(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mia leads me, and it is she who looks at the pages."""
    store = program().store
    for viewer, name in ((ME, "Ann Weller"), (MIA, "Mia")):
        store.people.ensure(viewer.id, name)
    with store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == "me").values(manager="mia"))
    monkeypatch.setattr(shell, "viewer", lambda: MIA)
    for name in ("reviews", "review", "submit"):
        monkeypatch.setattr(f"coach.pages.{name}.viewer", lambda: MIA, raising=False)
    yield


def field(page: AppTest, kind: str, name: str) -> object:
    """A field of the review by the end of its key."""
    return next(item for item in page.get(kind) if str(item.key).endswith(f"-{name}"))


def form(id: str, turn: int | None = None) -> AppTest:
    """What stands in the window over the debrief; the harness runs a page as a whole, which closes it."""

    def window(id: str, turn: int | None) -> None:
        from coach.pages import shell, submit

        submit.form(shell.practice().load(id), turn)

    return sound(AppTest.from_function(window, kwargs={"id": id, "turn": turn}, default_timeout=PATIENCE).run())


def test_handing_in_says_what_is_seen_and_asks_for_a_question() -> None:
    id = looked_back(*PITCH)
    page = app("debrief", m=id)
    assert "every turn," in shown(sound(page.button(key="hand-in-open").click().run()))
    page = form(id)
    assert "every turn, your words and theirs" in shown(page) and "do not see your other notes" in shown(page)
    page = sound(page.button(key=f"hand-in-{id}-None-go").click().run())
    assert "Write what you want to know" in errors(page) and reviewing().handed_in() == []
    page.text_input(key=f"hand-in-{id}-None-question").set_value(QUESTION)
    page = sound(page.button(key=f"hand-in-{id}-None-go").click().run())
    (handed,) = reviewing().handed_in(id)
    assert (handed.question, handed.turn, handed.shared, handed.state) == (QUESTION, None, False, "submitted")
    assert program().store.submissions.score(ALONE, handed.id) is not None, "a whole meeting is measured when it is handed in"
    page = app("debrief", m=id)
    assert "Nobody has opened it yet" in shown(page)
    sound(page.button(key=f"take-back-{handed.id}").click().run())
    assert reviewing().handed_in(id) == [] and reviewing().queue() == []


def test_of_a_moment_exactly_its_turns_are_named() -> None:
    id = looked_back(*PITCH)
    page = app("debrief", m=id)
    page = sound(page.button(key="hand-in-2").click().run())
    assert "Your manager will see their greeting, turn 1, turn 2 and turn 3: your words and theirs" in shown(page)
    assert "They see nothing else of this meeting" in shown(page)


def test_what_may_not_be_handed_in_is_said() -> None:
    table = mine().load(looked_back(*PITCH))
    for words, line in (("x" * 301, "Keep it under 300"), ("Is jo@example.org right?", "an e-mail address"), (" ", "Write what you want")):
        with pytest.raises(CoachError, match=line):
            reviewing().hand_in(table, words)
    with pytest.raises(CoachError, match="turn 9"):
        reviewing().hand_in(table, QUESTION, turn=9)
    watched = Practice(program(), ALONE).watch("or_nurse_manager", on=table.meeting.setup.on)
    with pytest.raises(CoachError, match="expert's"):
        reviewing().hand_in(mine().load(watched), QUESTION)


def test_the_measured_levels_come_only_after_one_s_own(mia: None) -> None:
    id = handed_in(viewer=ME)
    report = reviewing(ME).came_back(id)
    assert report.review is None
    measured = program().store.submissions.score(ME, id)
    assert measured is not None
    page = app("reviews", s=id)
    assert QUESTION in shown(page) and "Ann Weller" in shown(page)
    quotes = {one.why for item in measured.report.criteria for one in item.evidence}
    assert not any(f"&middot; {why}" in shown(page) for why in quotes) and "Your levels stand" not in shown(page)
    with pytest.raises(CoachError, match="your own levels first"):
        reviewing(MIA).measured(id)
    field(page, "button_group", "level-discovery").set_value(2)  # type: ignore[attr-defined]
    page = sound(page.run())
    assert reviewing(MIA).draft(id).review.levels == {"discovery": 2}
    page = sound(field(page, "button", "settle").click().run())  # type: ignore[attr-defined]
    review = reviewing(MIA).draft(id).review
    assert review.blind and review.levels_at and review.levels["discovery"] == 2 and review.levels["opening"] is None
    assert "given before you saw the measured ones" in shown(page) and any(f"&middot; {why}" in shown(page) for why in quotes)
    later = review.model_copy(update={"levels": {"discovery": 0}, "blind": False})
    reviewing(MIA).save(id, later, reviewing(MIA).draft(id).revision)
    assert reviewing(MIA).draft(id).review.levels["discovery"] == 2, "levels that stand are not changed any more"


def test_reviewed_alone_and_read_by_the_rep() -> None:
    id = handed_in()
    page = app("reviews")
    assert "A whole meeting" in shown(page) and QUESTION in shown(page)
    page = app("reviews", s=id)
    page = sound(field(page, "button", "open-2").click().run())  # type: ignore[attr-defined]
    field(page, "text_area", "comment-2").set_value("A number <b>before</b> a need.")  # type: ignore[attr-defined]
    page = sound(page.run())
    page = sound(field(page, "button", "keep-2").click().run())  # type: ignore[attr-defined]
    page = sound(field(page, "button", "differently-1").click().run())  # type: ignore[attr-defined]
    page = sound(field(page, "button", "give").click().run())  # type: ignore[attr-defined]
    assert "Turn 1: say how you would have decided" in errors(page)
    field(page, "text_area", "instead").set_value("Ask what brings her here.")  # type: ignore[attr-defined]
    page = sound(page.run())
    again = app("reviews", s=id)
    assert field(again, "text_area", "instead").value == "Ask what brings her here.", "another window finds what was typed"  # type: ignore[attr-defined]
    page = again
    page = sound(field(page, "button", "settle").click().run())  # type: ignore[attr-defined]
    assert "your own meeting" in shown(page), "alone, the scores were seen: that is not called blind"
    page = sound(field(page, "checkbox", "overrule-discovery").check().run())  # type: ignore[attr-defined]
    field(page, "button_group", "override-discovery").set_value(1)  # type: ignore[attr-defined]
    page = sound(page.run())
    page = sound(field(page, "button", "give").click().run())  # type: ignore[attr-defined]
    assert "an override needs a reason" in errors(page)
    field(page, "text_area", "reason-discovery").set_value("She held it out to you.")  # type: ignore[attr-defined]
    field(page, "button_group", "questions").set_value(["What changed your approach?"])  # type: ignore[attr-defined]
    page = sound(page.run())
    page = sound(field(page, "button", "give").click().run())  # type: ignore[attr-defined]
    assert "Given back" in page.success[0].value and reviewing().queue() == []
    assert reviewing().phrases() == ["A number <b>before</b> a need."], "a comment that is kept serves again"

    page = app("returned", s=id)
    text = shown(page)
    assert "Ask what brings her here." in text and "A number &lt;b&gt;before&lt;/b&gt; a need." in text and "She held it out to you." in text
    page.text_area(key=f"answer-{id}-question-0").set_value("Her face did.")
    page.text_area(key=f"answer-{id}-override-discovery").set_value("She did not say it.")
    page = sound(page.run())
    found = reviewing().came_back(id)
    assert found.submission.answers["What changed your approach?"] == "Her face did."
    assert found.review is not None and found.review.overrides["discovery"].answer == "She did not say it."
    sound(page.button(key="done").click().run())
    assert reviewing().handed_in()[0].state == "done"
    assert "Her face did." in shown(app("reviews", s=id)), "the manager reads the answer"


def test_a_draft_that_was_saved_elsewhere_is_told_and_words_stay() -> None:
    id = handed_in(turn=2)
    page = app("reviews", s=id)
    assert not [item for item in page.get("button_group") if "level-" in str(item.key)], "four turns are not scored"
    field(page, "text_area", "closing").set_value("First thought.")  # type: ignore[attr-defined]
    page = sound(page.run())
    draft = reviewing().draft(id)
    reviewing().save(id, draft.review.model_copy(update={"closing": "From the phone."}), draft.revision)
    field(page, "text_area", "closing").set_value("Second thought.")  # type: ignore[attr-defined]
    page = sound(page.run())
    assert "saved in another tab" in errors(page) and reviewing().draft(id).review.closing == "From the phone."
    assert field(page, "text_area", "closing").value == "Second thought."  # type: ignore[attr-defined]
    page = sound(field(page, "button", "over").click().run())  # type: ignore[attr-defined]
    assert reviewing().draft(id).review.closing == "Second thought." and not page.error


def test_taken_back_while_somebody_writes_their_own_words_are_there_to_copy(mia: None) -> None:
    id = handed_in(viewer=ME)
    page = app("reviews", s=id)
    field(page, "text_area", "closing").set_value("Half a thought about her question")  # type: ignore[attr-defined]
    reviewing(ME).take_back(id)
    page = sound(page.run())
    assert "taken back by its rep" in unescaped(errors(page)) and page.code[0].value == "Half a thought about her question"
    assert PITCH[1] not in shown(page), "the meeting is no longer shown"


def test_a_review_of_a_newer_version_is_refused_in_a_line() -> None:
    with pytest.raises(CoachError, match="version 2"):
        read_review({"v": 2}, 2)
    with pytest.raises(CoachError, match="cannot be read"):
        read_review({"levels": {"opening": 7}}, 1)
