"""Campaign: several meetings in one account over simulated weeks. Its address holds the campaign, so reload and a second tab find it."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.accounts import campaign_calendar as calendar
from coach.campaigns import Campaigns, Opened
from coach.pages import campaign_choose, campaign_story, look
from coach.pages.shell import coach, page, told, viewer
from coach.roleplay.records import DIFFICULTIES


def campaigns() -> Campaigns:
    return Campaigns(coach(), viewer())


def main() -> None:
    id = st.query_params.get("c", "")
    with told():
        if id:
            running(campaigns().load(id))
        else:
            begin()


def begin() -> None:
    st.title("Campaign")
    st.html(
        '<p class="lf-lead">Several meetings in one place, over weeks. You get few slots. What people believe moves between your visits: by what they tell '
        "each other, by what they try themselves, and by your staying away. In the end a committee decides, without you in the room.</p>"
    )
    accounts = campaigns().accounts()
    if not accounts:
        st.info("No account has a campaign yet. `python -m coach content new account ID` begins one.")
        return
    with st.container(border=True, key="campaign-begin"):
        account = st.radio("Where", accounts, format_func=lambda one: one.name, captions=[one.campaign.goal if one.campaign else "" for one in accounts])
        difficulty = st.segmented_control("How they are", DIFFICULTIES, default="guarded", required=True, format_func=str.capitalize)
        st.caption("How this place really is differs a little each time.")
        if st.button("Begin", type="primary", icon=":material/flag:"):
            open_at(campaigns().begin(account.id, difficulty=difficulty))
    mine = campaigns().mine()
    if mine:
        st.subheader("Yours")
    for line in mine:
        day = look.day(line.day.isoformat()) if line.day else "not begun"
        st.page_link(page("campaign"), label=f"{line.title}, {day}", icon=":material/flag:", query_params={"c": line.id})


def open_at(id: str) -> None:
    st.query_params.from_dict({"c": id})
    st.rerun()


def running(opened: Opened) -> None:
    setting, world = opened.setting, opened.world
    st.title(setting.account.name)
    st.html(f'<p class="lf-lead">{escape(setting.plan.goal)}</p>')
    if world.closed:
        campaign_story.end(opened)
        if st.button("Begin again in another of its ways", icon=":material/replay:"):
            open_at(campaigns().begin(setting.account.id, difficulty=opened.stored.difficulty))
        campaign_story.happened(opened, everything=True)
        return
    decision = calendar.next_decision(setting, world)
    handed_in = f" A request is in, with {setting.name(world.submitted.person)}'s name on it." if world.submitted else ""
    until = (
        f" Next decision: {decision.title}; a request must be in by {look.day(decision.due.isoformat())}." if decision else " No date is left for a request."
    )
    st.markdown(look.plain(f"Today is {look.day(world.day.isoformat())}.{until}{handed_in}"))
    st.page_link(page("account"), label="Your map of this place", icon=":material/map:", query_params={"a": setting.account.id, "c": opened.id})
    with st.expander("What you were told at first", icon=":material/description:", expanded=not opened.events):
        st.markdown(look.plain(setting.account.briefing))
        st.html(look.items(setting.account.access_rules))
    campaign_choose.committee(campaigns(), opened)
    if world.planned:
        campaign_choose.planned(campaigns(), opened)
    elif not world.slot:
        campaign_choose.next_one(campaigns(), opened)
        campaign_choose.promises(campaigns(), opened)
        campaign_choose.request(campaigns(), opened)
    campaign_story.weeks(opened)
    campaign_story.happened(opened)


main()
