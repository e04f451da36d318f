"""digest: one letter a week for each manager and rep, printed or, where a mail server is set, sent."""

from __future__ import annotations

import argparse

from coach.commands.common import Commands, command, program, show, warn
from coach.content.errors import CoachError
from coach.reviews.digest import SUBJECT
from coach.reviews.viewer import Viewer

OPERATOR = Viewer("operator", "admin")
"""Whoever may run commands on the server sees who is there; of what people handed in, letters hold names, counts and links."""
ALONE = Viewer("me", "admin", alone=True)


def register(commands: Commands) -> None:
    added = command(commands, "digest", "what waits for each manager, what came back to each rep; printed, or sent with --send", run)
    added.add_argument("--send", action="store_true", help="send by the mail server in COACH_SMTP_URL, from COACH_SMTP_FROM")
    added.add_argument("--json", action="store_true", help="print JSON")


def run(given: argparse.Namespace) -> int:
    from coach.models.mail import Letter, send
    from coach.reviewing import Reviewing

    coach = program()
    settings = coach.settings
    if given.send and not settings.coach_smtp_url.get_secret_value():
        raise CoachError("There is no mail server to send by. Set COACH_SMTP_URL and COACH_SMTP_FROM, or leave --send out and copy the text.")
    people = coach.store.people.addressed(OPERATOR)
    viewers = [(one.name, one.email, Viewer(one.id, one.role or "manager")) for one in people] or [("", None, ALONE)]
    letters = [(name, email, Reviewing(coach, viewer).digest(name)) for name, email, viewer in viewers]
    letters = [(name, email, text) for name, email, text in letters if text]
    if not given.send:
        if given.json:
            show([{"name": name, "email": email, "subject": SUBJECT, "text": text} for name, email, text in letters])
        else:
            print("\n".join(f"To {email or name or 'you'}: {SUBJECT}\n\n{text}" for name, email, text in letters) or "Nothing to tell anybody.")
        return 0
    for name, email, _ in letters:
        if not email:
            warn(f"{name or 'you'}: not sent (no address is known)")
    addressed = [Letter(email, SUBJECT, text) for _, email, text in letters if email]
    refused = send(settings.coach_smtp_url.get_secret_value(), settings.coach_smtp_from, addressed) if addressed else []
    for line in refused:
        warn(line)
    sent = len(addressed) - len(refused)
    if given.json:
        show({"sent": sent, "refused": refused})
    else:
        print(f"{sent} {'letter' if sent == 1 else 'letters'} sent")
    return 1 if refused else 0
