"""How things look: one style sheet, and small pieces of markup with everything that people wrote escaped."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape
from pathlib import Path

from coach.content.base import BELIEF_WORDS, BELIEFS, Belief, Lens
from coach.content.persona import Persona

LENS_COLOURS: dict[str, dict[Lens, str]] = {
    "light": {"clinical": "#0F6B63", "operational": "#A8631D", "economic": "#37368A", "administrative": "#641530"},
    "dark": {"clinical": "#5CC8B8", "operational": "#FFD27E", "economic": "#9C9EE8", "administrative": "#F0809F"},
}
LENS_WORDS: dict[Lens, str] = {
    "clinical": "evidence and outcomes",
    "operational": "efficiency and feasibility",
    "economic": "cost and access",
    "administrative": "rules, risk and access",
}
LENS_ICONS: dict[Lens, str] = {
    "clinical": ":material/stethoscope:",
    "operational": ":material/schedule:",
    "economic": ":material/account_balance:",
    "administrative": ":material/badge:",
}
SAMPLE = "Fictional sample content."
OUTCOMES = {
    "advance": ("A step of theirs", "They agreed to do something, with a name and a day."),
    "continuation": ("To be continued", "It ended in peace, with nothing agreed."),
    "no_fit": ("Honestly no fit", "You said that it is not for them, and they will remember it."),
    "cut_short": ("Cut short", "They ended it."),
}
SHORT: dict[Lens, str] = {"operational": "opera&shy;tional", "administrative": "admini&shy;strative"}
"""Where a lens may be broken in a narrow column."""
WAITING = '<p class="lf-waiting" aria-hidden="true"><i></i><i></i><i></i></p>'
"""Three dots, while somebody thinks of what to say."""
_CSS = (Path(__file__).parent / "style.css").read_text()


def style(theme: str) -> str:
    colours = LENS_COLOURS.get(theme, LENS_COLOURS["light"])
    page = {"light": "#FBFAF7", "dark": "#10201F"}.get(theme, "#FBFAF7")
    # Streamlit writes white on primary buttons and on what was chosen from a list, in both modes; on the bright teal of the dark one ink is what reads.
    tag = "[data-testid='stMultiSelect'] [data-tag]"
    bright = f"[data-testid='stBaseButton-primary'],[data-testid='stBaseButton-primaryFormSubmit'],{tag},{tag} *"
    ink = f"{bright}{{color:#08201D}}" if theme == "dark" else ""
    return f"<style>{ink}:root{{--lf-page:{page};{''.join(f'--lens-{name}:{colour};' for name, colour in colours.items())}}}{_CSS}</style>"


def plain(text: str) -> str:
    """Words as words: nothing in them is taken for Markdown, mathematics, an icon or markup."""
    text = re.sub(r"(?m)^[ \t]+", lambda found: "\u00a0" * len(found.group()), text)
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$~<>|:&=])", r"\\\1", text).replace("\n", "  \n")


def stood(belief: Belief, aim: Belief | None) -> str:
    """Where they stood at the end of a practised meeting, against the rung that was aimed at."""
    words = f"They stood at “{BELIEF_WORDS[belief]}”"
    if aim is None:
        return f"{words}; the plan aims at no rung."
    short = BELIEFS.index(aim) - BELIEFS.index(belief)
    if short > 0:
        return f"{words}, {'one rung' if short == 1 else f'{short} rungs'} short of “{BELIEF_WORDS[aim]}”."
    return f"{words}, as far as you aimed." if short == 0 else f"{words}, further than the “{BELIEF_WORDS[aim]}” you aimed at."


def initials(name: str) -> str:
    words = [word for word in re.split(r"[\s.]+", name) if word and word.lower() not in ("dr", "mr", "ms", "mrs", "rn")]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def monogram(name: str, lens: Lens, size: str = "") -> str:
    return f'<span class="lf-mono {size}" style="--c:var(--lens-{lens})" aria-hidden="true">{escape(initials(name))}</span>'


def lens_tag(lens: Lens) -> str:
    return f'<span class="lf-tag" style="--c:var(--lens-{lens})"><i></i>{lens}<em>{LENS_WORDS[lens]}</em></span>'


def person_head(persona: Persona) -> str:
    """Name, title, lens and minutes of a person, as the top of a card."""
    mark = '<span class="lf-mark">unverified draft</span>' if persona.unverified else ""
    minutes = f'<b class="lf-min" title="minutes they give">{persona.minutes:g}<small>min</small></b>'
    return (
        f'<div class="lf-person">{monogram(persona.name, persona.lens)}<div><h3>{escape(persona.name)}{mark}</h3>'
        f"<p>{escape(persona.title)}</p>{lens_tag(persona.lens)}</div>{minutes}</div>"
    )


def minutes_left(left: float, total: float) -> str:
    share = max(0.0, min(1.0, left / total if total else 0.0))
    words = "time is up" if left <= 0 else "less than a minute left" if left < 1 else f"about {round(left)} {'minute' if round(left) == 1 else 'minutes'} left"
    low = " lf-low" if left <= 1.5 else ""
    return f'<div class="lf-clock{low}" role="timer" aria-label="{words}"><span>{words}</span><div><i style="width:{100 * share:.0f}%"></i></div></div>'


def ending(title: str, words: str, good: bool, eyebrow: str = "") -> str:
    """How a meeting ended, as a heading with a line."""
    colour = "clinical" if good else "operational"
    top = f'<p class="lf-eyebrow">{eyebrow}</p>' if eyebrow else ""
    return f'<div class="lf-outcome" style="--c:var(--lens-{colour})">{top}<h2>{title}</h2><p>{escape(words)}</p></div>'


def turns(count: int) -> str:
    return f"{count} {'turn' if count == 1 else 'turns'}"


def day(iso: str | None) -> str:
    """'2026-12-03' as 'Thursday 3 December'; other words stay."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso or "a day to be named"
    return f"{found:%A} {found.day} {found:%B}"


def when(at: datetime) -> str:
    """A moment as '3 December 2026, 14:05 UTC'."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def quote(text: str, below: str) -> str:
    """Somebody's words, with a line below that is markup of ours."""
    return f'<blockquote class="lf-quote">{escape(text)}<small>{below}</small></blockquote>'


def items(lines: list[str]) -> str:
    return "<ul class='lf-list'>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def level(value: int | None) -> str:
    """A level from 0 to 3 as four steps that can be told apart without colour."""
    if value is None:
        return '<span class="lf-level lf-none" title="not observed">not observed</span>'
    dots = "".join(f'<i class="{"on" if at <= value else ""}"></i>' for at in range(1, 4))
    return f'<span class="lf-level" aria-label="level {value} of 3">{dots}<b>{value}</b><small>of 3</small></span>'


def rung(belief: Belief) -> str:
    return f"{BELIEF_WORDS[belief]} ({BELIEFS.index(belief)} of {len(BELIEFS) - 1})"


def gauge(p: float, marks: tuple[float, ...], words: str) -> str:
    """A probability as a bar, with a mark where each threshold stands; `words` say the same to who does not see it."""
    lines = "".join(f'<b style="left:{100 * mark:.0f}%"></b>' for mark in marks)
    return f'<div class="lf-gauge" role="img" aria-label="{escape(words)}"><i style="width:{100 * p:.0f}%"></i>{lines}</div>'


def balance(parts: list[tuple[str, float]], plus: str, minus: str) -> str:
    """What speaks for and against, as bars to the right and to the left of a middle line. `plus` and `minus` name the sides.
    The longest bar is the strongest part, so lengths compare within one list only."""
    longest = max((abs(value) for _, value in parts), default=0.0) or 1.0
    rows = []
    for name, value in parts:
        side, word = ("plus", plus) if value > 0 else ("minus", minus)
        bar = f'<div aria-hidden="true"><i class="lf-{side}" style="width:{50 * abs(value) / longest:.1f}%"></i></div>'
        rows.append(f"<li><span>{escape(name)}</span>{bar}<small>{word} {abs(value):.2f}</small></li>")
    return f'<ul class="lf-balance">{"".join(rows)}</ul>'


def chips(words: list[str]) -> str:
    return f'<ul class="lf-chips">{"".join(f"<li>{escape(word)}</li>" for word in words)}</ul>'


def table(head: list[str], rows: list[list[str]]) -> str:
    """Words in the first column, short ones in the others."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>' for row in rows)
    return f'<table class="lf-table"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def tally(rows: list[tuple[str, list[tuple[Lens, int]]]]) -> str:
    """Counts by row and lens as a map: the more there are, the fuller the cell; an empty one is dashed and says so."""
    most = max((count for _, cells in rows for _, count in cells), default=0) or 1

    def cell(lens: Lens, count: int) -> str:
        if not count:
            return '<td class="lf-gap">nothing</td>'
        return f'<td style="--c:var(--lens-{lens});--full:{12 + 38 * count / most:.0f}%">{count}</td>'

    head = "".join(f'<th scope="col" style="--c:var(--lens-{lens})">{SHORT.get(lens, lens)}</th>' for lens, _ in (rows[0][1] if rows else []))
    body = "".join(f'<tr><th scope="row">{escape(name)}</th>{"".join(cell(*one) for one in cells)}</tr>' for name, cells in rows)
    return f'<table class="lf-map"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def rungs(rows: list[tuple[str, Lens, list[int]]]) -> str:
    """A line a need with a square a rung: filled with its count, or dashed where there is nothing."""
    lines = []
    for name, lens, counts in rows:
        words = "; ".join(f"{BELIEF_WORDS[rung]}: {count or 'nothing'}" for rung, count in zip(BELIEFS, counts, strict=True))
        squares = "".join(
            f"<i{'' if count else ' class=lf-gap'} title='{BELIEF_WORDS[rung]}'>{count or ''}</i>" for rung, count in zip(BELIEFS, counts, strict=True)
        )
        lines.append(
            f'<li style="--c:var(--lens-{lens})"><span>{escape(name)}<small>{lens}</small></span><div role="img" aria-label="{words}">{squares}</div></li>'
        )
    return f'<ul class="lf-rungs">{"".join(lines)}</ul>'
