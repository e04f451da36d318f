"""Import and export: copy from elsewhere comes in with its proof or as a draft, and what is wrong is said by row, all at once."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from coach.content.errors import CoachError
from coach.content.library import Library, Message
from coach.content.shelf import Shelf
from coach.messages import shelving
from coach.messages.columns import RISKY, day, field_of, out_of_cell, unsafe_for_sheets
from coach.messages.exporting import export
from coach.messages.importing import Plan, plan
from coach.messages.sheets import read

DAY = date(2026, 12, 1)
ROW = {
    "ID": "count_with_you", "Message": "We can count with you.", "Lens": "clinical", "Rung": "curious", "Needs": "late_infections_unseen; weekend_wound_calls",
    "Labels": "count with me|how do I know", "Claim type": "process", "Document number": "ALD-900", "Approved by": "Review board", "Approved on": "2026-03-01",
    "Expires": "2027-03-01", "Market": "US", "Audience": "HCP", "Owner": "Clinical affairs",
}  # fmt: skip


@pytest.fixture
def bring(shelf: Shelf, library: Library, tmp_path: Path) -> Callable[..., Plan]:
    """Plan an import of rows, each given as what is different from `ROW`."""

    def call(*rows: dict[str, Any], encoding: str = "utf-8", mark: str = ",", into: Library = library) -> Plan:
        written = [ROW | row for row in rows]
        out = io.StringIO(newline="")
        sheet = csv.DictWriter(out, [name for name in written[0] if written[0][name] is not None], delimiter=mark, extrasaction="ignore")
        sheet.writeheader()
        sheet.writerows(written)
        file = tmp_path / "copy.csv"
        file.write_bytes(out.getvalue().encode(encoding))
        return plan(read(file), into, shelf, DAY)

    return call


def added(made: Plan) -> Message:
    assert not made.problems, made.problems
    (id,) = [*made.new, *(change.id for change in made.changed)]
    return next(message for message in made.messages if message.id == id)


def told(made: Plan) -> list[tuple[int, str]]:
    return [(problem.line, problem.field) for problem in made.problems]


def test_copy_approved_elsewhere_comes_in_approved_with_its_proof(bring: Callable[..., Plan]) -> None:
    message = added(bring({}))
    assert (message.status, message.document, message.approved_by, message.market) == ("approved", "ALD-900", "Review board", "US")
    assert (message.approved_on, message.expires_on, message.audience, message.version) == (date(2026, 3, 1), date(2027, 3, 1), "professional", 1)
    assert message.needs == ["late_infections_unseen", "weekend_wound_calls"] and message.labels == ["count with me", "how do I know"]


@pytest.mark.parametrize("name", ["Document number", "Approved by", "Market", "Expires"])
def test_without_any_part_of_its_proof_it_is_a_draft(bring: Callable[..., Plan], name: str) -> None:
    made = bring({name: "", "Status": "approved"})
    assert added(made).status == "draft" and made.drafts == ["count_with_you"] and any("comes in as a draft" in note for note in made.notes)


def test_without_a_day_of_approval_it_is_in_force_from_today(bring: Callable[..., Plan]) -> None:
    message = added(bring({"Approved on": ""}))
    assert message.in_force(DAY) and message.approved_on == DAY


def test_a_changed_message_is_a_version_more_and_others_stay(bring: Callable[..., Plan], library: Library) -> None:
    old = library.messages.messages[0]
    made = bring({"ID": old.id})
    assert added(made).version == old.version + 1 and "text" in made.changed[0].fields
    assert made.messages[1:] == library.messages.messages[1:] and made.messages[0].answers == old.answers


def test_words_cannot_be_changed_under_an_old_approval(bring: Callable[..., Plan], library: Library) -> None:
    old = next(message for message in library.messages.messages if message.status == "approved")
    only = dict.fromkeys(ROW) | {"ID": old.id}
    assert added(bring(only | {"Message": "Something else altogether."})).status == "draft"
    assert added(bring(only | {"Labels": "one thing|and another"})).status == "approved"


def test_deleting_is_withdrawing_and_an_old_sheet_brings_nothing_back(bring: Callable[..., Plan], library: Library) -> None:
    old = next(message for message in library.messages.messages if message.status == "approved")
    made = bring(dict.fromkeys(ROW) | {"ID": old.id, "Status": "deleted"})
    assert added(made).status == "withdrawn" and made.withdrawn == [old.id] and len(made.messages) == len(library.messages.messages)
    after = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": made.messages})})
    assert added(bring({"ID": old.id}, into=after)).status == "withdrawn"


def test_every_problem_at_once_by_row_and_column(bring: Callable[..., Plan]) -> None:
    made = bring(
        {"Expires": "03/04/2027", "Lens": "clincal"},
        {"ID": "b", "Needs": "late_infection_unseen"},
        {"ID": "b"},
        {"ID": ""},
        {"ID": "c", "Labels": "one"},
        {"ID": "d", "Claim type": "efficacy"},
        {"ID": "e", "Expires": "2026-02-01"},
    )
    assert told(made) == [(2, "Expires"), (2, "Lens"), (3, "Needs"), (4, "ID"), (5, "ID"), (6, "Labels"), (7, "balance"), (7, "evidence"), (8, "Expires")]
    assert "did you mean 'late_infections_unseen'" in made.problems[2].what and str(made.problems[0]).endswith("write it as 2027-03-04")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2027-03-31", (2027, 3, 31)), ("2027/3/31", (2027, 3, 31)), ("31.03.2027", (2027, 3, 31)), ("03/31/2027", (2027, 3, 31)), ("4/4/2027", (2027, 4, 4)),
        ("31 March 2027", (2027, 3, 31)), ("March 31st, 2027", (2027, 3, 31)), ("31-Mar-2027", (2027, 3, 31)), (datetime(2027, 3, 31), (2027, 3, 31)),
        ("03/04/2027", None), ("31/03/27", None), ("2027-02-30", None), (46000, None), ("soon", None), ("31 Marchember 2027", None), ("13/13/2027", None),
    ],
)  # fmt: skip
def test_dates(written: Any, read_as: tuple[int, int, int] | None) -> None:
    if read_as is None:
        with pytest.raises(ValueError, match=r"2026-03-31|2027-03-04"):
            day(written)
    else:
        assert day(written) == date(*read_as)


def test_headings_are_known_by_many_names_and_one_field_is_filled_once(bring: Callable[..., Plan]) -> None:
    assert [field_of(name) for name in ("Expiry Date", "valid_until", "RUNG", "Document No.", "Fair balance", "nonsense")] == [
        "expires_on", "expires_on", "stage", "document", "balance", None,
    ]  # fmt: skip
    assert "column 'Mood'" in "".join(bring({"Mood": "fine"}).notes)
    assert told(bring({"Valid until": "2027-03-01"})) == [(1, "Valid until")]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ","), ("utf-8", ",")])
def test_encodings_and_separators(bring: Callable[..., Plan], encoding: str, mark: str) -> None:
    assert added(bring({"Owner": "Café – “Nord”"}, encoding=encoding, mark=mark)).owner == "Café – “Nord”"


def test_another_alphabet_is_refused_and_not_guessed(bring: Callable[..., Plan]) -> None:
    with pytest.raises(CoachError, match="save it as UTF-8"):
        bring({"Owner": "Клинический отдел"}, encoding="cp1251")


@pytest.mark.parametrize(
    ("name", "raw", "what"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"id,text\n", "holds no messages"),
        ("a.csv", bytes(range(256)), "not text"),
        ("a.csv", b"PK\x03\x04rest", "by another name"),
        ("a.txt", b"id", "is not a .csv"),
        ("a.xlsx", b"hello", "not an Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "old Excel format"),
        ("a.json", b"[[[", "is not JSON"),
        ("a.json", b'"hi"', "no list of messages"),
        ("a.yaml", b"messages:\n  - &a {id: x}\n  - *a\n", "alias"),
        ("a.yaml", b"[" * 5000, "nested too deeply"),
    ],
)
def test_files_that_are_none(tmp_path: Path, name: str, raw: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(CoachError, match=what) as refused:
        read(tmp_path / name)
    assert len(refused.value.lines) == 1


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\na,fine\nb,"never closed\nc,gone\n')
    sheet = read(tmp_path / "a.csv")
    assert [(problem.line, "quotes" in problem.what) for problem in sheet.problems] == [(3, True)] and len(sheet.rows) == 1


def test_fifty_thousand_rows_and_one_too_many(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n" + "".join(f"m_{at},words\n" for at in range(50_000)))
    assert len(read(tmp_path / "a.csv").rows) == 50_000
    with (tmp_path / "a.csv").open("a") as file:
        file.write("one_more,words\n")
    assert [problem.line for problem in read(tmp_path / "a.csv").problems] == [50_002]


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(CoachError, match="unpacks to 20 MB"):
        read(tmp_path / "a.xlsx")


def workbook(file: Path, *rows: Sequence[Any], merge: str = "") -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in ([*ROW], *rows):
        book.active.append(list(row))
    if merge:
        book.active.merge_cells(merge)
    book.save(file)
    return file


def test_a_workbook(tmp_path: Path, shelf: Shelf, library: Library) -> None:
    cells = ROW | {"Approved on": date(2026, 3, 1), "Expires": datetime(2027, 3, 1)}
    message = added(plan(read(workbook(tmp_path / "a.xlsx", cells.values())), library, shelf, DAY))
    assert message.status == "approved" and message.expires_on == date(2027, 3, 1)


def test_a_workbook_with_merged_cells_a_formula_and_a_number_for_a_date(tmp_path: Path, shelf: Shelf, library: Library) -> None:
    rows = [ROW, ROW | {"ID": "b", "Message": '="We "&"count"'}, ROW | {"ID": "c", "Expires": 46000}]
    made = plan(read(workbook(tmp_path / "a.xlsx", *(row.values() for row in rows), merge="C2:D2")), library, shelf, DAY)
    assert [(line, what.split()[0]) for line, what in ((problem.line, problem.what) for problem in made.problems)] == [(2, "cells"), (3, "holds"), (4, "46000")]


@pytest.mark.parametrize("id", ["norvane", "tessvara"])
@pytest.mark.parametrize("kind", ["csv", "yaml", "json"])
def test_an_export_comes_back_as_it_was_and_says_on_which_day_it_was_true(tmp_path: Path, shelf: Shelf, id: str, kind: Any) -> None:
    library = shelf.libraries[id]
    odd = library.messages.messages[0].model_copy(update={"text": "=1+1 is a formula", "variants": ["one; alone"], "balance": "'tis so", "owner": "-'quoted'"})
    library = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": [odd, *library.messages.messages[1:]]})})
    text = export(library, kind, DAY)
    assert "2026-12-01" in text and "Fictional sample content" in text
    (tmp_path / f"a.{kind}").write_text(text, encoding="utf-8", newline="")
    made = plan(read(tmp_path / f"a.{kind}"), library, shelf, DAY)
    assert not made.problems and not made.new and not made.changed and len(made.unchanged) == len(library.messages.messages)


def test_the_list_of_another_library_is_not_mixed_in(tmp_path: Path, shelf: Shelf, library: Library) -> None:
    for kind in ("yaml", "json"):
        (tmp_path / f"a.{kind}").write_text(export(shelf.libraries["tessvara"], kind, DAY), encoding="utf-8")
        assert "tessvara" in plan(read(tmp_path / f"a.{kind}"), library, shelf, DAY).problems[0].what


def test_no_cell_of_an_export_is_a_formula(library: Library) -> None:
    odd = library.messages.messages[0].model_copy(update={"text": '=HYPERLINK("x")', "labels": ["+1", "@all"], "owner": "-1"})
    library = library.model_copy(update={"messages": library.messages.model_copy(update={"messages": [odd]})})
    for cells in csv.reader(io.StringIO(export(library, "csv", DAY), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    for text in ("plain", "'tis", "''", "=1", "'=1", "@", "\tx"):
        assert out_of_cell(unsafe_for_sheets(text)) == text and not unsafe_for_sheets(text).startswith(RISKY[:-1])


def test_an_export_to_read(library: Library) -> None:
    text = export(library, "md", DAY)
    assert "2026-12-01" in text and "Fictional sample content" in text and all(message.text in text for message in library.messages.messages)


def test_undo_brings_back_each_time_what_was_before(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / "mine"
    source.mkdir()
    others = {name: source / name for name in ("product.yaml", "evidence.yaml")}
    for path in others.values():
        path.write_text("other")
    shelving.write(folder, "first", others)
    shelving.write(folder, "second", others)
    shelving.undo(folder)
    assert (folder / "messages.yaml").read_text() == "first" and (folder / "product.yaml").read_text() == "other"
    shelving.undo(folder)
    assert not folder.exists()
    with pytest.raises(CoachError, match="no import to undo"):
        shelving.undo(folder)


def test_undo_loses_no_work_done_since(tmp_path: Path) -> None:
    shelving.write(tmp_path, "first", {})
    (tmp_path / "messages.yaml").write_text("mended by hand")
    with pytest.raises(CoachError, match="was changed after the import"):
        shelving.undo(tmp_path)
    assert (tmp_path / "messages.yaml").read_text() == "mended by hand"
