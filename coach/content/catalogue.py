"""The shared catalogues: topics one can ask about, and needs that people carry."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.content.base import Document, Id, Lens, Strict, Text


class Topic(Strict):
    """Something one can ask about, in the rep's words."""

    id: Id
    title: Text = Field(description="What it is called on screen.")
    contextual: bool = Field(default=False, description="True where the words only point at what was just said (tell me more; what does that mean for you).")
    phrasings: list[Text] = Field(min_length=6, description="Ways a rep asks for it, as different in words as they can be.")


class TopicCatalogue(Document):
    """prompts/topics.yaml"""

    kind: Literal["topics"]
    small_talk: list[Text] = Field(default_factory=list, description="What is asked in meetings but is about nothing here; trains the 'none of these' answer.")
    topics: list[Topic] = Field(min_length=1)


class Need(Strict):
    """A need somebody in an account may carry, whoever it is."""

    id: Id
    title: Text
    lens: Lens
    about: Text = Field(description="One or two sentences for the rep who reads the debrief.")
    voiced_as: list[Text] = Field(min_length=3, description="How people say it when they have it; used to hear a reflection of it.")


class NeedCatalogue(Document):
    """prompts/needs.yaml"""

    kind: Literal["needs"]
    needs: list[Need] = Field(min_length=1)
