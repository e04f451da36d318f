"""A review by keyboard: from turn to turn, a comment, a score. Never while somebody types."""

from __future__ import annotations

from html import escape

import streamlit as st

KEYS = (
    ("j or n", "next turn"),
    ("k or p", "turn before"),
    ("c", "comment on this turn"),
    ("d", "decide differently at this turn"),
    ("s", "to the next score"),
    ("0 1 2 3", "score it, and on to the next"),
    ("Esc", "out of a field, so that keys count again"),
    ("?", "show or hide this list"),
)
# Where one stands is drawn by a style of its own: a class that is put on a box of the page goes when the page is drawn again.
_JS = """
export default function (component) {
  if (window.listenFirstKeys) return;
  window.listenFirstKeys = true;
  const style = document.head.appendChild(document.createElement('style'));
  let turn = '', score = '';
  const boxes = (start) => [...document.querySelectorAll(`[class*="st-key-${start}"]`)]
    .map((box) => ({ box, key: [...box.classList].find((name) => name.startsWith('st-key-' + start)) }));
  const stand = (found) => {
    found.box.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    found.box.tabIndex = -1;
    found.box.focus({ preventScroll: true });
    style.textContent = [turn, score].filter(Boolean).map((key) => '.' + key).join(', ')
      + ' { outline: 2px solid color-mix(in srgb, var(--lens-clinical) 70%, transparent); outline-offset: 0.45rem; border-radius: 4px; }';
  };
  const step = (by) => {
    const all = boxes('rv-turn-');
    if (!all.length) return;
    const at = all.findIndex((one) => one.key === turn);
    const found = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
    turn = found.key;
    stand(found);
  };
  const press = (selector) => { const found = document.querySelector(selector); if (found) found.click(); return Boolean(found); };
  const scored = (one) => Boolean(one.box.querySelector('[aria-checked=true], [data-testid$=Active]'));
  const next = (after) => {
    const all = boxes('rv-score-');
    const at = all.findIndex((one) => one.key === score);
    return all.slice(at + (after ? 1 : 0)).find((one) => after || !scored(one)) || all.find((one) => !scored(one)) || all[0];
  };
  const write = (start) => {
    if (!turn) step(0);
    const number = turn.slice('st-key-rv-turn-'.length), field = `.st-key-${start}-words-${number} textarea`;
    if (!document.querySelector(field)) press(`.st-key-${start}-open-${number} button`);
    let tries = 40;
    const focus = () => { const found = document.querySelector(field); if (found) found.focus(); else if (tries--) setTimeout(focus, 75); };
    focus();
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector('.st-key-rv')) return;
    const fields = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable=true], [role=combobox], [role=dialog]';
    if (event.target.closest(fields)) { if (event.key === 'Escape') event.target.blur(); return; }
    const key = event.key.toLowerCase();
    if (key === 'j' || key === 'n') step(1);
    else if (key === 'k' || key === 'p') step(-1);
    else if (key === 'c') write('rv-comment');
    else if (key === 'd') write('rv-moment');
    else if (key === 's') { const found = next(false); if (found) { score = found.key; stand(found); } }
    else if ('0123'.includes(key) && key) {
      const found = boxes('rv-score-').find((one) => one.key === score) || next(false);
      if (!found) return;
      const button = found.box.querySelectorAll('[role=radiogroup] button, [data-testid=stButtonGroup] button')[Number(key)];
      if (!button) return;
      if (button.getAttribute('aria-checked') !== 'true') button.click();
      score = found.key;
      const after = next(true);
      if (after) { score = after.key; stand(after); }
    }
    else if (key === '?') { const list = document.querySelector('.lf-keys'); if (list) list.open = !list.open; }
    else return;
    event.preventDefault();
  });
}
"""
_HTML = "<span hidden></span>"


def shortcuts() -> None:
    """Listen for keys, and list them. Boxes are found by their keys: `rv-turn-N`, `rv-score-ID`, and within a turn
    `rv-comment-open-N`, `rv-comment-words-N`, `rv-moment-open-N` and `rv-moment-words-N`."""
    rows = "".join(f"<tr><th scope='row'><kbd>{escape(keys)}</kbd></th><td>{escape(does)}</td></tr>" for keys, does in KEYS)
    st.html(f'<details class="lf-keys lf-anchors"><summary>By keyboard: ? shows the keys</summary><table class="lf-table">{rows}</table></details>')
    st.components.v2.component("listen_first_keys", html=_HTML, js=_JS)(key="review-keys", height=1)
