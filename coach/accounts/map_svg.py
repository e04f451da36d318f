"""A map as a picture: the pathway with its stalls, people by family, arrows of influence, what binds, what is open. SVG, with nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from coach.accounts.map import AccountMap, Person, Step
from coach.accounts.map_checks import circle_of, drawable
from coach.accounts.map_layout import WIDE, Card, Format, Way, laid_out
from coach.accounts.map_marks import MARK_SIGNS, MARK_WORDS, Mark, Palette, sign, text, wrapped
from coach.accounts.map_words import CONSTRAINT_WORDS, PART_WORDS
from coach.content.base import LENSES

WIDTHS = {1: 1.4, 2: 2.8, 3: 4.6}
LABELLED = 24
"""Arrows up to which each carries its percentage; more numbers than that are a fog."""
LISTED = 5
KEY = "An arrow points at whoever is moved. Thicker: more strongly. Dashed: informally. Paler: you are less sure."
FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"


def picture(map: AccountMap, palette: Palette, form: Format = WIDE, marks: Mapping[str, Mark] | None = None) -> str:
    """The map as an SVG document. `marks`, by item id, for a map that is held against the truth; then confidence is left out."""
    map = drawable(map)
    held = marks or {}
    steps, below = _pathway(map, palette, form, held)
    heads, top = _heads(map, palette, form, below + 18)
    layout = laid_out(map, form, top)
    quiet = bool(held) or len(layout.ways) > LABELLED
    arrows = [_way(way, palette, quiet, held.get(way.arrow.id)) for way in layout.ways]
    cards = [_card(card, palette, form, held.get(card.person.id), bool(held)) for card in layout.cards]
    y = layout.height + 8
    if not map.people:
        cards.append(text(form.margin, top + 18, "Nobody on the map yet.", palette.ink, 14))
        y = top + 34
    if layout.left_out:
        cards.append(text(form.margin, y + 12, f"And {layout.left_out:,} more people, below.", palette.ink, 13))
        y += 22
    lists, height = _lists(map, palette, form, y + 14, held)
    body = "".join((*steps, *heads, *arrows, *cards, *lists))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {form.width} {height:.0f}" width="{form.width}" height="{height:.0f}" '
        f'font-family="{FONT}" role="img" aria-labelledby="t d"><title id="t">{escape(f"Map of {map.title}")}</title><desc id="d">{escape(summary(map))}</desc>'
        f"{_defs(palette, layout.ways, held)}{body}</svg>"
    )


def summary(map: AccountMap) -> str:
    """The map in a few sentences, for who does not see it."""
    families = [f"{count} {family}" for family in LENSES if (count := sum(one.family == family for one in map.people))]
    stalled = [step.title for step in map.steps if step.stalls]
    people = f"{len(map.people)} people ({', '.join(families)})" if families else "Nobody"
    where = f"stalls at {len(stalled)}: {'; '.join(stalled)}" if stalled else "no stalls marked"
    return (
        f"{people} on the map, {len(map.arrows)} arrows of influence. A pathway of {len(map.steps)} steps, {where}. "
        f"{len(map.constraints)} constraints, {len(map.questions)} open questions. All of it stands in the tables below."
    )


def in_order(map: AccountMap) -> list[Step]:
    """The steps so that each comes after those before it; as they stand where that cannot be."""
    if circle_of(map):
        return list(map.steps)
    ordered: list[Step] = []
    waiting, there = list(map.steps), {one.id for one in map.steps}
    while waiting:
        done = {one.id for one in ordered}
        following = next(one for one in waiting if all(id in done or id not in there for id in one.after))
        waiting.remove(following)
        ordered.append(following)
    return ordered


def _defs(palette: Palette, ways: Sequence[Way], held: Mapping[str, Mark]) -> str:
    colours = {palette.ink, *(palette.marks[held[way.arrow.id]] for way in ways if way.arrow.id in held)}
    heads = "".join(
        f'<marker id="h{colour[1:]}" viewBox="0 0 10 10" refX="8" refY="5" markerUnits="userSpaceOnUse" markerWidth="13" markerHeight="13" orient="auto">'
        f'<path d="M0 0L10 5L0 10Z" fill="{colour}"/></marker>'
        for colour in sorted(colours)
    )
    hatch = (
        '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{palette.page}"/><rect width="3" height="7" fill="{palette.stall}" opacity=".28"/></pattern>'
    )
    return f"<defs>{heads}{hatch}</defs>"


def _pathway(map: AccountMap, palette: Palette, form: Format, held: Mapping[str, Mark]) -> tuple[list[str], float]:
    """The band of steps, and where it ends."""
    if not map.steps:
        return [], 0.0
    ordered = in_order(map)
    per_row = min(form.per_row, len(ordered))
    room, tip = (form.width - 2 * form.margin) / per_row, (10 if per_row > 1 else 0)
    numbers = {one.id: at for at, one in enumerate(ordered, 1)}
    parts, y = [text(form.margin, 16, "PATHWAY", palette.ink, 11, opacity=0.7, spacing=1)], 26.0
    for start in range(0, len(ordered), per_row):
        row = []
        for column, step in enumerate(ordered[start : start + per_row]):
            inner = room - 26 - tip
            number = numbers[step.id]
            usual = not step.after if number == 1 else step.after == [ordered[number - 2].id]
            after = "" if usual or not step.after else f"after {' and '.join(str(numbers[id]) for id in step.after if id in numbers)}"
            mark = held.get(step.id) if step.stalls else None
            lines = [(line, 12.5, 600 if step.stalls else 400) for line in wrapped(f"{number}. {step.title}", inner, 12.5, 3, 600 if step.stalls else 400)]
            if after:
                lines.append((after, 11, 400))
            if step.stalls:
                said = f"{MARK_SIGNS[mark]} {MARK_WORDS[mark]}: stalls" if mark else "Stalls" if held else f"Stalls · {step.confidence}%"
                lines += [(said, 11.5, 700), *((line, 11.5, 400) for line in wrapped(step.cause, inner, 11.5, 3))]
            row.append((column, step, mark, lines))
        height = max(sum(size + 4 for _, size, _ in lines) for *_, lines in row) + 16
        for column, step, mark, lines in row:
            x = form.margin + column * room
            right = x + room - (4 if per_row > 1 else 0)
            shape = f"M{x:.1f} {y:.1f}H{right - tip:.1f}L{right:.1f} {y + height / 2:.1f}L{right - tip:.1f} {y + height:.1f}H{x:.1f}"
            shape += f"L{x + tip:.1f} {y + height / 2:.1f}Z" if tip else "Z"
            colour = palette.marks[mark] if mark else palette.stall if step.stalls else palette.ink
            fill = "url(#hatch)" if step.stalls else palette.page
            parts.append(
                f'<path d="{shape}" fill="{fill}" stroke="{colour}" stroke-width="{2 if step.stalls else 1}" stroke-opacity="{1 if step.stalls else 0.35}"/>'
            )
            line_y = y + 8
            for words, size, weight in lines:
                line_y += size + 4
                parts.append(text(x + 12 + tip / 2, line_y - 4, words, palette.ink, size, weight, halo=palette.page if step.stalls else ""))
        y += height + 6
    return parts, y


def _heads(map: AccountMap, palette: Palette, form: Format, y: float) -> tuple[list[str], float]:
    """The families above their columns; on a narrow picture each card names its own, so the heads are a key."""
    parts = [text(form.margin, y + 4, "PEOPLE, AND WHO MOVES WHOM", palette.ink, 11, opacity=0.7, spacing=1)]
    if map.arrows:
        for words in wrapped(KEY, form.width - 2 * form.margin, 11.5, 3):
            y += 15
            parts.append(text(form.margin, y + 5, words, palette.ink, 11.5, opacity=0.8))
    y += 14
    for at, lens in enumerate(LENSES):
        wide = len(form.columns) == len(LENSES)
        x = form.left(at) if wide else form.margin + (at % 2) * (form.width - 2 * form.margin) / 2
        line = y if wide else y + 26 * (at // 2)
        count = sum(one.family == lens for one in map.people)
        parts.append(sign(lens, x + 10, line + 13, 9, palette))
        parts.append(text(x + 26, line + 17, f"{lens.capitalize()}{'' if count else ': nobody yet'}", palette.families[lens], 12.5, 600))
    return parts, y + (34 if len(form.columns) == len(LENSES) else 60)


def _card(card: Card, palette: Palette, form: Format, mark: Mark | None, held: bool) -> str:
    """A person: sign, name, title, part, and how sure the rep is of them, which the tint says too."""
    one, colour, wide = card.person, palette.families[card.person.family], form.per_row > 1
    edge = palette.marks[mark] if mark else colour
    box = f'<rect x="{card.x:.1f}" y="{card.y:.1f}" width="{card.width:.1f}" height="{card.height}" rx="8" '
    dash = ' stroke-dasharray="5 4"' if mark == "missed" else ""
    parts = [
        f'<g><title>{escape(_spoken(one, mark))}</title>{box}fill="{palette.page}"/>',
        f'{box}fill="{colour}" fill-opacity="{0.05 + 0.17 * one.confidence / 100:.2f}" stroke="{edge}" stroke-width="{2.4 if mark else 1.4}"{dash}/>',
        sign(one.family, card.x + 19, card.y + 19, 9, palette),
    ]
    y = card.y + 23
    name = wrapped(one.name, card.width - 42, 13.5, 1 if wide else 2, 650)
    for line in name:
        parts.append(text(card.x + 36, y, line, palette.ink, 13.5, 650))
        y += 16
    left = card.x + (36 if wide else 10)
    for line in wrapped(one.title, card.x + card.width - left - 8, 11.5, 1 if wide else 3 - len(name)):
        parts.append(text(left, y, line, palette.ink, 11.5, opacity=0.85))
        y += 14
    last = [PART_WORDS[one.part]] if one.part and (wide or not mark) else []
    last.append(f"{MARK_SIGNS[mark]} {MARK_WORDS[mark]}" if mark else "" if held else f"{one.confidence}%")
    parts.append(text(left, card.y + card.height - 9, " · ".join(filter(None, last)), palette.marks[mark] if mark else palette.ink, 11.5, 600))
    return "".join(parts) + "</g>"


def _spoken(one: Person, mark: Mark | None) -> str:
    return f"{one.name}{f', {one.title}' if one.title else ''}, {one.family}, {MARK_WORDS[mark] if mark else f'{one.confidence}% sure'}"


def _way(way: Way, palette: Palette, quiet: bool, mark: Mark | None) -> str:
    arrow = way.arrow
    colour = palette.marks[mark] if mark else palette.ink
    opacity = 0.95 if mark else 0.3 + 0.65 * arrow.confidence / 100
    dash = ' stroke-dasharray="7 5"' if arrow.kind == "informal" else ""
    line = (
        f'<path d="{way.path}" fill="none" stroke="{colour}" stroke-width="{WIDTHS[arrow.strength]}" stroke-opacity="{opacity:.2f}"{dash} '
        f'marker-end="url(#h{colour[1:]})"/>'
    )
    words = MARK_SIGNS[mark] if mark else "" if quiet else f"{arrow.confidence}%"
    return line + (text(*way.middle, words, colour, 12 if mark else 10.5, 700 if mark else 500, halo=palette.page, anchor="middle") if words else "")


def _lists(map: AccountMap, palette: Palette, form: Format, y: float, held: Mapping[str, Mark]) -> tuple[list[str], float]:
    """What binds, the decisions, what is still open: below each other where it is narrow."""
    binding = [(f"{_sign(held, one.id)}{one.text} ({CONSTRAINT_WORDS[one.kind]})", one.id) for one in map.constraints]
    decisions = [(f"{one.text}{f', {one.on.day} {one.on:%B %Y}' if one.on else ''}", one.id) for one in map.decisions]
    lists = [("WHAT BINDS", binding), ("DECISIONS", decisions), ("STILL OPEN", [(one.text, one.id) for one in map.questions])]
    lists = [(title, lines) for title, lines in lists if lines]
    parts: list[str] = []
    wide = form.per_row > 1
    room = (form.width - 2 * form.margin - 24 * (len(lists) - 1)) / max(1, len(lists)) if wide else form.width - 2 * form.margin
    lowest = y
    for at, (title, lines) in enumerate(lists):
        x = form.margin + at * (room + 24) if wide else form.margin
        line_y = y if wide else lowest
        parts.append(text(x, line_y + 12, title, palette.ink, 11, opacity=0.7, spacing=1))
        line_y += 18
        for said, id in lines[:LISTED]:
            colour = palette.marks[held[id]] if id in held else palette.ink
            for number, words in enumerate(wrapped(said, room - 16, 12.5, 3)):
                line_y += 17
                if not number:
                    parts.append(text(x, line_y, "–" if title != "STILL OPEN" else "?", colour, 12.5, 700))
                parts.append(text(x + 14, line_y, words, colour, 12.5))
            line_y += 3
        if len(lines) > LISTED:
            line_y += 17
            parts.append(text(x + 14, line_y, f"and {len(lines) - LISTED} more, below", palette.ink, 12, opacity=0.75))
        lowest = max(lowest, line_y + 14)
    return parts, lowest


def _sign(held: Mapping[str, Mark], id: str) -> str:
    return f"{MARK_SIGNS[held[id]]} " if id in held else ""
