"""Sending letters by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from coach.content.errors import CoachError

SECONDS = 20
"""For each step of talking to the server."""
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str


def send(url: str, sender: str, letters: Sequence[Letter]) -> list[str]:
    """Send letters over one connection. `url` is smtp://user:password@host:587, which is encrypted where the server offers it (STARTTLS),
    or smtps:// for one that is encrypted from the first byte. Returns a line for each letter that was refused; the others are sent.

    Errors: CoachError for an address that is none, a server that cannot be reached or refuses the login, and before a password is sent
    unencrypted.
    """
    parts = urlsplit(url)
    try:
        host, port = parts.hostname, parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = None, 0
    if parts.scheme not in PORTS or not host:
        raise CoachError("COACH_SMTP_URL is no mail server; write it as smtp://user:password@mail.example.org:587 or smtps://...")
    if "@" not in sender:
        raise CoachError("COACH_SMTP_FROM is no address; write it as coach@example.org. Letters are sent from it.")
    refused = []
    try:
        with _connected(parts.scheme, host, port) as server:
            if parts.username:
                if parts.scheme == "smtp" and not _encrypted(server):
                    raise CoachError(f"{host} offers no encryption, so the password was not sent. Use smtps://, or a server that has STARTTLS.")
                server.login(unquote(parts.username), unquote(parts.password or ""))
            for letter in letters:
                try:
                    server.send_message(_message(sender, letter))
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused, ValueError) as error:
                    refused.append(f"{letter.to}: not sent ({_reason(error)})")
    except smtplib.SMTPAuthenticationError:
        raise CoachError(f"{host} refuses the name or the password in COACH_SMTP_URL.") from None
    except (OSError, smtplib.SMTPException) as error:
        raise CoachError(f"The mail server {host}:{port} does not take letters ({_reason(error)}). Check COACH_SMTP_URL, and try again.") from None
    return refused


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    return server


def _encrypted(server: smtplib.SMTP) -> bool:
    return isinstance(server.sock, ssl.SSLSocket)


def _message(sender: str, letter: Letter) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, letter.to, letter.subject
    made["Date"], made["Message-ID"] = formatdate(localtime=True), make_msgid(domain=sender.rpartition("@")[2].rstrip(">"))
    made["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it (RFC 3834)
    made.set_content(letter.text)
    return made


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"{code} {answer.decode(errors='replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
        return f"{error.smtp_code} {said}"
    return str(error).splitlines()[0] if str(error) else type(error).__name__
