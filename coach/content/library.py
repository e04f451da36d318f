"""A message library: a product, its evidence, and the approved messages that rest on it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from coach.content.base import Belief, Document, Id, Lens, Strict, Text

Status = Literal["draft", "in_review", "approved", "withdrawn"]
ClaimType = Literal["fact", "efficacy", "safety", "usability", "economic", "process", "service"]
Audience = Literal["professional", "payer", "patient", "internal"]


class Product(Document):
    """message_library/ID/product.yaml"""

    kind: Literal["library"]
    name: Text
    company: Text
    what: Text
    market: Text
    clearance: Text = Field(description="The regulatory word that is right for it, and what that word covers.")
    indications: list[Text] = Field(min_length=1)
    contraindications: list[Text] = Field(min_length=1)
    risks: list[Text] = Field(min_length=1)
    facts: list[Text] = Field(min_length=5)
    steps: list[Text] = Field(default_factory=list, description="How it is used, in order.")
    alternatives: list[Text] = Field(default_factory=list, description="Competing products, by category and never by brand.")


class Study(Strict):
    """A piece of evidence with its numbers and its limits."""

    id: Id
    citation: Text
    design: Text
    population: Text
    n: int = Field(ge=1)
    endpoint: Text
    result: Text
    limits: Text


class Evidence(Document):
    """message_library/ID/evidence.yaml"""

    kind: Literal["evidence"]
    studies: list[Study] = Field(min_length=1)


_NAMES: dict[frozenset[str], set[str]] = {}
"""The sets of fields that messages were written with. Nothing adds to them: content does not change after loading."""


class Message(Strict):
    """Something a rep may say, approved for somebody, somewhere, until a day."""

    id: Id
    version: int = Field(default=1, ge=1)
    text: Text
    variants: list[Text] = Field(default_factory=list, description="Shorter or spoken forms, approved as well.")
    lens: Lens
    role_families: list[Lens] = Field(default_factory=list, description="Whom it is written for; empty: anyone who looks through that lens.")
    stage: Belief = Field(description="The belief rung it serves: where the listener stands when it helps.")
    needs: list[Id] = Field(default_factory=list)
    answers: list[Id] = Field(default_factory=list, description="Ids of the objections and own questions it answers.")
    labels: list[Text] = Field(min_length=2, max_length=12, description="What they would say when they need it.")
    claim_type: ClaimType
    evidence: list[Id] = Field(default_factory=list)
    indication: Text | None = None
    population: Text | None = None
    market: Text
    audience: Audience = "professional"
    seats: list[Id] = Field(default_factory=list, description="Seats on our side that may use it; empty: all.")
    balance: Text | None = Field(default=None, description="What must be said with it: limits, risks, who it is not for.")
    before: list[Id] = Field(default_factory=list, description="Messages that must come before it.")
    next: list[Id] = Field(default_factory=list)
    owner: Text
    document: Text | None = Field(default=None, description="Number in the company's approval system.")
    status: Status
    approved_by: Text | None = Field(default=None, description="Who approved it, where that is known: a person or a committee.")
    approved_on: date | None = None
    expires_on: date | None = None

    def model_post_init(self, context: Any, /) -> None:
        """Messages that were written with the same fields share one set of their names; one of its own is 2 KiB, as much as the rest of a message."""
        names = self.__pydantic_fields_set__
        object.__setattr__(self, "__pydantic_fields_set__", _NAMES.setdefault(frozenset(names), names))

    def in_force(self, on: date) -> bool:
        """Whether it is approved on that day. An approval without its dates proves nothing."""
        dates = self.approved_on, self.expires_on
        return self.status == "approved" and dates[0] is not None and dates[1] is not None and dates[0] <= on <= dates[1]


class Messages(Document):
    """message_library/ID/messages.yaml"""

    kind: Literal["messages"]
    messages: list[Message] = Field(min_length=1)


class Library(Strict):
    """One library, put together from its three files."""

    product: Product
    evidence: Evidence
    messages: Messages

    @property
    def id(self) -> str:
        return self.product.id
