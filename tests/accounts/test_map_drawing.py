"""The map as a picture: all of it is there, nothing lies on anything else, the same map is always drawn the same."""

from __future__ import annotations

import random
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from coach.accounts import map as maps
from coach.accounts.map import AccountMap, Source
from coach.accounts.map_layout import MOST_DRAWN, NARROW, WIDE, Format, laid_out
from coach.accounts.map_marks import Palette, width, wrapped
from coach.accounts.map_svg import picture, summary
from coach.accounts.truths import as_map
from coach.content.base import LENSES
from tests.accounts.places import ACCOUNT

COLOURS = Palette("#111111", "#ffffff", dict.fromkeys(LENSES, "#336699"), "#aa6600", {"found": "#007700", "missed": "#885500", "wrong": "#990022"})
SVG = "{http://www.w3.org/2000/svg}"


def crowd(people: int = 50, arrows: int = 80) -> AccountMap:
    chance, made = random.Random(3), maps.begun(ACCOUNT)
    for at in range(people):
        made = maps.added(made, "person", name=f"Person {at}", family=chance.choice(LENSES))
    ids = [one.id for one in made.people]
    for _ in range(arrows):
        of, on = chance.sample(ids, 2)
        made = maps.added(made, "arrow", of=of, on=on, strength=chance.choice([1, 2, 3]))
    return made


def small() -> AccountMap:
    assert ACCOUNT.truth is not None
    return maps.changed(as_map(ACCOUNT, ACCOUNT.truth), "theatre", sources=[Source(kind="guess")], stated=None)


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_everything_on_a_map_is_in_the_picture_and_told_in_words(form: Format) -> None:
    made = maps.added(small(), "question", text="Who teaches the night shift?")
    root = ElementTree.fromstring(picture(made, COLOURS, form))
    words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    for part in ("Amber Lowe", "Cole Marsh", "1. The visit", "Stalls · 40%", "in the last two", "No new line", "Who teaches", "Clinical", "can bring it in"):
        assert all(word in words for word in part.split()), part
    lines = [path for path in root.iter(f"{SVG}path") if path.get("marker-end")]
    assert len(lines) == 3 and [bool(path.get("stroke-dasharray")) for path in lines] == [True, True, False], "informal is dashed"
    assert len({path.get("stroke-width") for path in lines}) == 3, "strength is width"
    told = root.findtext(f"{SVG}desc") or ""
    assert told == summary(made) and "4 people (1 clinical, 2 operational, 1 economic)" in told and "stalls at 2: The operation; At home" in told


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_nobody_lies_on_anybody_and_arrows_go_round_the_cards(form: Format) -> None:
    made = crowd()
    layout = laid_out(made, form, 100)
    assert len(layout.cards) == 50 and len(layout.ways) == 80
    for one, other in combinations(layout.cards, 2):
        assert one.x + one.width <= other.x or other.x + other.width <= one.x or one.y + one.height <= other.y or other.y + other.height <= one.y
    for card in layout.cards:
        assert card.x >= 0 and card.x + card.width <= form.width and form.column_of(card.person.family) == card.column
    for way in layout.ways:
        strangers = [card for card in layout.cards if card.person.id not in (way.arrow.of, way.arrow.on)]
        uprights = re.findall(r"L([\d.]+) ([\d.]+)", way.path)
        for x, y in uprights:
            inside = [card for card in strangers if card.x < float(x) < card.x + card.width and card.y + 5 < float(y) < card.y + card.height - 5]
            assert not inside, (way.arrow, inside)


def test_who_moves_others_stands_above_them_even_in_a_circle() -> None:
    rows = {card.person.id: card.row for card in laid_out(small(), WIDE, 0).cards}
    assert rows["marsh"] < rows["voss"] < rows["lowe"] < rows["pruitt"]
    round_ = maps.added(small().model_copy(update={"made": 90}), "arrow", of="pruitt", on="marsh")
    assert len(laid_out(round_, WIDE, 0).ways) == 4


def test_the_same_map_is_drawn_the_same_and_what_does_not_fit_is_left_out() -> None:
    made = crowd(12, 20)
    assert picture(made, COLOURS) == picture(AccountMap.model_validate(made.model_dump()), COLOURS)
    gone = maps.removed(small(), "voss")
    root = ElementTree.fromstring(picture(gone, COLOURS))
    assert sum(path.get("marker-end") is not None for path in root.iter(f"{SVG}path")) == 1 and len(gone.arrows) == 3
    circle = maps.changed(maps.begun(ACCOUNT), "s1", after=["s4"])
    assert "4. At home" in picture(circle, COLOURS, NARROW), "in the order in which they stand"


def test_very_many_people_are_drawn_where_somebody_can_read_them() -> None:
    made = maps.begun(ACCOUNT)
    for at in range(90):
        made = maps.added(made, "person", name=f"Person {at}")
    made = maps.added(made, "arrow", of=made.people[-1].id, on=made.people[-2].id)
    layout = laid_out(made, WIDE, 0)
    assert (len(layout.cards), layout.left_out, len(layout.ways)) == (MOST_DRAWN, 30, 1), "whoever is joined to somebody is among them"
    assert "And 30 more people" in picture(made, COLOURS)


def test_what_people_write_is_words_and_fits_its_line() -> None:
    made = maps.added(maps.begun(ACCOUNT), "person", name='<script>alert("x")</script> & Söhne', title="]]>" * 30)
    assert "<script" not in picture(made, COLOURS) and ElementTree.fromstring(picture(made, COLOURS, NARROW)) is not None
    long = "Donaudampfschifffahrtsgesellschaft " * 4 + "x" * 500
    for line in wrapped(long, 120, 12, 3):
        assert width(line, 12) <= 121 and len(wrapped(long, 120, 12, 3)) == 3
    assert wrapped(long, 120, 12, 3)[-1].endswith("…") and wrapped("", 120, 12, 3) == []


def test_marks_tell_found_missed_and_wrong_apart_by_sign_and_word() -> None:
    made = small()
    text = picture(made, COLOURS, WIDE, {"lowe": "found", "voss": "missed", "pruitt": "wrong", "theatre": "missed", "voss>lowe": "missed", "budget": "wrong"})
    for part in ("✓ found", "○ missed", "✕ not so", "○ missed: stalls", ">○<", "✕ No new line"):
        assert part in text, part
    assert "%<" not in text, "how sure the rep was stands elsewhere"
