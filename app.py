"""The Streamlit entry, and nothing else: the navigation is in coach/pages/shell.py, a page a file beside it."""

import streamlit as st

from coach.pages.early import lifespan
from coach.pages.operations import ROUTES, failed

app = st.App("coach/pages/entry.py", lifespan=lifespan, routes=ROUTES, on_script_error=failed)
