"""The pieces of a drawn map: colours, signs, and text in lines that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal

from coach.content.base import Lens

Mark = Literal["found", "missed", "wrong"]
MARK_SIGNS: dict[Mark, str] = {"found": "✓", "missed": "○", "wrong": "✕"}
MARK_WORDS: dict[Mark, str] = {"found": "found", "missed": "missed", "wrong": "not so"}


@dataclass(frozen=True)
class Palette:
    """Colours as hex. `marks`: of what was found, missed and is not so."""

    ink: str
    page: str
    families: Mapping[Lens, str]
    stall: str
    marks: Mapping[Mark, str]


def sign(lens: Lens, x: float, y: float, size: float, palette: Palette) -> str:
    """A sign of each family that needs no colour: circle, square, diamond, triangle, with its first letter."""
    fill = f'fill="{palette.families[lens]}"'
    outline = {
        "clinical": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" {fill}/>',
        "operational": f'<rect x="{x - size:.1f}" y="{y - size:.1f}" width="{2 * size}" height="{2 * size}" rx="2" {fill}/>',
        "economic": f'<path d="M{x:.1f} {y - size - 2:.1f}L{x + size + 2:.1f} {y:.1f}L{x:.1f} {y + size + 2:.1f}L{x - size - 2:.1f} {y:.1f}Z" {fill}/>',
        "administrative": f'<path d="M{x:.1f} {y - size - 2:.1f}L{x + size + 3:.1f} {y + size:.1f}H{x - size - 3:.1f}Z" {fill}/>',
    }[lens]
    drop = 3 if lens == "administrative" else 0
    return outline + text(x, y + 3.8 + drop, lens[0].upper(), palette.page, 10.5, 700, anchor="middle")


def text(
    x: float, y: float, words: str, colour: str, size: float, weight: int = 400, *, opacity: float = 1, spacing: float = 0, halo: str = "", anchor: str = ""
) -> str:
    more = f' opacity="{opacity}"' if opacity < 1 else ""
    more += f' letter-spacing="{spacing}"' if spacing else ""
    more += f' stroke="{halo}" stroke-width="3.5" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}"{more}>{escape(words)}</text>'


def wrapped(words: str, room: float, size: float, most: int, weight: int = 400) -> list[str]:
    """A text in lines of `room` pixels, `most` of them at the most; what does not fit ends in three dots."""
    size *= 1.1 if weight > 500 else 1.0
    lines: list[str] = []
    left = 0.0
    for word in words.split():
        while width(word, size) > room and len(word) > 4:  # A word longer than a line is cut.
            cut = max(3, int(len(word) * room / width(word, size)) - 1)
            lines.append(word[:cut])
            word, left = word[cut:], 0.0
        wide = width(word, size)
        if lines and left >= wide + 0.33 * size:
            lines[-1] += f" {word}"
            left -= wide + 0.33 * size
        else:
            lines.append(word)
            left = room - wide
    if len(lines) > most:
        last = lines[most - 1]
        while last and width(f"{last}…", size) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last.rstrip(' ,;.:')}…"]
    return lines


NARROW_LETTERS, WIDE_LETTERS = frozenset("iljtfI.,:;'|!() "), frozenset("mwMW@%")


@lru_cache(maxsize=20_000)
def width(words: str, size: float) -> float:
    """About how wide a text is drawn, in pixels, by the widest of the usual fonts: what fits there fits everywhere."""
    return size * sum(0.37 if one in NARROW_LETTERS else 0.95 if one in WIDE_LETTERS else 0.72 if one.isupper() else 0.62 for one in words)
