"""A clock that runs in the browser: it counts down while somebody speaks and never asks the server for anything."""

from __future__ import annotations

import streamlit as st

_HTML = """
<div class="clock">
  <span class="left" role="timer" aria-label="time left"></span>
  <button type="button" class="go">Start the clock</button>
  <button type="button" class="again">Back to the beginning</button>
  <span class="said" role="status" aria-live="polite"></span>
</div>
"""
_CSS = """
.clock { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem 0.9rem; font-family: var(--st-font); color: var(--st-text-color); padding: 1px; }
.left { font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums; min-width: 4.2rem; }
.left.over { color: #A8631D; }
button { font: inherit; font-size: 0.9rem; padding: 0.35rem 0.8rem; border-radius: 8px; border: 1px solid color-mix(in srgb, currentColor 35%, transparent);
  background: transparent; color: inherit; cursor: pointer; min-height: 2.4rem; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.said { font-size: 0.88rem; opacity: 0.8; }
"""
_JS = """
export default function (component) {
  const { parentElement, data } = component;
  const box = parentElement.querySelector('.clock');
  const left = box.querySelector('.left'), go = box.querySelector('.go'), again = box.querySelector('.again'), said = box.querySelector('.said');
  const now = () => performance.now() / 1000;
  const state = box.state || (box.state = { total: data.seconds, spent: 0, since: null, told: '' });
  if (state.total !== data.seconds) Object.assign(state, { total: data.seconds, spent: 0, since: null, told: '' });
  const spent = () => state.spent + (state.since === null ? 0 : now() - state.since);
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  const tell = (words) => { if (state.told !== words) { state.told = words; said.textContent = words; } };
  const draw = () => {
    const rest = state.total - spent();
    left.textContent = rest >= 0 ? clock(Math.ceil(rest)) : '+' + clock(-rest);
    left.classList.toggle('over', rest < 0);
    go.textContent = state.since !== null ? 'Stop' : spent() > 0 ? 'Go on' : 'Start the clock';
    const half = rest <= state.total / 2;
    if (state.since !== null) tell(rest < 0 ? 'Time is up' : rest <= 10 ? 'Ten seconds left' : half ? 'Half of the time is gone' : 'Running');
    else tell(spent() > 0 ? `It took ${Math.round(spent())} seconds` : '');
  };
  go.onclick = () => {
    if (state.since === null) state.since = now();
    else { state.spent = spent(); state.since = null; }
    draw();
  };
  again.onclick = () => { Object.assign(state, { spent: 0, since: null }); draw(); };
  draw();
  const ticking = setInterval(draw, 250);
  return () => clearInterval(ticking);
}
"""


def clock(seconds: int) -> None:
    """Counts down from `seconds`, and on beyond; Start, Stop, Back to the beginning."""
    made = st.components.v2.component("listen_first_clock", html=_HTML, css=_CSS, js=_JS)
    made(data={"seconds": seconds}, key="mirror-clock")
