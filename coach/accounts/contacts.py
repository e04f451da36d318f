"""People of an account out of a list that another program made, and back into one: columns by many names, problems by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from coach.accounts.map import MAX_PEOPLE, AccountMap, Person
from coach.accounts.map_words import PART_WORDS, confidence_words, plain_name, source_words
from coach.content.base import LENSES, Lens
from coach.content.truth import Part
from coach.content.yamlfile import Problem, did_you_mean
from coach.messages.columns import plain_name as plain_header
from coach.messages.columns import unsafe_for_sheets
from coach.messages.sheets import Row, Sheet, Wanted, read_bytes

SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "contact", "contact name", "person", "stakeholder", "hcp name", "display name"),
    "first": ("first name", "firstname", "given name", "first"),
    "last": ("last name", "lastname", "surname", "family name", "last"),
    "title": ("title", "job title", "position", "role", "function", "job", "specialty", "speciality", "occupation"),
    "department": ("department", "dept", "unit", "division"),
    "family": ("family", "lens", "role family", "type", "contact type", "persona type"),
    "part": ("part", "buying role", "decision role", "part in the decision", "contact role", "role in the decision"),
    "account": ("account", "account name", "company", "company name", "organization", "organisation", "hospital", "institution", "facility",
                "associated company", "parent account", "customer", "site", "practice"),
    "reach": ("email", "e mail", "email address", "e mail address", "work email", "reach", "how to reach them"),
    "phone": ("phone", "phone number", "business phone", "mobile", "mobile phone", "telephone", "work phone"),
    "note": ("note", "notes", "description", "comment", "comments", "remarks"),
}  # fmt: skip
KNOWN = {name: field for field, names in SYNONYMS.items() for name in names}
FAMILY_NAMES: dict[str, Lens] = {
    "clinical": "clinical", "clinician": "clinical", "physician": "clinical", "hcp": "clinical", "operational": "operational", "operations": "operational",
    "nursing": "operational", "economic": "economic", "finance": "economic", "financial": "economic", "payer": "economic", "procurement": "economic",
    "purchasing": "economic", "administrative": "administrative", "admin": "administrative", "administration": "administrative",
}  # fmt: skip
PART_NAMES: dict[str, Part] = {
    "decides": "decides", "decision maker": "decides", "economic buyer": "pays", "sponsors": "sponsors", "champion": "sponsors", "sponsor": "sponsors",
    "can bring it in": "sponsors", "advises": "advises", "influencer": "advises", "is asked": "advises", "evaluator": "advises", "uses": "uses",
    "user": "uses", "end user": "uses", "works with it": "uses", "guards": "guards", "gatekeeper": "guards", "keeps the door": "guards", "pays": "pays",
    "has the money": "pays", "budget holder": "pays", "executive sponsor": "sponsors", "technical buyer": "advises", "blocker": "guards",
}  # fmt: skip
GUESSES: tuple[tuple[str, Lens], ...] = (
    (r"financ|cfo|accounta|reimburs|billing|payer|formulary|medical director|pharmacy director|treasur|controller|procure|purchas|buyer|contract", "economic"),
    (r"nurse manager|manager|operations|coo\b|materials|supply|sterile|director of nursing|charge|scheduling|throughput|logistic", "operational"),
    (
        r"secretary|assistant to|coordinator|administrat|office|compliance|committee|value analysis|chief executive|ceo\b|president|board|reception|"
        r"front desk|legal|quality",
        "administrative",
    ),
    (r"surg|physician|doctor|\bmd\b|nurse|\brn\b|\bnp\b|\bpa\b|therap|pharmacist|ologist|clinic|consultant|resident|an(?:ae|e)sth|medic", "clinical"),
)
"""What a job's words say of its family, the first that fits; a guess to be looked at, and called one."""
CONTACTS = Wanted(lambda header: KNOWN.get(plain_header(header)), ("name", "last"), (), "contact", "contacts")
MAX = {"name": 120, "title": 120, "reach": 120, "note": 600}


@dataclass
class Brought:
    """What bringing a list in would do. `map` is the map with it; rows with a problem are left out of it."""

    map: AccountMap
    headers: dict[str, str]
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    elsewhere: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_contacts(name: str, raw: bytes) -> Sheet:
    """A list of people out of a .csv, .xlsx, .yaml or .json file. CoachError, one line, for a file that cannot be read at all."""
    return read_bytes(name, raw, CONTACTS)


def places(sheet: Sheet) -> dict[str, int]:
    """The accounts that a list names, most rows first; empty where it has no such column."""
    found: dict[str, int] = {}
    for row in sheet.rows:
        place = str(row.cells.get("account") or "").strip()
        if place:
            found[place] = found.get(place, 0) + 1
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def bring_in(sheet: Sheet, map: AccountMap, place: str | None = None) -> Brought:
    """What a list would do to a map: people known by name are brought up to date, others are new. `place`: only the rows of it."""
    made = Brought(map, dict(sheet.headers), problems=list(sheet.problems), notes=list(sheet.notes))
    people = {plain_name(one.name): one for one in map.people}
    order = [plain_name(one.name) for one in map.people]
    seen: dict[str, int] = {}
    guessed, count = 0, map.made
    for row in sheet.rows:
        if place is not None and str(row.cells.get("account") or "").strip() != place:
            made.elsewhere += 1
            continue
        fields = _fields(row, sheet, made)
        if fields is None:
            continue
        key = plain_name(fields["name"]) or fields["name"].casefold()
        if key in seen:
            made.problems.append(Problem(sheet.name, row.number, "name", f"{fields['name']} stands in row {seen[key]} already; it is taken once"))
            continue
        seen[key] = row.number
        guessed += fields.pop("guessed", False) and key not in people
        person = _person(fields, people.get(key), f"p{count + 1}", row, sheet, made)
        if person is None:
            continue
        if key not in people:
            if len(order) >= MAX_PEOPLE:
                made.problems.append(Problem(sheet.name, row.number, "", f"is past the {MAX_PEOPLE:,} people that a map holds; bring in one account at a time"))
                break
            count += 1
            order.append(key)
            made.new.append(person.name)
        elif person != people[key]:
            made.changed.append(person.name)
        else:
            made.unchanged += 1
        people[key] = person
    if guessed:
        made.notes.append(f"the family of {guessed:,} is guessed from what they do; look at them")
    # Two of one name on a map already stay two: a list that names one of them changes the last.
    kept = {one.id: one for one in people.values()}
    before = [kept.get(one.id, one) for one in map.people]
    made.map = map.model_copy(update={"people": [*before, *(people[key] for key in order[len(map.people) :])], "made": count})
    return made


def _fields(row: Row, sheet: Sheet, made: Brought) -> dict[str, Any] | None:
    """The values of a row, without those it leaves empty; None where something in it is wrong, which is said."""
    cells = {name: " ".join(str(cell).split()) for name, cell in row.cells.items() if cell is not None and str(cell).strip()}
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    faults = list(_faults(name, cells))
    if faults:
        made.problems += [Problem(sheet.name, row.number, sheet.headers.get(column, column), what) for column, what in faults]
        return None
    title = ", ".join(dict.fromkeys(filter(None, (cells.get("title"), cells.get("department")))))
    fields: dict[str, Any] = {"name": name, "title": title, "reach": cells.get("reach") or cells.get("phone"), "note": cells.get("note")}
    if "part" in cells:
        fields["part"] = PART_NAMES[plain_header(cells["part"])]
    stated = FAMILY_NAMES.get(plain_header(cells.get("family", "")))
    fields["family"], fields["guessed"] = stated or family_of(title), stated is None
    return {key: value for key, value in fields.items() if value not in (None, "")}


def _faults(name: str, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not re.search(r"[^\W\d_]", name):
        yield "name", "is empty; a contact needs a name" if not name else f"{name[:40]!r} is no name"
    for column, most in MAX.items():
        if len(text := name if column == "name" else cells.get(column, "")) > most:
            yield column, f"has {len(text):,} characters; {most} is the most"
    if "part" in cells and plain_header(cells["part"]) not in PART_NAMES:
        yield "part", f"{cells['part'][:40]!r} is none that a map knows; one of {', '.join(PART_WORDS)}{did_you_mean(cells['part'].lower(), list(PART_NAMES))}"


def family_of(title: str) -> Lens:
    """A guess at the family from what somebody does; clinical where nothing says otherwise."""
    return next((family for pattern, family in GUESSES if re.search(pattern, title.lower())), "clinical")


def _person(fields: dict[str, Any], old: Person | None, id: str, row: Row, sheet: Sheet, made: Brought) -> Person | None:
    base = old.model_dump() if old else {"id": id}
    if old is not None and "family" not in sheet.headers:
        fields.pop("family", None)  # What the rep said of them is better than a guess.
    fields = {**fields, "name": old.name} if old else fields
    try:
        return Person.model_validate(base | fields)
    except ValidationError as error:
        wrong = error.errors()[0]
        made.problems.append(Problem(sheet.name, row.number, str(wrong["loc"][0]) if wrong["loc"] else "", str(wrong["msg"])))
        return None


def as_csv(map: AccountMap) -> str:
    """The people of a map as a list for another program; it can be brought in again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Name", "Job title", "Account", "Family", "Part", "Email", "Notes", "Confidence", "Rests on"])
    for one in map.people:
        rests = "; ".join(source_words(source) for source in one.sources)
        cells = [one.name, one.title, map.title, one.family, one.part or "", one.reach, one.note, confidence_words(one), rests]
        writer.writerow([unsafe_for_sheets(cell) for cell in cells])
    return out.getvalue()


assert set(FAMILY_NAMES.values()) == set(LENSES) and set(PART_NAMES.values()) == set(PART_WORDS)
