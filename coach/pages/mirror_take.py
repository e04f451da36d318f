"""One take as it was measured, takes side by side, and a worked pitch."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import streamlit as st

from coach.content.persona import Persona
from coach.debrief.delivery import alone
from coach.debrief.mirror_records import MARKS, ROLE_WORDS, Mark, Measured, Role, Take
from coach.debrief.mirror_report import MARK_WORDS
from coach.debrief.mirror_takes import Line, moved
from coach.mirror import Clocked, Mirror
from coach.pages import look

MOST = 3
"""Takes side by side."""
SIGNS: dict[Mark | None, str] = {"holds": "&#10003;", "nearly": "&#126;", "not_yet": "&times;", None: "&ndash;"}
KEPT = {"stayed": "stayed", "changed": "changed", "new": "new"}


def mark(value: Mark | None) -> str:
    """A mark as a sign and a word, so that colour is not needed."""
    return f'<span class="lf-hold lf-{value or "none"}"><i aria-hidden="true">{SIGNS[value]}</i>{MARK_WORDS[value]}</span>'


def rule(words: str) -> str:
    return f'<details class="lf-anchors"><summary>The rule</summary><p>{escape(words)}</p></details>'


def sits(here: Clocked) -> None:
    """Whether the last takes hold it, and the rule."""
    now = here.sitting
    if now.sits:
        head, words = "It sits", f"Your last {now.wanted} takes all hold. Leave it alone now, and say it to somebody."
    else:
        head = f"{now.held} of {now.wanted} takes in a row hold"
        words = f"In the way of the last one: {'; '.join(now.lacking)}." if now.lacking else "The last one holds. Say it again."
    st.html(f'<div class="lf-focus"><h3>{head}</h3><p>{escape(words)}</p>{rule(now.rule)}</div>')


def show(take: Take, before: Take | None, number: int) -> None:
    """One take: its shape, its measures with the words they go by, its needs, and the claim check beside."""
    st.html(
        f'<p class="lf-eyebrow">Take {number} &middot; {"about " if take.how == "typed" else ""}{take.seconds:.0f} seconds, {take.words} words</p>{strip(take)}'
    )
    if take.spoken is not None:
        st.html(f'<p class="lf-quiet">Spoken. {escape(". ".join(alone(take.spoken)))}. Shown, not measured.</p>')
    st.html(f'<details class="lf-anchors"><summary>The words of this take</summary><p class="lf-spoken">{escape(take.text)}</p></details>')
    left, right = st.columns([1.7, 1], gap="large")
    with left:
        for one in take.measures:
            st.html(measure(one))
    with right:
        touched(take)
        claims(take)
        if before is not None:
            changed(before, take)


def strip(take: Take) -> str:
    """The sentences of a take in a row, as wide as they are long, and what each is there for."""
    there = [(stretch.role, take.text[stretch.start : stretch.end]) for stretch in take.stretches]
    words = "; ".join(f"{ROLE_WORDS[role]}: {text}" for role, text in there)
    bars = "".join(f'<i class="lf-r-{role}" style="flex:{len(text.split())}" title="{escape(f"{ROLE_WORDS[role]}: {text}")}"></i>' for role, text in there)
    roles: list[Role] = list(dict.fromkeys(role for role, _ in there))
    legend = "".join(f'<li><i class="lf-r-{role}"></i>{ROLE_WORDS[role]}</li>' for role in roles)
    return f'<div class="lf-strip" role="img" aria-label="{escape(words)}">{bars}</div><ul class="lf-strip-key">{legend}</ul>'


def measure(one: Measured) -> str:
    quotes = "".join(look.quote(shown.quote, escape(shown.why)) for shown in one.shown)
    long = f'<details class="lf-anchors"><summary>Your words ({len(one.shown)})</summary>{quotes}</details>' if len(one.shown) > 2 else quotes
    advice = f'<p class="lf-note">{escape(one.advice)}</p>' if one.mark in ("nearly", "not_yet") else ""
    head = f'<div class="lf-row"><h4>{escape(one.title)}</h4>{mark(one.mark)}</div>'
    return f'<div class="lf-measure">{head}<p class="lf-anchor">{escape(one.found)}</p>{long}{advice}{rule(one.rule)}</div>'


def touched(take: Take) -> None:
    """Their needs: those it touches by name, of the others those alone that they told."""
    st.markdown("**Their needs**")
    for one in take.touched:
        known = "they told you" if one.told else "a guess of yours; ask them"
        answer = "; answered with an approved message" if one.answered else ""
        st.html(look.quote(one.quote, f"{escape(one.title)} &middot; {known}{answer}"))
    told = f" They told you of: {'; '.join(take.untouched_told)}." if take.untouched_told else ""
    if take.untouched:
        st.html(f'<p class="lf-quiet">Not touched: {take.untouched}.{escape(told)} What they keep to themselves is for a meeting to find.</p>')


def claims(take: Take) -> None:
    """The gate beside the story."""
    st.markdown("**The claim check, beside it**")
    if not take.judged:
        st.caption("There is no message library for this person, so claims are not judged.")
    elif not take.claims:
        st.caption("It objects to nothing.")
    for claim in take.claims:
        st.html(
            f'<p class="lf-fault lf-{claim.severity}"><b>{claim.severity}</b> &ldquo;{escape(claim.quote)}&rdquo; {escape(claim.why)} '
            f"{f'Instead: {escape(claim.instead)}' if claim.instead else ''}</p>"
        )


def changed(before: Take, take: Take) -> None:
    """The sentences beside those of the take before."""
    found = moved(before, take)
    st.markdown("**Since the take before**")
    stayed = sum(line.kept == "stayed" for line in found.lines)
    st.caption(f"{stayed} of {len(found.lines)} sentences stayed.")
    rows = [row(line) for line in found.lines if line.kept != "stayed"] + [f"<li><b>dropped</b> <s>{escape(text)}</s></li>" for text in found.dropped]
    if rows:
        st.html(f'<ul class="lf-list">{"".join(rows)}</ul>')


def row(line: Line) -> str:
    was = f"<br><small>before: {escape(line.before)}</small>" if line.before else ""
    return f"<li><b>{KEPT[line.kept]}</b> {escape(line.text)}{was}</li>"


def side_by_side(here: Clocked) -> None:
    """The last takes as a table: each measure, and what got better or worse."""
    takes = [one.take for one in here.takes][-MOST:]
    first = len(here.takes) - len(takes) + 1
    head = "".join(f'<th scope="col">Take {first + at}</th>' for at in range(len(takes)))
    body = ""
    for one in takes[-1].measures:
        cells = [f"<td>{mark(takes[0].measure(one.id).mark)}</td>"]
        cells += [f"<td>{mark(now.measure(one.id).mark)}{arrow(was, now, one.id)}</td>" for was, now in pairwise(takes)]
        body += f'<tr><th scope="row">{escape(one.title)}</th>{"".join(cells)}</tr>'
    seconds = "".join(f"<td>{take.seconds:.0f} s</td>" for take in takes)
    objected = "".join(f"<td>{len(take.objected) or 'nothing'}</td>" for take in takes)
    kept = "".join(["<td>&ndash;</td>", *(f"<td>{100 * moved(was, now).kept_share:.0f}%</td>" for was, now in pairwise(takes))])
    body += f'<tr><th scope="row">Spoken time</th>{seconds}</tr><tr><th scope="row">The claim check objects to</th>{objected}</tr>'
    body += f'<tr><th scope="row">Sentences that stayed</th>{kept}</tr>'
    st.html(f'<div class="lf-scroll"><table class="lf-table"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def arrow(was: Take, now: Take, id: str) -> str:
    one, other = was.measure(id).mark, now.measure(id).mark
    if one is None or other is None or one == other:
        return ""
    better = MARKS.index(other) > MARKS.index(one)
    return f' <small class="lf-moved">{"better" if better else "worse"}</small>'


def worked(mine: Mirror, persona: Persona) -> None:
    """What good looks like, once there is a take of one's own to hold it against."""
    there = mine.worked(persona)
    if not there:
        return
    with st.expander("What good looks like: a worked pitch", icon=":material/visibility:"):
        for one in there[:1]:
            rows = "".join(f"<li>{escape(line.say)}<small>{escape(line.does)}</small></li>" for line in one.sentences)
            st.html(
                f'<p class="lf-eyebrow">{escape(one.title)}</p><p class="lf-quiet">For: {escape(one.listener.who)}. Somebody else, with other needs: '
                f'take the shape, not the words. {look.SAMPLE}</p><ol class="lf-trail">{rows}</ol>'
            )
