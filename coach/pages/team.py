"""Team: three measures over time, who needs what next, and what everybody misses. From meetings that were handed in, and no others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import streamlit as st

from coach.pages.shell import coach, page, told, viewer
from coach.pages.team_cards import DEPTH, ENGAGEMENT, OBJECTIVES, cards
from coach.pages.team_next import next_for_each
from coach.pages.team_patterns import shared
from coach.reviews.patterns import PEOPLE
from coach.team import By, Page, Team

NOBODY = f"You see no person and no meeting, and nothing that fewer than {PEOPLE} people stand behind."


def main() -> None:
    st.title("Team")
    team, today = Team(coach(), viewer()), datetime.now(UTC).date()
    if not viewer().may_lead:
        st.html(f'<p class="lf-lead">What many people miss, from the meetings they handed in. {NOBODY}</p>')
        with told():
            shared(team, team.patterns(today))
        return
    by = cast(By, st.segmented_control("Over time", ["week", "month"], default="week", required=True, key="team-by", format_func=lambda one: f"By {one}"))
    with told():
        found = team.page(today, by)
    if not found.meetings:
        st.html(
            '<p class="lf-lead">Nothing to see yet. What your people hand in, and have looked back on, is added up here. '
            "What they practise for themselves stays theirs.</p>"
        )
        st.page_link(page("people"), label="Who one can meet", icon=":material/groups:")
        return
    st.html(f'<p class="lf-lead">{_counted(found)} Nobody is ranked, and how much somebody practises says nothing here.</p>')
    if found.people < PEOPLE:
        st.info(
            f"Numbers of a team begin at {PEOPLE} people; fewer would be told apart by them. What each could practise next is below.", icon=":material/groups:"
        )
    cards(DEPTH, found.depth)
    cards(ENGAGEMENT, found.engagement)
    cards(OBJECTIVES, found.objectives)
    next_for_each(found.next_up)
    shared(team, found.patterns)


def _counted(found: Page) -> str:
    meetings = "one whole meeting" if found.meetings == 1 else f"{found.meetings:,} whole meetings"
    people = "one person" if found.people == 1 else f"{found.people} people"
    if found.full:
        return f"The latest {meetings} that {people} handed in; older ones are left out."
    return f"From {meetings} that {people} handed in over a year, and from nothing else."


main()
