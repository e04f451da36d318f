"""The Streamlit entry: navigation, nothing else."""

from coach.pages.shell import run

run()
