"""What happened in this process, in numbers, as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics, generate_latest

from coach.events import Event, Value

disable_created_metrics()
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Seconds: twice the one before, with the 200 ms that a page should take among them."""


class Metrics:
    """A listener to events that counts them. Safe to share between threads."""

    def __init__(self) -> None:
        self._registry = into = CollectorRegistry()
        ProcessCollector(registry=into)
        self._pages = Histogram(
            "coach_page_seconds", "Drawing a page once, with the words of a reply where one is spoken meanwhile", ["page"], buckets=BOUNDS, registry=into
        )
        self._turns = Histogram("coach_turn_seconds", "Reading a turn and deciding what follows", buckets=BOUNDS, registry=into)
        self._counters = {
            "page_failed": (Counter("coach_page_failures", "Pages that ended in an error nobody expected", ["error"], registry=into), ("error",)),
            "meeting": (Counter("coach_meetings_begun", "Meetings begun", ["mode"], registry=into), ("mode",)),
            "voice_fault": (Counter("coach_voice_faults", "Replies of a model that were stopped or put right", ["kind"], registry=into), ("kind",)),
            "endpoint_trouble": (
                Counter("coach_endpoint_troubles", "Requests to a model that failed", ["setting", "kind"], registry=into),
                ("setting", "kind"),
            ),
            "database_error": (Counter("coach_database_errors", "What the database could not do", ["kind"], registry=into), ("kind",)),
        }

    def __call__(self, event: Event, what: Mapping[str, Value]) -> None:
        if event == "page":
            self._pages.labels(what["page"]).observe(float(what["seconds"]))
        elif event == "turn":
            self._turns.observe(float(what["seconds"]))
        elif event in self._counters:
            counter, names = self._counters[event]
            counter.labels(*(str(what[name]) for name in names)).inc()

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self._registry)
