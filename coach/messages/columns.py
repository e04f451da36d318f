"""What the columns of a sheet are called, and what is in a cell: dates, lists, words from a fixed set."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, get_args

from coach.content.base import BELIEFS, LENSES
from coach.content.library import Audience, ClaimType, Message, Status
from coach.content.yamlfile import did_you_mean

SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("id", "message id", "key", "code", "identifier"),
    "version": ("version", "rev", "revision"),
    "text": ("text", "message", "message text", "copy", "claim", "wording", "approved text", "body"),
    "variants": ("variants", "variant", "short form", "short forms", "alternatives", "alternative wording", "spoken form"),
    "lens": ("lens", "perspective", "viewpoint"),
    "role_families": ("role families", "role family", "roles", "for roles", "written for"),
    "stage": ("stage", "rung", "belief", "belief rung", "belief stage", "ladder"),
    "needs": ("needs", "need", "need ids", "pain points", "answers needs"),
    "answers": ("answers", "objections", "answers objections", "objection", "questions"),
    "labels": ("labels", "label", "they say", "what they say", "triggers", "trigger phrases", "cues"),
    "claim_type": ("claim type", "type", "type of claim", "claim category", "category"),
    "evidence": ("evidence", "evidence ids", "studies", "study", "references", "reference", "sources", "source", "substantiation"),
    "indication": ("indication",),
    "population": ("population", "patients", "patient population"),
    "market": ("market", "country", "region", "territory"),
    "audience": ("audience", "for whom", "target audience"),
    "seats": ("seats", "seat", "our seats", "who may use it", "may be used by"),
    "balance": ("balance", "fair balance", "balancing statement", "say with it", "limits", "risk statement", "safety statement"),
    "before": ("before", "must come after", "prerequisites", "after message"),
    "next": ("next", "next messages", "follow up", "follow ups"),
    "owner": ("owner", "kept by", "content owner", "responsible", "department"),
    "document": (
        "document", "document number", "document no", "doc number", "doc no", "document id", "approval number", "approval id", "approval code",
        "material number", "reference number", "job number", "external document number", "external id",
    ),
    "status": ("status", "state", "approval status"),
    "approved_by": ("approved by", "approver", "approved by whom", "signed off by", "sign off", "reviewer"),
    "approved_on": ("approved on", "approval date", "date approved", "date of approval", "approved", "valid from", "effective date", "effective from"),
    "expires_on": ("expires on", "expires", "expiry", "expiry date", "expiration", "expiration date", "valid until", "valid to", "use by", "end date", "until"),
}  # fmt: skip
"""What a column may be called, by the field it fills. Case, signs and underscores do not matter."""
LEFT_OUT = ("true on", "in force", "about", "library", "product", "days left")
"""What exports add for people; the program knows these things by itself."""
DATES, NUMBERS = ("approved_on", "expires_on"), ("version",)
IDS = ("role_families", "needs", "answers", "evidence", "seats", "before", "next")
TEXTS = ("variants", "labels")
WORDS: dict[str, tuple[str, ...]] = {
    "lens": LENSES,
    "stage": BELIEFS,
    "audience": get_args(Audience),
    "claim_type": get_args(ClaimType),
    "status": get_args(Status),
}
OTHER_WORDS: dict[str, dict[str, str]] = {
    "status": {
        "deleted": "withdrawn", "retired": "withdrawn", "obsolete": "withdrawn", "delete": "withdrawn", "withdraw": "withdrawn", "expired": "approved",
        "in review": "in_review", "review": "in_review", "pending": "in_review", "final": "approved", "active": "approved", "released": "approved",
    },
    "audience": {
        "hcp": "professional", "hcps": "professional", "healthcare professional": "professional", "healthcare professionals": "professional",
        "professionals": "professional", "formulary": "payer", "payers": "payer", "payor": "payer", "patients": "patient",
    },
    "stage": {"not aware": "unaware", "recognized": "recognised", "aware": "recognised", "evaluation": "evaluating"},
    "lens": {"financial": "economic", "admin": "administrative", "operations": "operational"},
}  # fmt: skip
MONTHS = {name: at for at, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a spreadsheet takes for a formula when a cell begins with it, and the mark with which that is kept from it."""


def plain_name(header: object) -> str:
    """A header as it is compared: 'Approved_On ' as 'approved on'."""
    return " ".join(re.sub(r"[\W_]+", " ", str(header).lower()).split())


KNOWN = {name: field for field, names in SYNONYMS.items() for name in names}
assert set(SYNONYMS) == set(Message.model_fields), "every field of a message has its column"


def field_of(header: object) -> str | None:
    """The field that a column fills; None for a column nobody knows."""
    return KNOWN.get(plain_name(header))


def unsafe_for_sheets(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula; `out_of_cell` gives it back as it was."""
    return f"'{text}" if text.startswith(RISKY) else text


def out_of_cell(cell: Any) -> Any:
    """A cell of a sheet without that mark, and with one kind of line end; what is no text stays."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text


def value(field: str, cell: Any) -> Any:
    """What a cell says for a field; None where it is empty. Raises ValueError with what is wrong and what to do."""
    if cell is None or cell == [] or (isinstance(cell, str) and not cell.strip()):
        return None
    if field in DATES:
        return day(cell)
    if field in NUMBERS:
        return _number(cell)
    if field in IDS:
        return [part.strip() for item in _items(cell) for part in re.split(r"[;,|\n]", item) if part.strip()]
    if field in TEXTS:
        items = _items(cell)
        parts = items if isinstance(cell, list) else re.split(r"\n" if "\n" in items[0] else r"[;|]", items[0])
        return [part.strip() for part in parts if part.strip()]
    if isinstance(cell, bool | list | dict):
        raise ValueError(f"is not text but {cell!r}"[:100] + "; write it as text")
    text = _text(cell)
    if field in WORDS:
        return _word(field, text)
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _items(cell: Any) -> list[str]:
    if isinstance(cell, list):
        if any(isinstance(item, list | dict) for item in cell):
            raise ValueError("holds more than a list of words; write a list")
        return [str(item) for item in cell]
    return [_text(cell) if not isinstance(cell, str) else cell]


def _word(field: str, text: str) -> str:
    plain = plain_name(text)
    found = OTHER_WORDS.get(field, {}).get(plain, plain.replace(" ", "_"))
    if found not in WORDS[field]:
        raise ValueError(f"{text[:60]!r} is not allowed; one of {', '.join(WORDS[field])}{did_you_mean(found, list(WORDS[field]))}")
    return found


def _number(cell: Any) -> int:
    text = _text(cell)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,6}", text) or int(text) < 1:
        raise ValueError(f"{text[:40]!r} is not a whole number from 1")
    return int(text)


def day(cell: Any) -> date:
    """A date out of a cell. Raises ValueError for what is none and for what could be two days."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if isinstance(cell, int | float):
        raise ValueError(f"{text} is a number, not a date; format the cell as a date, or write it as 2026-03-31")
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.]+Z?)?", text):
        return _made(text, int(found[1]), int(found[3]), int(found[4]))
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]+([A-Za-z]{3,9})\.?[ ,.\-/]+(\d{4})", text):
        return _made(text, int(found[3]), _month(text, found[2]), int(found[1]))
    if found := re.fullmatch(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", text):
        return _made(text, int(found[3]), _month(text, found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if one <= 12 and other <= 12 and one != other:
            raise ValueError(f"{text!r} could be two days ({year}-{one:02}-{other:02} or {year}-{other:02}-{one:02}); write it as {year}-{one:02}-{other:02}")
        return _made(text, year, other, one) if one > 12 else _made(text, year, one, other)
    raise ValueError(f"{text[:40]!r} is not a date; write it as 2026-03-31")


def _month(text: str, name: str) -> int:
    months = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "sept")
    if name.lower() not in MONTHS and name.lower() not in months:
        raise ValueError(f"{text[:40]!r} names no month; write it as 2026-03-31")
    return MONTHS[name.lower()[:3]]


def _made(text: str, year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar; write it as 2026-03-31") from None
