"""Words count while they are being typed: a phone that is put away, or a page that is loaded again, loses none."""

from __future__ import annotations

import streamlit as st

# A text field tells the program what it holds when it is left. Here a pause of most of a second counts as leaving it, as does putting the page away.
_JS = """
export default function (component) {
  const box = '[class*="st-key-' + component.data.box + '"]';
  if (window.listenFirstTyped) { window.listenFirstTyped.box = box; return; }
  const mine = window.listenFirstTyped = { box, timer: 0, field: null };
  const commit = () => {
    clearTimeout(mine.timer);
    if (mine.field && mine.field.isConnected) mine.field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    mine.field = null;
  };
  document.addEventListener('input', (event) => {
    const field = event.target;
    const written = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type === 'text' && field.role !== 'combobox');
    if (!written || !field.closest(mine.box) || field.closest('[data-testid=stDateInput]')) return;
    mine.field = field;
    clearTimeout(mine.timer);
    mine.timer = setTimeout(commit, 700);
  }, true);
  document.addEventListener('visibilitychange', () => { if (document.hidden) commit(); });
}
"""
_HTML = "<span hidden></span>"


def commit_while_typing(box: str, key: str = "") -> None:
    """Fields within containers whose keys begin so tell what they hold while somebody types. `key`: where a page says it more than once."""
    st.components.v2.component("listen_first_typed", html=_HTML, js=_JS)(data={"box": box}, key=f"typed-{key or box}", height=1)
