"""What leaves this machine, with the settings as they are now; and how the model's voice has done so far."""

from __future__ import annotations

from html import escape

import streamlit as st

from coach.pages import look, voice
from coach.pages.shell import coach, page, practice, viewer
from coach.roleplay.meter import Tally

MEETINGS = 20
SENT = (
    "how to speak, and who they are: name, title, manner, what they can say yes to and what they pass on, what convinces them, red lines, what is known",
    "how they stand, in words: how freely they speak, whether they are in a hurry, how many minutes are left, what they agreed to",
    "the facts they have told you so far, and those they tell you now",
    "the last six turns as they were said, yours and theirs, and what you say now",
    "the line that they would say in the authored voice, to be put into other words",
)
NEVER = (
    "needs they have not told you, and how to get at them",
    "facts nobody has asked for yet, interests of their own, what lies behind an objection",
    "trust, patience and every other number of the meeting",
    "your debriefs, notes, other meetings, the message library, your name",
)


def main() -> None:
    st.title("What leaves this machine")
    st.html(f'<p class="lf-lead">{lead()}</p>')
    st.subheader("Setting by setting")
    st.html(table())
    st.subheader("What an answer in the model's voice sends")
    st.html(look.items(list(SENT)))
    st.markdown("**What it never sends**")
    st.html(look.items(list(NEVER)))
    st.html(
        "<p>What you say is sent as you typed it. Leave out names of real patients and customers, as you would in an email. "
        "What the other side keeps is for whoever runs it to say; a server of your own keeps it with you.</p>"
    )
    so_far()
    st.page_link(page("start"), label="Pick somebody to meet", icon=":material/home:")


def lead() -> str:
    """In a sentence or two, what leaves with the settings as they are."""
    settings = coach().settings
    searching = f" Each message search sends its words to <b>{escape(settings.embedding_place)}</b>." if settings.embedding_place else ""
    if settings.transcribe_place:
        searching += f" What you say into the microphone is sent to <b>{escape(settings.transcribe_place)}</b> to be written down."
    where = "" if away(settings.endpoint_place) else ", which is this machine"
    asked = f" When you ask for a model\u2019s opinion in a debrief, what was said there goes to <b>{escape(settings.endpoint_place)}</b>{where}."
    asked = asked if settings.judge else ""
    if settings.model_voice:
        what = "Nothing of a meeting" if searching or asked else "Nothing"
        return (
            f"{what}, while the voice is <b>authored</b>. With the voice set to <b>model</b>, each answer sends part of the talk to "
            f"<b>{escape(settings.endpoint_place)}</b>{where}.{asked}{searching}"
        )
    if asked:
        return f"Nothing while you talk: no model speaks.{asked}{searching} There is no telemetry."
    if searching:
        what = "Nothing of a meeting that is typed" if settings.transcribe_place else "Nothing of a meeting"
        return f"{what}: no model speaks.{searching} There is no telemetry."
    return "Nothing. No model is configured, there is no telemetry, and this app asks no other machine for anything."


def table() -> str:
    """Each setting that can make something leave, how it stands, and what it does."""
    settings = coach().settings
    own_database = "postgres" in settings.database
    rows = [
        ("Voice: authored", "always there", "Nothing."),
        (
            "Voice: model",
            f"off until you switch it on, for each visit; {settings.coach_voice_model} at {settings.endpoint_place}"
            if settings.model_voice
            else "not configured",
            "What is listed below, once for each answer, and a second time where the first answer would not do. Nothing at any other time.",
        ),
        (
            "A model\u2019s opinion",
            f"off until you press its button in a debrief, once for each meeting; {settings.coach_judge_model} at {settings.endpoint_place}"
            if settings.judge
            else "not configured",
            "What was said in that meeting, by both sides and word for word, and how to label it. No score, no note, nothing of another meeting."
            if settings.judge
            else "Nothing.",
        ),
        (
            "debrief --judge, evaluate judge",
            "when you run it",
            "The same, of the transcripts or cases that you name, as they stand." if settings.judge else "Nothing.",
        ),
        (
            "python -m coach doctor",
            "when you run it",
            "Asks the endpoint for the names of its models." if settings.model_voice or settings.judge else "Nothing.",
        ),
        (
            "python -m coach digest --send",
            "when you run it" if settings.coach_smtp_url.get_secret_value() else "no mail server is set",
            "To each person\u2019s own address, by your mail server: names of colleagues, how many meetings wait or came back, and links. Nobody\u2019s words."
            if settings.coach_smtp_url.get_secret_value()
            else "Nothing.",
        ),
        (
            "DATABASE_URL",
            "a database of your team" if own_database else "not set: a file on this machine",
            "Meetings are kept there." if own_database else "Nothing.",
        ),
        (
            "Signing in",
            "nobody does: you work alone" if viewer().alone else "at your team’s OpenID provider, from .streamlit/secrets.toml",
            "Nothing." if viewer().alone else "That somebody signs in or out here, to the provider. Nothing of what they do.",
        ),
        (
            "COACH_EMBEDDING_ENDPOINT_MODEL",
            f"{settings.coach_embedding_endpoint_model} at {settings.embedding_place}" if settings.embedding_place else "not set: messages are searched here",
            "The texts of the libraries, once, and whatever messages are searched for: what you type there and, with the coach's rail on, their last words."
            if settings.embedding_place
            else "Nothing.",
        ),
        (
            "Your voice",
            your_voice(),
            f"Each recording, once, with the library's terms, to {settings.transcribe_place}." if settings.transcribe_place else "Nothing.",
        ),
        (
            "Keep my recordings",
            "off until you tick it, for each visit",
            "Nothing. They are kept on this machine (audio/ under COACH_DATA), and the debrief has a button that deletes them.",
        ),
        ("Hear their replies", "off until you switch it on, for each visit", "Nothing. Only voices that your own device has are used."),
        ("Reading, and what a debrief measures", "always here", "Nothing. They run on this machine, with a model that came with the installation."),
    ]
    body = "".join(f"<tr><td><b>{escape(name)}</b></td><td>{escape(now)}</td><td>{escape(what)}</td></tr>" for name, now, what in rows)
    return f'<table class="lf-leaves"><thead><tr><th>Setting</th><th>Now</th><th>What leaves</th></tr></thead><tbody>{body}</tbody></table>'


def your_voice() -> str:
    """Who writes down what is spoken."""
    settings = coach().settings
    if settings.transcribe_place:
        return f"{settings.coach_transcribe_model} at {settings.transcribe_place}, when you use the microphone"
    return "written down on this machine, when you use the microphone" if coach().transcriber else "not set up: meetings are typed"


def away(place: str) -> bool:
    """Whether an address is that of another machine."""
    return not any(f"//{host}" in place for host in ("localhost", "127.", "[::1]"))


def so_far() -> None:
    """How the model's voice did in the last meetings, fault by fault; nothing where none was asked."""
    found = practice().voices(MEETINGS)
    if not found.asked:
        return
    st.subheader("How the model's voice has done")
    st.html(f"<p>{escape(summary(found))}</p>")
    if found.faults:
        st.html(look.items([f"{count} \u00d7 {voice.kind_words(kind)}" for kind, count in found.faults]))


def summary(found: Tally) -> str:
    rest = found.asked - found.whole - found.begun
    return (
        f"In your last meetings, {found.asked} {'answer was' if found.asked == 1 else 'answers were'} asked of a model: {found.whole} in its own words, "
        f"{found.begun} finished in the authored words, {rest} authored altogether. What was held back, or went wrong:"
        if found.faults
        else f"In your last meetings, {found.asked} {'answer was' if found.asked == 1 else 'answers were'} asked of a model, and nothing had to be held back."
    )


main()
