"""Plans are their owner's; the second of two tabs is told; one tap finds the right step; who holds a message is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from coach.messages import plan as plans
from coach.messages.plan import Carried, Plan, Stakeholder
from coach.store.errors import NotYours, StoreError
from coach.store.plans import Changed
from coach.store.repository import Store

from .samples import ANN, BOB

ON = date(2026, 12, 1)
PIKE = Stakeholder(persona="cfo", name="Desmond Pike", lens="economic")
SOMEBODY = Stakeholder(name="J. K.", title="Ward sister", lens="operational")


def plan(title: str = "Two months", account: str | None = "tarn_hollow") -> Plan:
    made = plans.added(Plan(title=title, account=account, library="norvane"), PIKE, ON, question="Whose budget is it?", rung="recognised")
    return plans.carrying(made, "s1", "ec_penalty", 2)


def test_what_is_kept_comes_back(store: Store) -> None:
    made = plans.renamed(plans.added(plan(), SOMEBODY, ON, note="first\nsecond"), "Ünïcode 伤口 '; DROP TABLE plans --")
    id = store.plans.make(ANN, made)
    kept = store.plans.load(ANN, id)
    assert kept.plan == made and kept.revision == 1 and len(id) == 12
    assert store.plans.save(ANN, id, plans.moved(made, "s2", -1), 1) == 2
    assert [step.id for step in store.plans.load(ANN, id).plan.steps] == ["s2", "s1"]


def test_the_second_of_two_tabs_is_told_and_changes_nothing(store: Store) -> None:
    id = store.plans.make(ANN, plan())
    one, other = store.plans.load(ANN, id), store.plans.load(ANN, id)
    store.plans.save(ANN, id, plans.renamed(one.plan, "The first tab's"), one.revision)
    with pytest.raises(Changed, match="changed in another tab or window"):
        store.plans.save(ANN, id, plans.renamed(other.plan, "The second tab's"), other.revision)
    kept = store.plans.load(ANN, id)
    assert kept.plan.title == "The first tab's" and kept.revision == 2
    # and whoever lays the change over the plan as it is now gets it in
    store.plans.save(ANN, id, plans.renamed(kept.plan, "The second tab's"), kept.revision)


def test_two_at_once_and_one_wins(url: str, run: Callable[..., object]) -> None:
    from coach.store.repository import open_store

    store = open_store(url)
    id = store.plans.make(ANN, plan())
    code = """
import sys
from coach.messages import plan as plans
from coach.reviews.viewer import Viewer
from coach.store.plans import Changed
from coach.store.repository import open_store
store, ann = open_store(sys.argv[1]), Viewer("ann")
stored = store.plans.load(ann, sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    store.plans.save(ann, sys.argv[2], plans.renamed(stored.plan, sys.argv[3]), stored.revision)
    print("saved")
except Changed:
    print("told")
"""
    both = [run(code, url, id, name) for name in ("one", "other")]
    for process in both:
        assert process.stdout.readline() == "ready\n"  # type: ignore[attr-defined]
    for process in both:
        process.stdin.write("\n")  # type: ignore[attr-defined]
        process.stdin.flush()  # type: ignore[attr-defined]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in both)  # type: ignore[attr-defined]
    assert said == ["saved", "told"]
    assert store.plans.load(ANN, id).revision == 2
    store.database.close()


def test_nobody_else_sees_or_touches_it(store: Store) -> None:
    id = store.plans.make(ANN, plan())
    assert store.plans.mine(BOB) == [] and store.plans.holding(BOB, "norvane", "ec_penalty") == []
    for attempt in (
        lambda: store.plans.load(BOB, id),
        lambda: store.plans.save(BOB, id, plan(), 1),
        lambda: store.plans.forget(BOB, id),
        lambda: store.plans.load(ANN, "nosuchplan"),
        lambda: store.plans.load(ANN, "odd\0'; --"),
    ):
        with pytest.raises(NotYours, match="There is no such plan, or it is not yours"):
            attempt()
    store.plans.put(BOB, "tarn_hollow", "norvane", PIKE, "ec_penalty", 1, ON)
    assert store.plans.load(ANN, id).revision == 1 and len(store.plans.mine(BOB)) == 1


def test_plans_are_listed_as_they_were_last_saved_and_deleted_for_good(store: Store) -> None:
    first, second = store.plans.make(ANN, plan("First")), store.plans.make(ANN, plan("Second"))
    store.plans.save(ANN, first, plan("First, again"), 1)
    assert [one.plan.title for one in store.plans.mine(ANN)] == ["First, again", "Second"]
    store.plans.forget(ANN, first)
    assert [one.id for one in store.plans.mine(ANN)] == [second]


def test_one_tap_makes_a_plan_then_adds_to_it(store: Store) -> None:
    id = store.plans.put(ANN, "tarn_hollow", "norvane", PIKE, "ec_penalty", 1, ON)
    made = store.plans.load(ANN, id).plan
    assert [(step.who, step.day, step.messages) for step in made.steps] == [(PIKE, ON + timedelta(weeks=2), [Carried(message="ec_penalty", version=1)])]
    assert store.plans.put(ANN, "tarn_hollow", "norvane", PIKE, "ec_horizon", 1, ON) == id
    assert store.plans.put(ANN, "tarn_hollow", "norvane", PIKE, "ec_horizon", 1, ON) == id
    assert [one.message for one in store.plans.load(ANN, id).plan.steps[0].messages] == ["ec_penalty", "ec_horizon"], "once each"
    assert store.plans.put(ANN, "tarn_hollow", "norvane", SOMEBODY, "op_nights", 1, ON) == id
    assert len(store.plans.load(ANN, id).plan.steps) == 2
    assert store.plans.put(ANN, "larkfield", "tessvara", PIKE, "x", 1, ON) != id, "another account has a plan of its own"
    assert store.plans.put(ANN, None, "norvane", PIKE, "x", 1, ON) != id


def test_one_tap_puts_a_question_first_or_beside_the_first(store: Store) -> None:
    id = store.plans.put_question(ANN, "tarn_hollow", "norvane", PIKE, "What does that cost you?", ON)
    assert [step.question for step in store.plans.load(ANN, id).plan.steps] == ["What does that cost you?"]
    for _ in range(2):
        assert store.plans.put_question(ANN, "tarn_hollow", "norvane", PIKE, "Whose budget is it?", ON) == id
    (step,) = store.plans.load(ANN, id).plan.steps
    assert step.question == "What does that cost you?" and step.note == "Ask: Whose budget is it?"
    store.plans.put(ANN, "tarn_hollow", "norvane", PIKE, "ec_penalty", 1, ON)
    assert len(store.plans.load(ANN, id).plan.steps) == 1, "the same step"


def test_a_step_that_nobody_gave_a_day_is_on_a_working_day(store: Store) -> None:
    for on in (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)):  # Friday, Saturday, Sunday
        id = store.plans.put(ANN, f"place_{on.day}", "norvane", PIKE, "ec_penalty", 1, on)
        (step,) = store.plans.load(ANN, id).plan.steps
        assert step.day == (date(2026, 12, 4) if on.day == 20 else date(2026, 12, 7))


def test_one_tap_goes_into_the_latest_plan(store: Store) -> None:
    store.plans.make(ANN, plan("Older"))
    newer = store.plans.make(ANN, plan("Newer"))
    assert store.plans.put(ANN, "tarn_hollow", "norvane", PIKE, "ec_horizon", 1, ON) == newer
    kept = store.plans.load(ANN, newer)
    assert kept.plan.step("s1").carries("ec_horizon") and kept.revision == 2, "a page that is open elsewhere is told"


def test_which_plans_hold_a_message_past_steps_too(store: Store) -> None:
    two = plans.carrying(plans.added(plan("B"), SOMEBODY, ON + timedelta(days=9)), "s2", "ec_penalty", 3)
    id = store.plans.make(ANN, two)
    store.plans.make(ANN, plan("Nothing of it").model_copy(update={"library": "tessvara"}))
    found = store.plans.holding(ANN, "norvane", "ec_penalty", on=ON + timedelta(days=1))
    assert [(one.plan, one.title, one.step, one.day, one.stakeholder, one.version, one.past) for one in found] == [
        (id, "B", "s1", ON, "Desmond Pike", 2, True),
        (id, "B", "s2", ON + timedelta(days=9), "J. K.", 3, False),
    ]
    assert store.plans.holding(ANN, "norvane", "another") == []


def test_a_plan_that_cannot_be_read_is_one_line_and_hides_no_other(store: Store) -> None:
    newer, broken, sound = (store.plans.make(ANN, plan(title)) for title in ("From a newer app", "Broken", "Sound"))
    with store.database.write() as session:
        session.execute(text("UPDATE plans SET v = 9 WHERE id = :id"), {"id": newer})
        session.execute(text('UPDATE plans SET document = \'{"steps": [{"id": 7}]}\' WHERE id = :id'), {"id": broken})
    assert [one.id for one in store.plans.mine(ANN)] == [sound]
    lines = store.plans.unreadable(ANN)
    assert len(lines) == 2 and any("Update the app" in line for line in lines) and any("restore a backup" in line for line in lines)
    with pytest.raises(StoreError, match="version 9"):
        store.plans.load(ANN, newer)
