"""Read a list of messages out of a file that somebody else made: .csv, .xlsx, .yaml or .json, as rows of cells.

Files come from anywhere, so nothing is believed: sizes are looked at before anything is unpacked, encodings are found out,
and what cannot be read is said by row.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from coach.content.errors import CoachError
from coach.content.yamlfile import Problem, parse_text
from coach.messages.columns import LEFT_OUT, field_of, out_of_cell, plain_name

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_UNPACKED = 250_000_000
MAX_RATIO = 150
"""Unpacked to packed bytes. Sheets of real words reach about 20, a zip bomb a thousand."""
SMALL = 5_000_000
"""Unpacked bytes below which the ratio does not matter."""
MAX_DEPTH = 12
KINDS = (".csv", ".xlsx", ".yaml", ".yml", ".json")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """What a list is of: which field a heading fills, the fields one of which it needs, headings that are passed over in silence,
    and what one row and all of them are called."""

    field_of: Callable[[object], str | None]
    needed: tuple[str, ...]
    left_out: tuple[str, ...]
    one: str
    many: str


MESSAGES = Wanted(field_of, ("id",), LEFT_OUT, "message", "messages")


@dataclass(frozen=True)
class Row:
    """One row: its number as the file's reader sees it (YAML: the line; JSON: the place in the list), and its cells by field."""

    number: int
    cells: dict[str, Any]


@dataclass
class Sheet:
    """A file that was read. `headers`: what the file calls each field. `notes` hinder nothing. `library`: whose it says it is."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    library: str | None = None
    wanted: Wanted = MESSAGES

    def problem(self, row: int, column: str, what: str) -> None:
        self.problems.append(Problem(self.name, row, self.headers.get(column, column), what))


def read(path: Path) -> Sheet:
    """Read a file. Raises CoachError, one line, for one that cannot be read at all; what is wrong in single rows is in
    `problems`."""
    name = str(path)
    _known_kind(name)
    try:
        if path.is_dir():
            raise CoachError(f"{name}: is a folder; name a file in it")
        if path.stat().st_size > MAX_BYTES:
            raise CoachError(f"{name}: is larger than {MAX_BYTES // 1_000_000} MB; split it")
        raw = path.read_bytes()
    except OSError as error:
        raise CoachError(f"{name}: cannot be read ({error.strerror or error}); check the name") from None
    return read_bytes(name, raw)


def read_bytes(name: str, raw: bytes, wanted: Wanted = MESSAGES) -> Sheet:
    """The same for what was handed in by name, as an upload is; of messages, or of something else."""
    kind = _known_kind(name)
    if len(raw) > MAX_BYTES:
        raise CoachError(f"{name}: is larger than {MAX_BYTES // 1_000_000} MB; split it")
    if not raw.strip():
        raise CoachError(f"{name}: is empty; it needs a row of headings and a row a {wanted.one}")
    sheet = Sheet(name, wanted=wanted)
    if kind == ".xlsx":
        _workbook(raw, sheet)
    elif raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise CoachError(f"{name}: is an Excel or zip file by another name; name it .xlsx, or save it as {kind}")
    elif kind == ".csv":
        _csv(decoded(raw, sheet), sheet)
    elif kind == ".json":
        _json(decoded(raw, sheet), sheet)
    else:
        _yaml(decoded(raw, sheet), sheet)
    if not sheet.rows and not sheet.problems:
        raise CoachError(f"{name}: holds no {wanted.many}; it needs a row of headings and a row a {wanted.one}")
    return sheet


def _known_kind(name: str) -> str:
    """The ending of a file's name, lower case. Raises CoachError for one that is not read here."""
    kind = Path(name).suffix.lower()
    if kind not in KINDS:
        raise CoachError(f"{name}: is not a .csv, .xlsx, .yaml or .json file; save it as one of these")
    return kind


def decoded(raw: bytes, sheet: Sheet) -> str:
    """The text, whatever it was saved as: UTF-8, UTF-16 with its mark, or Windows-1252 where that makes sense, with a note."""
    refusal = CoachError(f"{sheet.name}: is not text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8")
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            sheet.notes.append("read as UTF-16")
            text = raw.decode("utf-16")
        else:
            text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise refusal from None
        if re.search(r"[^\x00-\x7f\W\d_]{4}", text):
            raise refusal from None  # No language of that encoding has four accented letters in a row: it is another alphabet.
        sheet.notes.append("is not UTF-8; read as Windows-1252, so look at accents and quotes")
    if "\0" in text:
        raise refusal
    return text


def _csv(text: str, sheet: Sheet) -> None:
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    mark = max(",;\t", key=bare.count)
    # `strict` refuses a quote that is never closed; without it the rest of the file would vanish into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0

    def rows() -> Iterator[tuple[int, Sequence[Any]]]:
        nonlocal number
        for cells in reader:
            number += 1
            yield number, cells

    try:
        _table(rows(), sheet)
    except csv.Error as error:
        sheet.problem(number + 1, "", f"cannot be read as CSV ({error}); look at the quotes from this row on")


def _table(rows: Iterator[tuple[int, Sequence[Any]]], sheet: Sheet) -> None:
    """Take rows of cells, the first that is not empty being the headings."""
    columns: list[str | None] | None = None
    for number, cells in rows:
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        if columns is None:
            columns = _headings(number, cells, sheet)
            if sheet.problems:
                return
            continue
        if len(sheet.rows) >= MAX_ROWS:
            sheet.problem(number, "", f"is past the {MAX_ROWS:,} rows that are read at once; split the file")
            return
        if any(cell not in (None, "") for cell in cells[len(columns) :]):
            sheet.problem(number, "", f"has more cells than there are headings ({len(columns)}); look for a separator inside a text without quotes")
            continue
        sheet.rows.append(Row(number, {name: out_of_cell(cell) for name, cell in zip(columns, cells, strict=False) if name}))


def _headings(number: int, cells: Sequence[Any], sheet: Sheet) -> list[str | None]:
    columns: list[str | None] = []
    for at, cell in enumerate(cells):
        text = "" if cell is None else str(cell).strip()
        name = sheet.wanted.field_of(text) if text else None
        if name in sheet.headers:
            sheet.problems.append(Problem(sheet.name, number, text, f"fills the same field as {sheet.headers[name]!r}, {name}; keep one of the two"))
        elif name:
            sheet.headers[name] = text
        elif text and plain_name(text) not in sheet.wanted.left_out:
            sheet.notes.append(f"column {text[:60]!r} (column {at + 1}) is none that a {sheet.wanted.one} has, and is left out")
        columns.append(name)
    if not any(name in sheet.headers for name in sheet.wanted.needed):
        known = ", ".join(repr(str(cell)[:30]) for cell in cells[:12] if cell not in (None, ""))
        sheet.problems.append(Problem(sheet.name, number, sheet.wanted.needed[0], f"there is no such column; the headings found are {known}"))
    return columns


def _json(text: str, sheet: Sheet) -> None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CoachError(f"{sheet.name}: is not JSON ({str(error)[:80]})") from None
    items = document.get(sheet.wanted.many) if isinstance(document, dict) else document
    sheet.library = document.get("library") if isinstance(document, dict) else None
    _mappings(items, lambda at: at + 1, sheet)


def _yaml(text: str, sheet: Sheet) -> None:
    depth = 0
    try:
        for at, event in enumerate(yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))):
            line = event.start_mark.line + 1 if event.start_mark else at
            if isinstance(event, yaml.AliasEvent):
                # Aliases within aliases unpack like a zip bomb, and no list of messages needs one.
                raise CoachError(f"{sheet.name}:{line}: uses an alias (*name); write it out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise CoachError(f"{sheet.name}:{line}: is nested too deeply for a list of {sheet.wanted.many}")
    except yaml.YAMLError:
        pass  # Said below, with every block's line.
    bare = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "---"))), "")
    shift = bare.lstrip().startswith(("-", "["))
    parsed = parse_text(
        f"{sheet.wanted.many}:\n" + text.replace("---", "", 1) if shift and text.startswith("---") else f"{sheet.wanted.many}:\n" + text if shift else text,
        sheet.name,
    )
    sheet.problems += [Problem(one.file, max(1, one.line - shift), one.field, one.what) for one in parsed.problems]
    if parsed.data is not None and not (sheet.problems and sheet.wanted.many not in parsed.data):
        sheet.library = parsed.data.get("id")
        _mappings(parsed.data.get(sheet.wanted.many), lambda at: parsed.line((sheet.wanted.many, at)) - shift, sheet)


def _mappings(items: Any, number: Any, sheet: Sheet) -> None:
    if not isinstance(items, list):
        raise CoachError(f"{sheet.name}: holds no list of {sheet.wanted.many}; write it under `{sheet.wanted.many}:`")
    if len(items) > MAX_ROWS:
        raise CoachError(f"{sheet.name}: holds {len(items):,} {sheet.wanted.many}, more than the {MAX_ROWS:,} that are read at once; split it")
    for at, item in enumerate(items):
        if not isinstance(item, dict):
            sheet.problem(number(at), "", f"is not a {sheet.wanted.one} but " + repr(item)[:40])
            continue
        cells: dict[str, Any] = {}
        for key, cell in item.items():
            name = sheet.wanted.field_of(key)
            if name in cells:
                sheet.problem(number(at), str(key), f"fills the field {name} a second time; keep one")
            elif name:
                sheet.headers.setdefault(name, str(key))
                cells[name] = cell
            elif plain_name(key) not in sheet.wanted.left_out:
                note = f"field {str(key)[:60]!r} is none that a {sheet.wanted.one} has, and is left out"
                if note not in sheet.notes:
                    sheet.notes.append(note)
        sheet.rows.append(Row(number(at), cells))


def _workbook(raw: bytes, sheet: Sheet) -> None:
    _unpacks(raw, sheet.name)
    try:
        import openpyxl
    except ImportError:
        raise CoachError(f"{sheet.name}: reading .xlsx needs openpyxl, which is not installed; run the set-up again, or save the sheet as .csv") from None
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        pages = [page for page in book.worksheets if page.sheet_state == "visible"] or book.worksheets
        if not pages:
            raise CoachError(f"{sheet.name}: holds no sheet of cells")
        at = next((at for at, page in enumerate(pages) if {sheet.wanted.field_of(cell) for cell in _first(page) if cell} & set(sheet.wanted.needed)), 0)
        page = pages[at]
        if len(pages) > 1:
            sheet.notes.append(f"only the sheet {page.title!r} is read, of {len(pages)}")
        merged, formulas = _marks(raw, page)
        bare = _formulas(openpyxl, raw, page.title) if formulas else {}
        page.reset_dimensions()

        def rows() -> Iterator[tuple[int, Sequence[Any]]]:
            for number, cells in enumerate(page.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
                yield number, _bare(cells)

        _table(rows(), sheet)
        columns = {at: sheet.headers.get(sheet.wanted.field_of(cell) or "", str(cell)) for at, cell in enumerate(_first(page)) if cell}
    except CoachError:
        raise
    except Exception as error:  # A file made to be wrong can fail anywhere in the parser; people get one line.
        raise CoachError(f"{sheet.name}: cannot be read as an Excel workbook ({type(error).__name__}); open it, save it as .xlsx again, or as .csv") from None
    for (row, column), formula in sorted(bare.items()):
        if column in columns and sheet.wanted.field_of(columns[column]):
            sheet.problem(row, columns[column], f"holds a formula without a value ({formula[:30]}); open it in a spreadsheet and save, or write the value")
    for ref in merged:
        corner = re.match(r"[A-Z]+(\d+)", ref)
        sheet.problem(int(corner[1]) if corner else 0, "", f"cells {ref} are merged; unmerge them and write each cell")
    for one in sheet.rows:
        for name, cell in one.cells.items():
            if isinstance(cell, str) and re.fullmatch(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", cell):
                sheet.problem(one.number, name, f"holds the error {cell}; write the value")


def _bare(cells: Sequence[Any]) -> Sequence[Any]:
    """Without the empty cells at the end."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return cells[:end]


def _first(page: Any) -> Sequence[Any]:
    """The first row of a sheet that is not empty."""
    page.reset_dimensions()
    for cells in page.iter_rows(max_row=50, max_col=MAX_COLUMNS, values_only=True):
        if any(cell not in (None, "") for cell in cells):
            return tuple(cells)
    return ()


def _unpacks(raw: bytes, name: str) -> None:
    """Raises CoachError for what is no zip of a reasonable size, before anything in it is unpacked."""
    if raw[:4] == b"\xd0\xcf\x11\xe0":
        raise CoachError(f"{name}: is protected by a password or in the old Excel format; save it as .xlsx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > 2000 or size > MAX_UNPACKED or (size > SMALL and size > MAX_RATIO * len(raw)):
                raise CoachError(f"{name}: unpacks to {size / 1e6:,.0f} MB from {len(raw) / 1e6:,.1f} MB, which no list of messages does; it is not opened")
            for part in parts:
                if part.flag_bits & 1:
                    raise CoachError(f"{name}: is protected by a password; save it without")
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as file:
                        if b"<!DOCTYPE" in file.read(4096).replace(b"\0", b""):
                            raise CoachError(f"{name}: declares a document type inside, which Excel never writes; it is not opened")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise CoachError(f"{name}: is not an Excel workbook, or is damaged; open it, save it as .xlsx again, or as .csv") from None


def _marks(raw: bytes, page: Any) -> tuple[list[str], bool]:
    """The merged ranges of a sheet, and whether it holds a formula. Looked up in its XML, because reading it cell by cell with
    the merged ones known takes ten times the memory."""
    merged: list[str] = []
    formulas, tail = False, b""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed, packed.open(str(page._worksheet_path).lstrip("/")) as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            formulas = formulas or re.search(rb"<(?:\w+:)?f[ />]", text) is not None
            merged += [found.decode() for found in re.findall(rb'<(?:\w+:)?mergeCell ref="([A-Z0-9:]{1,24})"', text)]
            tail = text[-64:]
    return list(dict.fromkeys(merged)), formulas


def _formulas(openpyxl: Any, raw: bytes, title: str) -> dict[tuple[int, int], str]:
    """The formulas of a sheet whose value was not kept with them, by (row from 1, column from 0)."""
    books = [openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=kept) for kept in (False, True)]
    pages = [book[title] for book in books]
    for page in pages:
        page.reset_dimensions()
    found = {}
    for number, (written, kept) in enumerate(zip(*(page.iter_rows(max_col=MAX_COLUMNS, values_only=True) for page in pages), strict=False), 1):
        for column, (formula, value) in enumerate(zip(written, kept, strict=False)):
            if value is None and isinstance(formula, str) and formula.startswith("="):
                found[number, column] = formula
    return found
