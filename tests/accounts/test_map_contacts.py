"""People from another program's list: columns by many names, problems by row, one place of many, back out again."""

from __future__ import annotations

import csv
import io
import time

import pytest

from coach.accounts import map as maps
from coach.accounts.contacts import Brought, as_csv, bring_in, family_of, places, read_contacts
from coach.accounts.map import AccountMap
from coach.content.errors import CoachError

MAP = maps.added(AccountMap(title="Mill End Hospital"), "person", name="Dr. Amber Lowe", family="economic", note="mine")
CRM = """Contact ID,First Name,Last Name,Job Title,Account Name,Email,Buying Role,Department
003A,Amber,Lowe,Colorectal Surgeon,Mill End Hospital,lowe@example.org,Champion,Surgery
003B,Nora,Voss,OR Nurse Manager,Mill End Hospital,,End User,
003C,,,Clerk,Mill End Hospital,,,
003D,Sam,Pruitt,CFO,Mill End Hospital,,Decides alone,
003E,Nora,Voss,OR Nurse Manager,Mill End Hospital,,,
003F,Ed,Elsewhere,Buyer,Other Place,,,
003G,=cmd,|' /C calc'!A0,Nurse,Mill End Hospital,,,
"""


def brought(text: str, map: AccountMap = MAP, place: str | None = None) -> Brought:
    return bring_in(read_contacts("crm.csv", text.encode()), map, place)


def test_a_crm_s_list_is_read_by_its_own_headings_and_what_is_wrong_is_said_by_row() -> None:
    sheet = read_contacts("crm.csv", CRM.encode())
    assert places(sheet) == {"Mill End Hospital": 6, "Other Place": 1}
    made = brought(CRM, place="Mill End Hospital")
    assert (made.new, made.changed, made.elsewhere) == (["Nora Voss", "=cmd |' /C calc'!A0"], ["Dr. Amber Lowe"], 1)
    assert [(one.line, one.field, one.what.split(";")[0]) for one in made.problems] == [
        (4, "name", "is empty"),
        (5, "Buying Role", "'Decides alone' is none that a map knows"),
        (6, "name", "Nora Voss stands in row 3 already"),
    ]
    assert "'Contact ID' (column 1) is none that a contact has" in " ".join(made.notes)
    lowe, voss = made.map.people[:2]
    assert (lowe.id, lowe.title, lowe.part, lowe.family, lowe.note) == ("p1", "Colorectal Surgeon, Surgery", "sponsors", "economic", "mine"), (
        "the rep's own stays"
    )
    assert (voss.family, voss.part, voss.id) == ("operational", "uses", "p2") and made.map.made == 3
    assert MAP.people[0].title == "", "nothing happens to a map before somebody says so"


def test_out_and_in_again_changes_nothing_and_no_cell_is_a_formula() -> None:
    made = brought(CRM).map
    text = as_csv(made)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(io.StringIO(text)) for cell in row)
    again = brought(text, made)
    assert (again.new, again.changed, again.problems, again.unchanged, again.map) == ([], [], [], len(made.people), made)


@pytest.mark.parametrize(("text", "says"), [("", "is empty"), ("Colour,Size\nred,3\n", "there is no such column"), ("Name\n", "holds no contacts")])
def test_a_list_without_people_is_a_line(text: str, says: str) -> None:
    try:
        found = " ".join(str(one) for one in brought(text).problems)
    except CoachError as error:
        found = " ".join(error.lines)
    assert says in found and found.startswith("crm.csv")


def test_jobs_hint_at_their_family() -> None:
    jobs = {"CFO": "economic", "OR nurse manager": "operational", "Staff nurse": "clinical", "Value analysis coordinator": "administrative", "": "clinical"}
    assert {job: family_of(job) for job in jobs} == jobs


def test_two_thousand_contacts_come_in_at_once() -> None:
    rows = "".join(f"First{at},Last{at},Nurse,Place {at % 37},a{at}@example.org\n" for at in range(2000))
    began = time.perf_counter()
    made = brought("First Name;Last Name;Job Title;Company;Email\n".replace(";", ",") + rows, AccountMap(title="X"))
    assert len(made.new) == 2000 and not made.problems and len({one.id for one in made.map.people}) == 2000
    print(f"2,000 contacts: {time.perf_counter() - began:.2f} s")
