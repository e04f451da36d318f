"""A team's pages: the door, roles that change while somebody writes, logins that run out, the people, the log, and one's own data."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from coach.practice import Practice
from coach.reviews.logins import LoginRules, identity
from coach.reviews.viewer import Viewer
from coach.store.tables import PersonRow

from .conftest import PATIENCE, ROOT, errors, program, shown, sound, unescaped

AUTH = {
    "redirect_uri": "http://localhost/oauth2callback",
    "cookie_secret": "long and random",
    "client_id": "c",
    "client_secret": "s",
    "server_metadata_url": "u",
}
SENTENCE = "You heard her, and then you told her about the trial."


def claims(who: str, hours_ago: float = 0) -> dict[str, object]:
    address = {"email": f"{who}@example.org", "email_verified": True}
    return {"is_logged_in": True, "iss": "https://id.example.org", "sub": who, "name": who.title(), "iat": time.time() - 3600 * hours_ago} | address


def enter(who: str) -> Viewer:
    """Known to the team, as at a first login."""
    return program().store.logins.enter(identity(claims(who), LoginRules()), frozenset({"ada@example.org"}))


def visit(page: str = "start", who: str | None = None, hours_ago: float = 0, auth: dict[str, str] | None = None, **state: object) -> AppTest:
    from coach.pages import shell

    assert shell.warming().done.wait(PATIENCE)
    test = AppTest.from_file(str(ROOT / "coach" / "pages" / "entry.py"), default_timeout=PATIENCE)
    test.secrets["auth"] = AUTH if auth is None else auth
    test.user = claims(who, hours_ago) if who else {"is_logged_in": False}
    for key, value in state.items():
        test.session_state[key] = value
    if page != "start":
        test.switch_page(f"{page}.py")
    sound(test.run())
    test._page_hash = ""
    return test


def button(test: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(one for one in test.button if one.label == label)


@pytest.fixture(autouse=True)
def administrator(own: Callable[[str, str], None], fresh: None) -> None:
    own("COACH_ADMINS", "ada@example.org")


def test_at_the_door_there_is_one_button_and_nothing_else() -> None:
    for page in ("start", "progress", "team_people", "your_data", "how"):
        test = visit(page)
        assert [one.value for one in test.title] == ["Listen First"] and [one.label for one in test.button] == ["Sign in"]
        assert "Sign in with your team" in shown(test)
    assert not program().store.logins.any()


def test_a_login_that_is_set_up_wrongly_lets_nobody_in() -> None:
    test = visit(auth={"client_id": "c"})
    assert "lacks redirect_uri, cookie_secret, client_secret, server_metadata_url" in errors(test) and not test.button
    enter("ann")
    without = AppTest.from_file(str(ROOT / "coach" / "pages" / "entry.py"), default_timeout=PATIENCE)
    assert "This database is a team's, but no login is set up here" in errors(sound(without.run())) and len(without.title) == 1


def test_a_role_that_is_taken_away_while_somebody_writes() -> None:
    mia, ada = enter("mia"), enter("ada")
    program().store.team.change(ada, mia.id, "manager", None, None)
    test = visit("reviews", "mia")
    assert test.title[0].value == "Reviews" and not test.warning
    program().store.team.change(ada, mia.id, "rep", None, None)
    program().store.drafts.save(mia, "reviews/1/closing", "Kept half way, by its field")
    test.session_state["rv-1-closing"] = SENTENCE
    sound(test.run())
    assert "This page is for managers, and you are here as a rep." in [unescaped(one.value) for one in test.warning]
    assert [one.value for one in test.code] == ["Kept half way, by its field", SENTENCE]
    program().store.team.leave(ada, mia.id)
    sound(test.run())
    assert "You are noted as having left this team" in errors(test) and [one.label for one in test.button] == ["Sign out"]


def test_a_login_that_runs_out_keeps_the_words() -> None:
    test = visit("after", "ann", hours_ago=11)
    assert test.title[0].value != "Listen First"
    test.user = claims("ann", hours_ago=13)
    test.session_state["some-field"] = SENTENCE
    sound(test.run())
    assert "You signed in more than 12 hours ago. Sign in again; what you typed is kept." in shown(test) and [one.label for one in test.button] == ["Sign in"]
    again = visit("after", "ann")
    assert SENTENCE in [one.value for one in again.code]
    sound(button(again, "Put it away").click().run())
    assert SENTENCE not in [one.value for one in visit("after", "ann").code] and SENTENCE not in [one.value for one in visit("after", "bob").code]


def a_field() -> None:
    from coach.pages import kept

    kept.area("Comment", "reviews/1/comment")


def test_a_kept_field_keeps_what_is_typed_and_forgets_what_was_sent() -> None:
    from coach.pages import shell

    assert shell.coach()

    def begin() -> AppTest:
        test = AppTest.from_function(a_field, default_timeout=PATIENCE)
        test.secrets["auth"] = AUTH
        test.user = claims("ann")
        return sound(test.run())

    test = begin()
    sound(test.text_area[0].set_value(SENTENCE).run())
    assert begin().text_area[0].value == SENTENCE
    test.user = claims("ann", hours_ago=13)
    test.text_area[0].set_value(f"{SENTENCE} And then").run()
    assert begin().text_area[0].value == f"{SENTENCE} And then", "typed in the second in which the login ran out"
    assert program().store.drafts.load(enter("bob"), "reviews/1/comment") == ""


def test_the_people_of_a_team_are_kept_by_their_administrator() -> None:
    ann, mia = enter("ann"), enter("mia")
    assert "This page is for administrators" in "".join(unescaped(one.value) for one in visit("team_people", "ann").warning)
    test = visit("team_people", "ada")
    assert "Ann" in shown(test) and "ann@example.org" in shown(test)
    sound(test.selectbox(key="person").set_value(ann.id).run())
    next(one for one in test.selectbox if one.label == "Led by").set_value(mia.id)
    next(one for one in test.selectbox if one.label == "Role").set_value("enablement")
    sound(button(test, "Save").click().run())
    me = program().store.people.me(ann)
    assert me is not None and (me.manager, me.role) == (mia.id, "enablement") and "Saved. Ann is somebody from enablement" in unescaped(test.success[0].value)
    test.text_input(key="add-email").set_value("new at example.org")
    sound(button(test, "Add").click().run())
    assert "is no address" in errors(test)
    test.text_input(key="add-email").set_value("New@example.org")
    sound(button(test, "Add").click().run())
    assert "has not signed in yet" in shown(test) and enter("new").role == "rep"
    log = shown(visit("opened", "ada"))
    assert "changed the role: as the login says to enablement" in log and "Ada" in log


def test_ones_own_data_is_taken_along_and_erased() -> None:
    ann = enter("ann")
    ada = enter("ada")
    with program().store.database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.id == ann.id).values(manager=ada.id))
    practice = Practice(program(), ann)
    meeting = practice.begin("surgeon", on=date(2026, 12, 1), seed=7)
    practice.recordings.keep(meeting, 1, b"RIFF")
    test = visit("your_data", "ann")
    assert "Nobody has." in shown(test) and "ann@example.org" in shown(test) and "Until you erase it." in shown(test)
    sound(button(test, "Put it together").click().run())
    packed = zipfile.ZipFile(io.BytesIO(test.session_state["exported"]))
    assert json.loads(packed.read("meetings.json"))[0]["id"] == meeting and f"audio/{meeting}/1.wav" in packed.namelist()
    assert json.loads(packed.read("people.json"))[0]["name"] == "Ann" and "README.txt" in packed.namelist()
    sound(button(test, "Erase everything of mine").click().run())
    assert "Type the word erase" in errors(test) and program().store.people.me(ann) is not None
    test.text_input(key="erase-word").set_value("erase")
    sound(button(test, "Erase everything of mine").click().run())
    assert program().store.people.me(ann) is None and program().store.meetings.recent(ann) == [] and practice.recordings.of(meeting) == {}


def test_how_long_things_are_kept_is_said(own: Callable[[str, str], None]) -> None:
    own("COACH_KEEP_DAYS", "90")
    assert "not used for 90 days are erased" in shown(visit("your_data", "ann"))
