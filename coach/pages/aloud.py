"""Replies spoken by the browser itself, and hands-free: hear, speak, and what was said is sent when you fall silent."""

from __future__ import annotations

import hashlib

import streamlit as st

_JS = """
const SILENT_MS = 2500, WAITS_MS = 20000, LOUD = 0.02, WORDS_A_SECOND = 4;
const button = (name) => document.querySelector(`[data-testid="stChatInput${name}Button"]`);
const state = (window.listenFirst ??= { run: 0 }), mouth = window.speechSynthesis;

function voices() {
  // Voices of the device alone: others send what they speak to whoever made them.
  const own = (mouth?.getVoices() ?? []).filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith('en'));
  return own.sort((a, b) => (a.voiceURI < b.voiceURI ? -1 : 1));
}
async function ready() {
  if (voices().length) return voices();
  await new Promise((done) => { mouth?.addEventListener('voiceschanged', done, { once: true }); setTimeout(done, 1500); });
  return voices();
}
async function listen(run, note) {
  const mic = button('Mic');
  if (run !== state.run || !mic || mic.disabled) return;
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch {
    note.textContent = 'This browser gives no microphone to this page. Allow it beside the address, then press the microphone.';
    return;
  }
  mic.click();
  const context = new AudioContext(), meter = context.createAnalyser(), began = performance.now();
  context.createMediaStreamSource(stream).connect(meter);
  const wave = new Float32Array(meter.fftSize);
  let spoke = false, last = began;
  const watch = setInterval(() => {
    meter.getFloatTimeDomainData(wave);
    const now = performance.now();
    if (Math.sqrt(wave.reduce((sum, x) => sum + x * x, 0) / wave.length) > LOUD) { spoke = true; last = now; }
    const over = spoke ? now - last > SILENT_MS : now - began > WAITS_MS;
    const gone = !button('Approve') && now - began > 3000;
    if (!over && !gone && run === state.run) return;
    clearInterval(watch);
    stream.getTracks().forEach((track) => track.stop());
    context.close();
    if (!gone) button(over && spoke ? 'Approve' : 'Cancel')?.click();
  }, 100);
}
export default function (component) {
  const { id, words, place, pitch, rate, listens, speaks } = component.data, note = component.parentElement.querySelector('.note');
  state.hush ??= document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-testid="stChatInputMicButton"]')) mouth?.cancel();
  }) ?? true;
  if (!id || sessionStorage.getItem('spoken') === id) return;
  sessionStorage.setItem('spoken', id);
  const run = ++state.run, then = () => listens && setTimeout(() => listen(run, note), 150);
  mouth?.cancel();
  if (!speaks || !words) { then(); return; }
  ready().then((own) => {
    if (run !== state.run) return;
    if (!own.length) {
      note.textContent = 'This browser has no voice of its own on this device, so replies are not spoken.';
      setTimeout(then, (1000 * words.split(/\\s+/).length) / WORDS_A_SECOND);
      return;
    }
    const says = new SpeechSynthesisUtterance(words);
    Object.assign(says, { voice: own[place % own.length], lang: own[place % own.length].lang, pitch, rate });
    says.onend = then;
    mouth.speak(says);
  });
}
"""
_CSS = ".note { font-size: 0.8rem; color: var(--st-text-color); opacity: 0.7; }"
_HTML = '<div class="note" role="status"></div>'
PITCHES = (0.9, 0.96, 1.0, 1.05, 1.1)
RATES = (0.96, 1.0, 1.04)


def timbre(persona: str) -> tuple[int, float, float]:
    """A persona's place among the browser's voices, pitch and rate: always the same for one, and seldom the same for two."""
    drawn = int.from_bytes(hashlib.sha256(persona.encode()).digest()[:6], "big")
    return drawn % 997, PITCHES[drawn // 997 % len(PITCHES)], RATES[drawn // 10_007 % len(RATES)]


def speak(id: str, persona: str, words: str, *, speaks: bool, listens: bool) -> None:
    """Have the browser speak a reply, once for each `id`; with `listens`, the microphone goes on afterwards."""
    place, pitch, rate = timbre(persona)
    mouth = st.components.v2.component("listen_first_aloud", html=_HTML, css=_CSS, js=_JS)
    mouth(data={"id": id, "words": words, "place": place, "pitch": pitch, "rate": rate, "speaks": speaks, "listens": listens}, key="aloud", height="content")
