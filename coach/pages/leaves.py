"""What leaves this machine, with the settings as they are now, and what would with others."""

from __future__ import annotations

import streamlit as st

st.title("What leaves this machine")
