"""What went wrong at an endpoint, as one line for whoever can put it right. No key ever stands in it."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx2
import openai

from coach.roleplay.voice import Trouble

LONGEST_WORDS = 160
"""Characters of the endpoint's own words that are passed on."""
RESTS: dict[str, float] = {"refused": 15, "slow": 15, "key": 60, "busy": 10, "server": 5, "broken": 0, "model": 60, "page": 60, "request": 0, "odd": 5}
"""Seconds for which an endpoint is left alone after a failure, so that no turn waits for what just failed."""
LONGEST_REST = 300.0
_KEYS = re.compile(r"\b(?:sk|pk|key|hf|gsk|Bearer)[-_ ][\w*.\-]{6,}", re.IGNORECASE)


def place(url: str) -> str:
    """An address as it may be shown: without name, password and query."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{f':{parts.port}' if parts.port else ''}{parts.path}".rstrip("/")


def redacted(text: str, *secrets: str) -> str:
    """Words of others in one short line, without secrets and without anything that looks like a key."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "...")
    return " ".join(_KEYS.sub("...", text).split())[:LONGEST_WORDS]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that an endpoint asks to wait, from a number or a date; None where it asks nothing that can be read."""
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def is_page(headers: Mapping[str, str]) -> bool:
    return "text/html" in headers.get("content-type", "").lower()


def page_line(where: str) -> Trouble:
    return Trouble("page", f"{where} answered with a web page, perhaps of a proxy or a login. Check OPENAI_BASE_URL; it usually ends in /v1.")


def explained(error: Exception, url: str, model: str, setting: str, key: str, waits: str = "COACH_FIRST_SECONDS") -> Trouble:
    """An error of the client as a Trouble. `setting` is the name of the setting that names the model, `waits` of the one that
    gives it longer."""
    where = place(url)
    if isinstance(error, Trouble):
        return error
    if isinstance(error, openai.APIStatusError):
        return _status(error, where, model, setting, key)
    cause = error.__cause__ or error
    if isinstance(error, openai.APITimeoutError) or isinstance(cause, httpx2.TimeoutException):
        if isinstance(cause, httpx2.ConnectTimeout):
            return Trouble("refused", f"{where} could not be reached in time. Is the server up, and this machine on its network?")
        return Trouble("slow", f"{where} did not answer in time. A smaller model may, or a higher {waits}.")
    if isinstance(cause, httpx2.ConnectError):
        if "CERTIFICATE" in str(cause).upper() or "SSL" in str(cause).upper():
            return Trouble("refused", f"{where} shows a certificate that this machine does not trust. Ask who runs it for theirs and name it in SSL_CERT_FILE.")
        if any(word in str(cause).lower() for word in ("name or service", "getaddrinfo", "name resolution", "nodename")):
            return Trouble("refused", f"{where}: no machine of that name is known here. Correct OPENAI_BASE_URL, or connect.")
        return Trouble("refused", f"Nothing answers at {where}. Start the server, or correct OPENAI_BASE_URL.")
    if isinstance(cause, (httpx2.UnsupportedProtocol, httpx2.InvalidURL)):
        return Trouble("refused", f"OPENAI_BASE_URL is no web address ({redacted(where, key)}). Write it as http://localhost:8080/v1.")
    if isinstance(cause, (httpx2.TransportError, httpx2.StreamError)):
        return Trouble("broken", f"{where} broke off before the answer was whole.")
    if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):  # an error sent within the stream
        return Trouble("server", f"{where} gave up half way: {redacted(str(error.message), key).rstrip('.') or 'it did not say why'}.")
    return Trouble("odd", f"{where} sent something that is no answer of a chat model. Check OPENAI_BASE_URL; it usually ends in /v1.")


def _status(error: openai.APIStatusError, where: str, model: str, setting: str, key: str) -> Trouble:
    status, headers = error.status_code, error.response.headers
    words = redacted(_message(error), key).rstrip(".")
    if status in (401, 403):
        return Trouble("key", f"{where} does not accept the key ({status}). Correct OPENAI_API_KEY{'' if key else '; none is set'}.")
    if status == 429:
        if "quota" in words.lower() or "billing" in words.lower():
            return Trouble("busy", f"{where} says that the account has nothing left to spend. Ask whoever pays for it.")
        wait = retry_after(headers)
        return Trouble("busy", f"{where} has more requests than it can take{f', and asks to wait {wait:.0f} s' if wait else ''}.", wait)
    if is_page(headers):
        return page_line(where)
    if status == 404 or (status == 400 and "model" in words.lower() and ("not" in words.lower() or "invalid" in words.lower())):
        known = f"knows no model {model!r}" if "model" in words.lower() else "has no chat at this address, or no model of this name"
        return Trouble("model", f"{where} {known}. Correct {setting}, or OPENAI_BASE_URL; `python -m coach doctor` lists the models there are.")
    if status >= 500:
        return Trouble("server", f"{where} has a fault of its own ({status}). Whoever runs it finds more in its log.")
    return Trouble("request", f"{where} did not accept the request ({status}{f': {words}' if words else ''}).")


def _message(error: openai.APIStatusError) -> str:
    body = error.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        inner = inner.get("message", "") if isinstance(inner, dict) else inner
        return str(inner)
    return "" if is_page(error.response.headers) else str(body or "")
