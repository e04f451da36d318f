"""Who a login is: known by issuer and subject alone, matched to a list by a verified address once, and in the role that they have now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from coach.reviews.logins import Identity, LoginRules, Refused, identity, role_words
from coach.reviews.people_list import read
from coach.reviews.viewer import Viewer
from coach.store.errors import NotYours, StoreError
from coach.store.repository import Store
from coach.store.team import Entry

RULES = LoginRules()
ANN = {"iss": "https://id.example.org", "sub": "ann-1", "name": "Ann Archer", "email": "Ann@Example.org", "email_verified": True, "iat": 1_790_000_000}
ADMINS = frozenset({"ada@example.org"})
ADA = {"iss": "https://id.example.org", "sub": "ada-3", "name": "Ada", "email": "ada@example.org", "email_verified": True}


def who(claims: dict[str, object], rules: LoginRules = RULES, **more: object) -> Identity:
    return identity(claims | more, rules)


def test_what_a_login_says_and_does_not_say() -> None:
    found = who(ANN)
    assert (found.issuer, found.subject, found.name, found.email, found.role) == ("https://id.example.org", "ann-1", "Ann Archer", "ann@example.org", None)
    assert who(ANN, email_verified=False).email is None and who({**ANN, "email_verified": None}).email is None
    assert who({**ANN, "email_verified": None}, LoginRules(trusted=True)).email == "ann@example.org"
    assert who(ANN, LoginRules(trusted=True), email_verified=False).email is None, "a provider that says no is believed"
    nameless = who({"iss": "i", "sub": "s"})
    assert nameless.name == "Somebody without a name" and nameless.email is None and nameless.at is None
    assert who(ANN, name=" \n", preferred_username="ann.a").name == "ann.a" and who(ANN, name=["x"], email="no address").email is None
    for lacking in ({"sub": "s"}, {"iss": "i"}, {"iss": "i", "sub": ""}, {"iss": "i", "sub": 7}):
        with pytest.raises(Refused, match="does not say who it is"):
            identity(lacking, RULES)


def test_only_the_domains_that_may_enter() -> None:
    rules = LoginRules(domains=frozenset({"example.org"}))
    assert who(ANN, rules).email == "ann@example.org"
    for claims in (ANN | {"email": "ann@example.org.evil.test"}, ANN | {"email_verified": False}, {"iss": "i", "sub": "s"}):
        with pytest.raises(Refused, match=r"Only addresses at example\.org may enter"):
            who(claims, rules)


def test_roles_in_claims() -> None:
    rules = LoginRules(claim="realm_access.roles", roles=role_words("field-leads=manager, marketing=enablement"))
    for roles, role in ((["field-leads"], "manager"), (["marketing", "field-leads"], "manager"), ("enablement", "enablement"), (["Manager"], None), (7, None)):
        assert who(ANN, rules, realm_access={"roles": roles}).role == role
    assert who(ANN, rules, realm_access="field-leads").role is None and who(ANN, rules).role is None
    assert who(ANN, RULES, role="admin").role is None, "no claim counts unless a setting names it"
    with pytest.raises(ValueError, match="the roles are rep, manager, enablement, admin"):
        role_words("field-leads=boss")


def test_a_login_lasts_for_hours_and_a_clock_put_back_ends_none() -> None:
    rules, at = LoginRules(lasts=timedelta(hours=12)), datetime.fromtimestamp(1_790_000_000, UTC)
    assert not who(ANN).ended(rules, at + timedelta(hours=12)) and who(ANN).ended(rules, at + timedelta(hours=12, seconds=1))
    assert not who(ANN).ended(rules, at - timedelta(days=900)) and not who(ANN, iat="soon").ended(rules, at)


def test_known_by_issuer_and_subject_and_never_alone(store: Store) -> None:
    assert not store.logins.any()
    ann = store.logins.enter(who(ANN))
    assert ann.role == "rep" and not ann.alone and store.logins.any()
    assert store.logins.enter(who(ANN, name="Ann Baker", email="ann.baker@example.org")) == ann
    me = store.people.me(ann)
    assert me is not None and (me.name, me.email) == ("Ann Baker", "ann.baker@example.org")
    assert store.logins.enter(who(ANN, name="Ann Baker", email="x@example.org", email_verified=False)) == ann and store.people.me(ann) == me, "not vouched for"
    for other in ({"sub": "ann-2"}, {"iss": "https://other.example.org"}):
        assert store.logins.enter(who(ANN, **other)).id != ann.id, "the same address is not the same person"


def test_a_role_counts_at_the_next_look_and_so_does_leaving(store: Store) -> None:
    ada, ann = store.logins.enter(who(ADA), ADMINS), store.logins.enter(who(ANN))
    assert ada.role == "admin" and store.logins.enter(who(ADA)).role == "rep"
    assert store.logins.enter(who(ADA, email_verified=False), ADMINS).role == "rep", "an address that nobody vouches for makes no administrator"
    store.team.change(ada, ann.id, "manager", None, "North")
    assert store.logins.enter(who(ANN)).role == "manager"
    store.team.change(ada, ann.id, None, None, None)
    rules = LoginRules(claim="groups")
    assert store.logins.enter(who(ANN, rules, groups="enablement")).role == "enablement"
    store.team.change(ada, ann.id, "rep", None, None)
    assert store.logins.enter(who(ANN, rules, groups="admin")).role == "rep", "what the administrator set outdoes a claim"
    store.team.leave(ada, ann.id)
    with pytest.raises(Refused, match="having left this team"):
        store.logins.enter(who(ANN))
    store.team.come_back(ada, ann.id)
    assert store.logins.enter(who(ANN)).id == ann.id
    noted = [one.what for one in reversed(store.audit.about(ann))]
    assert noted[:2] == ["changed the role: as the login says to manager", "changed the team"] and noted[-2:] == [
        "marked as having left",
        "marked as being back",
    ]


def test_people_who_are_expected_are_met_once_by_their_verified_address(store: Store) -> None:
    ada = store.logins.enter(who(ADA), ADMINS)
    rows, wrong = read("email;name;role;manager;team\nANN@example.org;Ann;rep;mia@example.org;North\nmia@example.org;;manager;;\n".encode("utf-8-sig"))
    assert not wrong
    entries = [Entry(one.email, one.name, one.role, one.manager, one.team) for one in rows]
    assert store.team.bring(ada, entries) == (2, 0) and store.team.bring(ada, entries) == (0, 2)
    expected = {one.email: one for one in store.team.all(ada)}
    assert store.logins.enter(who(ANN, sub="thief", email_verified=False)).id != expected["ann@example.org"].id
    ann = store.logins.enter(who(ANN))
    assert ann.id == expected["ann@example.org"].id and expected["ann@example.org"].manager == expected["mia@example.org"].id
    assert store.logins.enter(who(ANN, sub="given-anew")).id != ann.id, "an address that is given to somebody new opens nothing of the old"
    bob, mia = store.logins.enter(who(ANN, sub="bob-2", email="bob@example.org")), expected["mia@example.org"].id
    assert store.people.names(ann, [mia, ada.id, bob.id]) == {mia: "mia@example.org", ada.id: "Ada"}, "who leads her, and who changed something of hers"
    with pytest.raises(StoreError, match=r"Nobody here has the address nobody@example\.org"):
        store.team.bring(ada, [Entry("new@example.org"), Entry("ann@example.org", manager="nobody@example.org")])
    assert "new@example.org" not in {one.email for one in store.team.all(ada)}


def test_nobody_leads_in_a_circle_and_the_last_administrator_stays(store: Store) -> None:
    ada, ann = store.logins.enter(who(ADA), ADMINS), store.logins.enter(who(ANN))
    store.team.change(ada, ada.id, "admin", None, None)
    for attempt in (lambda: store.team.change(ada, ada.id, "rep", None, None), lambda: store.team.leave(ada, ada.id)):
        with pytest.raises(StoreError, match="yourself"):
            attempt()
    store.team.change(ada, ann.id, None, ada.id, None)
    with pytest.raises(StoreError, match="cannot be led by somebody they lead"):
        store.team.change(ada, ada.id, "admin", ann.id, None)
    for nobody in ("none", "", "\ud800", "a b"):
        with pytest.raises(NotYours):
            store.team.change(ada, nobody, None, None, None)


def test_what_is_wrong_with_a_list_is_said_row_by_row() -> None:
    assert read(b"email,role\nx,boss\nann@example.org,rep\nann@example.org,\n")[1] == [
        "row 2, email: \u201cx\u201d is no address",
        "row 2, role: no role \u201cboss\u201d; there are rep, manager, enablement, admin",
        "row 4, email: ann@example.org stands in row 3 already",
    ]
    for data, line in (
        (b"", "row of headings"),
        (b"\xff\xfe", "UTF-8"),
        (b"email,shoe\n", "no heading"),
        (b"email\n", "no rows"),
        (b"name\nAnn", "row of headings"),
    ):
        rows, wrong = read(data)
        assert not rows and line in wrong[0]
    assert len(read(b"email\n" + b"a@b.c\n" * 6000)[1]) == 1


def test_words_that_are_typed_are_their_writers(store: Store) -> None:
    ann, bob = Viewer("ann", "manager"), Viewer("bob")
    store.drafts.save(ann, "reviews/1/turn-4", "Half a sen")
    store.drafts.save(ann, "reviews/1/turn-4", "Half a sentence")
    store.drafts.save(ann, "reviewsx", "Elsewhere")
    assert store.drafts.load(Viewer("ann"), "reviews/1/turn-4") == "Half a sentence", "whatever their role is by then"
    assert [one.words for one in store.drafts.under(ann, "reviews/")] == ["Half a sentence"] and store.drafts.under(bob) == []
    store.drafts.save(ann, "reviews/1/turn-4", "  ")
    assert store.drafts.under(ann, "reviews/") == [] and store.drafts.load(bob, "reviewsx") == ""
