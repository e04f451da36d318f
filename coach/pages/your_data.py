"""What is kept of whoever sits here: to take along, to erase, for how long, and who has looked at it."""

from __future__ import annotations

import streamlit as st

from coach.pages import login, look
from coach.pages.login import AS
from coach.pages.shell import coach, page, privacy, told, viewer

WORD = "erase"


def main() -> None:
    who = viewer()
    st.title("Your data")
    if who.alone:
        st.html('<p class="lf-lead">You work alone here, without a login. Everything is on this machine, and nobody else uses this installation.</p>')
    else:
        signed_in()
    st.subheader("Take it along")
    st.html(
        "<p>Everything that is kept of you, as a zip of JSON files: meetings turn by turn, notes, scores, plans, maps, real calls, and the "
        "recordings you asked to keep.</p>"
    )
    take_along()
    st.subheader("How long it is kept")
    st.html(f"<p>{kept_for(coach().settings.coach_keep_days)}</p>")
    if not who.alone:
        st.subheader("Who looked at yours")
        looked_at()
    st.subheader("Erase it")
    erase()


def signed_in() -> None:
    who = viewer()
    with told():
        me = coach().store.people.me(who)
        led = coach().store.people.names(who, [me.manager]).get(me.manager) if me and me.manager else None
    if me is None:
        return
    rows = [["Name", me.name], ["Address", me.email or "none that the login vouches for"], ["Here as", AS[who.role]], ["Team", me.team or "none set"]]
    rows.append(["Who leads you", led or "nobody yet; an administrator sets it"])
    st.html(look.table(["You", ""], rows))
    st.html(
        "<p>Nobody but you sees a practice meeting, a note, a plan or a real call. Whoever leads you sees what you hand in, and nothing else of it. "
        "You can take it back until it is reviewed.</p>"
    )


def take_along() -> None:
    if st.button("Put it together", icon=":material/folder_zip:", key="export"):
        with told():
            st.session_state["exported"] = privacy().export()
    if made := st.session_state.get("exported"):
        st.download_button(f"Download ({len(made) / 1_000_000:.1f} MB)", made, "your-data.zip", "application/zip", icon=":material/download:", type="primary")


def kept_for(days: int) -> str:
    """For how long practice meetings are kept, in words."""
    if not days:
        return "Until you erase it. Whoever runs this installation can have practice meetings erased after a number of days (COACH_KEEP_DAYS); it is not set."
    return (
        f"Practice meetings that were not used for {days} {'day' if days == 1 else 'days'} are erased, with their notes and scores. What you handed in, "
        "or practised because you were asked to, is kept, and a campaign is kept until all of it is as old. Plans, maps and real meetings stay until "
        "you erase them."
    )


def looked_at() -> None:
    who = viewer()
    with told():
        found = coach().store.audit.about(who)
        names = coach().store.people.names(who, [one.by for one in found])
    if not found:
        st.html('<p class="lf-quiet">Nobody has. Each time somebody opens what you handed in, it stands here.</p>')
        return
    st.html(look.table(["Who", "What", "When"], [[names.get(one.by, one.by), one.what, look.when(one.at)] for one in found]))


def erase() -> None:
    who = viewer()
    gone = "Your meetings, notes, scores, plans, maps, calls, drafts, and what you handed in, with what was said to it. This cannot be undone."
    stays = "" if who.alone else " What you approved in the library, and reviews you gave to others, stay under a pseudonym."
    st.html(f"<p>{gone}{stays}</p>")
    with st.form("erase", border=False):
        typed = st.text_input(f"Type {WORD} to erase everything of yours", key="erase-word")
        pressed = st.form_submit_button("Erase everything of mine", icon=":material/delete_forever:")
    if not pressed:
        return
    if typed.strip().casefold() != WORD:
        st.error(f"Nothing was erased. Type the word {WORD} first.", icon=":material/error:")
        return
    with told():
        privacy().erase()
    for key in list(st.session_state):
        del st.session_state[key]
    if login.team():
        st.logout()
    st.success("Everything of yours was erased.", icon=":material/check_circle:")
    st.page_link(page("start"), label="Start", icon=":material/home:")


main()
