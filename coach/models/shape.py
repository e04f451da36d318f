"""An answer as a JSON object of a given shape: how it is asked for, by what a server takes, and how it is found in what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, get_args

from coach.models.trouble import redacted
from coach.roleplay.voice import Prompt, Trouble

Shape = Literal["json_schema", "json_object", ""]
SHAPES: tuple[Shape, ...] = get_args(Shape)
"""From the most exact way to ask for JSON to asking in words alone."""
IN_WORDS = "Answer with one JSON object and nothing else, of this JSON Schema: "


def asked_for(prompt: Prompt, schema: Mapping[str, Any], shape: Shape) -> tuple[Prompt, dict[str, Any]]:
    """The prompt, and the part of a request that asks for JSON of this schema. Where a server is not told the schema, the prompt is."""
    if shape == "json_schema":
        return prompt, {"response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema), "strict": True}}}
    in_words = replace(prompt, turn=f"{prompt.turn}\n\n{IN_WORDS}{json.dumps(schema)}")
    return in_words, {"response_format": {"type": "json_object"}} if shape else {}


def speaks_of_shape(refusal: str) -> bool:
    """Whether a server that refused a request names the way in which JSON was asked for."""
    return any(word in refusal.lower() for word in ("response_format", "json_schema", "json_object", "schema", "grammar"))


def object_in(text: str, where: str, cut: bool) -> dict[str, Any]:
    """The JSON object in an answer, alone or between other words. Raises Trouble of the kind `odd` where there is none; `cut`: the
    answer was ended by the room it was given."""
    start, end = text.find("{"), text.rfind("}")
    try:
        value = json.loads(text[start : end + 1])
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    if cut:
        raise Trouble("odd", f"{where} had not finished its answer when its room was used up.")
    raise Trouble("odd", f"{where} was asked for JSON and answered {redacted(text)!r}.")
