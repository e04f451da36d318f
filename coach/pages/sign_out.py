"""Sign out: one question, because it ends the visit in every tab of this browser."""

from __future__ import annotations

import streamlit as st

from coach.pages.shell import page

st.title("Sign out")
st.html('<p class="lf-lead">Meetings, plans and what you are typing are kept. Sign in again and go on where you were.</p>')
with st.container(horizontal=True):
    if st.button("Sign out", type="primary", icon=":material/logout:"):
        st.logout()
    st.page_link(page("start"), label="Stay", icon=":material/home:")
