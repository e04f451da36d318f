"""How far people agree, for those who keep the rubric: figures, what is withheld, and which words of the rubric people stumble over."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.debrief.opinions import JUDGED
from coach.pages import look
from coach.raters import Figures, Raters
from coach.reviews.agreement import FEWEST, Agreement, Unclear

HOW = (
    "Weighted kappa is agreement beyond what chance would bring: 1 is perfect, 0 no better than chance, below 0 worse. A difference of two levels "
    "counts four times one (quadratic weights). With more than two reviewers it is the mean over their pairs, each over the meetings that both "
    "scored. In brackets stand the middle 95% over meetings drawn again. Only levels count that were given before anything measured was seen. Where "
    "one saw no moment for a criterion, that pair says nothing of it. Beside what was measured, people count with their middle level."
)


def figures(raters: Raters) -> None:
    st.subheader("How far people agree")
    with st.spinner("Working it out."):
        found = raters.figures()
    st.caption("Numbers only: no meeting, no rep and nobody's words are in them.")
    if not found.meetings:
        st.html('<p class="lf-why">No shared meeting was scored yet.</p>')
        return
    count = (
        f"{found.meetings} {'meeting was' if found.meetings == 1 else 'meetings were'} scored by {found.raters} {'person' if found.raters == 1 else 'people'}"
    )
    st.html(f'<p class="lf-why">{count}, {found.shared} of them by two or more. Below {FEWEST} meetings scored by both, nothing is told.</p>')
    titles: dict[str, str] = {criterion.id: criterion.title for criterion in raters.rubric().criteria}
    rows = [[titles[id], told(one), told(found.measured[id])] for id, one in found.criteria.items()]
    st.html(f'<div class="lf-agreed">{look.table(["By criterion", "People with each other", "People with what was measured"], rows)}</div>')
    each = [[name[0].upper() + name[1:], told(one)] for name, one in found.by_rater.items()]
    st.html(f'<div class="lf-agreed">{look.table(["By rater", "With the others"], each)}</div>')
    wording(raters, found)
    judges(raters)
    with st.expander("How this is worked out"):
        st.markdown(look.plain(HOW))


def told(one: Agreement) -> str:
    return one.words if one.exact is None else f"{one.words}, the same in {100 * one.exact:.0f}%"


def wording(raters: Raters, found: Figures) -> None:
    """The lines of the rubric that people keep standing on both sides of, with the two wordings."""
    st.subheader("Where the wording may be the problem")
    if not found.unclear:
        st.html('<p class="lf-quiet">No line of the rubric at which everybody keeps standing apart from everybody, as far as there is enough to tell.</p>')
    for line in found.unclear:
        criterion = next(one for one in raters.rubric().criteria if one.id == line.criterion)
        low, high = (next(one.anchor for one in criterion.levels if one.level == line.lower + step) for step in (0, 1))
        with st.container(border=True, key=f"unclear-{line.criterion}-{line.lower}"):
            st.html(
                f'<div class="lf-row"><h4>{escape(criterion.title)}</h4></div><p class="lf-why">{escape(often(line))}</p><div class="lf-pair">'
                f'<div>{look.level(line.lower)}<p class="lf-msg">{escape(low)}</p></div>'
                f'<div>{look.level(line.lower + 1)}<p class="lf-msg">{escape(high)}</p></div></div>'
            )


def often(line: Unclear) -> str:
    words = f"In {line.apart} of {line.near} comparisons at this line one reviewer stood on each side of it."
    return words if line.raters > 2 else f"{words} With two reviewers it may as well be the two of them; a third would tell."


def judges(raters: Raters) -> None:
    """Which opinions of a model count towards a certification here, and why."""
    for model, prompt in raters.judges():
        st.subheader(f"A model\u2019s opinion: {look.plain(model)}, prompt {look.plain(prompt)}")
        st.html(look.items([why for _, why in raters.judge(model, prompt, JUDGED).values()]))
