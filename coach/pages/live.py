"""Tell a screen reader what the stakeholder said: nothing in the page announces a streamed reply by itself."""

from __future__ import annotations

import streamlit as st

_JS = """
export default function (component) {
  const box = component.parentElement.querySelector('.live');
  if (box && box.textContent !== component.data.words) box.textContent = component.data.words;
}
"""
_CSS = ".live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }"
_HTML = '<div class="live" role="status" aria-live="polite"></div>'


def announce(words: str) -> None:
    """Put words where a screen reader reads them out."""
    region = st.components.v2.component("listen_first_live", html=_HTML, css=_CSS, js=_JS)
    region(data={"words": words}, key="live", height=1)
