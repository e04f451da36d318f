"""The script that Streamlit runs for every visitor: draw the page that the address asks for."""

from coach.pages.shell import run

run()
