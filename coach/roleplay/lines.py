"""Which of a persona's lines is spoken: never one twice in a meeting while there is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from coach.content.persona import HiddenNeed, Objection, OwnQuestion, Persona, TopicLines
from coach.roleplay.draw import pick
from coach.roleplay.records import Beat, State

CLIPPED_BELOW = 35
EXAMPLE_FROM = 60


def band(trust: float) -> str:
    return "clipped" if trust < CLIPPED_BELOW else "example" if trust >= EXAMPLE_FROM else "ordinary"


_NEXT = {"clipped": ("ordinary",), "ordinary": ("example",), "example": ()}
_ALLOWED: dict[str, tuple[str, ...]] = {
    "clipped": ("clipped", "any"),
    "ordinary": ("ordinary", "any", "clipped"),
    "example": ("example", "ordinary", "any", "clipped"),
}


class Lines:
    """References to lines of one persona, drawn for one turn. A reference is a path such as 'topics.case_mix.2'."""

    def __init__(self, persona: Persona, state: State, seed: int, turn: int) -> None:
        self._persona = persona
        self._said = set(state.lines)
        self._last = state.lines[-1] if state.lines else ""
        self._day = state.day
        self._step = state.ledger.get("step")
        self._seed = seed
        self._turn = turn
        self.spent = False
        """Whether a pool ran dry, so that something had to be said again."""

    def _draw(self, prefix: str, count: int) -> str:
        """An unsaid line of a pool; when all are said, any but the one said last."""
        every = [f"{prefix}.{at}" for at in range(count)]
        fresh = [name for name in every if name not in self._said]
        again = [name for name in every if name != self._last] or every
        self.spent = self.spent or not fresh
        chosen = pick(fresh or again, self._seed, self._turn, prefix)
        self._said.add(chosen)
        return chosen

    def greeting(self) -> str:
        """How they greet: for this purpose, in this week, late, or as on any day."""
        day, persona = self._day, self._persona
        if day.purpose in persona.openings:
            return self._draw(f"openings.{day.purpose}", len(persona.openings[day.purpose]))
        if day.life.get(0) == "late":
            return self._draw("life.late", len(persona.life["late"]))
        week = next((item for item in persona.weeks if item.id == day.week), None)
        if week and pick((True, False), self._seed, 0, "greets with the week"):
            return self._draw(f"weeks.{week.id}.greeting", len(week.greeting))
        return self._draw("greeting", len(persona.greeting))

    def reaction(self, kind: str) -> str:
        """A reaction; a pool that is used up falls back on an acknowledgement, and then on something of their own to bring up."""
        spare = ("initiative", "acknowledge") if kind in ("asked_before", "not_mine") else ("acknowledge", "initiative")
        for name in (kind, *spare):
            pool = self._persona.reactions.get(name, [])  # type: ignore[call-overload]
            if any(f"reactions.{name}.{at}" not in self._said for at in range(len(pool))):
                return self._draw(f"reactions.{name}", len(pool))
        return self._draw("reactions.acknowledge", len(self._persona.reactions["acknowledge"]))

    def of(self, place: str, pool: Sequence[str]) -> str:
        """A line of any other pool, by its path: 'blocked.lines', 'mistaken.ID.says'."""
        return self._draw(place, len(pool))

    def fresh(self, place: str, pool: Sequence[str]) -> bool:
        """Whether a pool still has a line that was not said."""
        return any(f"{place}.{at}" not in self._said for at in range(len(pool)))

    def clarify(self) -> str | None:
        """A line that asks which of two was meant; None once they are used up."""
        unsaid = [at for at in range(len(self._persona.clarify)) if f"clarify.{at}" not in self._said]
        return self._draw("clarify", len(self._persona.clarify)) if unsaid else None

    def topic_entry(self, topic: str) -> TopicLines | None:
        return next((entry for entry in self._persona.topics if entry.topic == topic), None)

    def topic(self, entry: TopicLines, trust: float, again: bool = False) -> str | None:
        """An unsaid line on a topic that this much trust allows, the frankest first; None when there is none. Somebody
        who asks on (`again`) gets what the next band would hear, once the rest is said."""
        allowed = _ALLOWED[band(trust)]
        for name in (*allowed, *(_NEXT[band(trust)] if again else ())):
            unsaid = [
                f"topics.{entry.topic}.{at}" for at, line in enumerate(entry.lines) if line.band == name and f"topics.{entry.topic}.{at}" not in self._said
            ]
            if unsaid:
                chosen = pick(unsaid, self._seed, self._turn, f"topics.{entry.topic}")
                self._said.add(chosen)
                return chosen
        return None

    def tells(self, reference: str) -> list[str]:
        """The facts that a topic line tells."""
        _, topic, at = reference.split(".")
        entry = self.topic_entry(topic)
        return list(entry.lines[int(at)].tells) if entry else []

    def hint(self, need: HiddenNeed, most: int) -> str | None:
        """A hint at a need that has not been dropped yet, `most` of them in a meeting."""
        dropped = [name for name in self._said if name.startswith(f"needs.{need.need}.hints.")]
        return self._draw(f"needs.{need.need}.hints", len(need.hints)) if len(dropped) < most else None

    def need(self, need: HiddenNeed, pool: str, fresh: bool = False) -> str:
        """A line of a need. With `fresh`, an empty string once all are said."""
        count = len(getattr(need, pool))
        if fresh and all(f"needs.{need.need}.{pool}.{at}" in self._said for at in range(count)):
            return ""
        return self._draw(f"needs.{need.need}.{pool}", count)

    def objection(self, objection: Objection, pool: str) -> str:
        return self._draw(f"objections.{objection.id}.{pool}", len(_pool(objection, pool)))

    def question(self, question: OwnQuestion, pool: str) -> str:
        return self._draw(f"questions.{question.id}.{pool}", len(_pool(question, pool)))

    def step(self, pool: Literal["lines", "firm", "soft"]) -> str:
        """A line about the step that is theirs to take now: what they will do, or what could stop it."""
        then = self._persona.endings.then if self._step == "taken" else None
        if then is not None:
            return self._draw(f"then.{pool}", len(getattr(then, pool)))
        return self._draw(f"endings.{'advance' if pool == 'lines' else pool}", len(getattr(self._persona.endings.advance, pool)))

    def ending(self, kind: str) -> str:
        return self._draw(f"endings.{kind}", len(_pool(self._persona.endings, kind)))

    def words(self, references: Sequence[str]) -> int:
        return sum(len(line_text(self._persona, name).split()) for name in references)


def _pool(thing: object, name: str) -> list[str]:
    return list(getattr(thing, "raise_" if name == "raise" else name))


def line_text(persona: Persona, reference: str) -> str:
    """The words behind a reference. Raises KeyError or IndexError where the persona has no such line."""
    kind, *path = reference.split(".")
    at = int(path[-1])
    if kind in ("greeting", "clarify"):
        return str(getattr(persona, kind)[at])
    if kind == "reactions":
        return persona.reactions[path[0]][at]  # type: ignore[index]
    if kind == "topics":
        return next(entry for entry in persona.topics if entry.topic == path[0]).lines[at].say
    if kind == "needs":
        return _pool(next(need for need in persona.needs if need.need == path[0]), path[1])[at]
    if kind == "objections":
        return _pool(next(item for item in persona.objections if item.id == path[0]), path[1])[at]
    if kind == "questions":
        return _pool(next(item for item in persona.questions if item.id == path[0]), path[1])[at]
    if kind in ("mistaken", "stakes", "weeks"):
        return _pool(next(item for item in getattr(persona, kind) if item.id == path[0]), path[1])[at]
    if kind in ("openings", "life"):
        return str(getattr(persona, kind)[path[0]][at])
    if kind in ("favour", "blocked", "handoff"):
        return _pool(getattr(persona, kind), path[0])[at]
    if kind == "then":
        return _pool(persona.endings.then, path[0])[at]
    if kind == "endings" and path[0] in ("firm", "soft"):
        return _pool(persona.endings.advance, path[0])[at]
    if kind == "endings" and path[0] == "advance":
        return persona.endings.advance.lines[at]
    if kind == "endings":
        return _pool(persona.endings, path[0])[at]
    raise KeyError(reference)


def authored(persona: Persona, beat: Beat) -> str:
    """The authored voice: the words of a beat, exactly as the persona's file has them."""
    texts = [line_text(persona, name) for name in beat.lines]
    if beat.slots:
        first = texts[0].replace("{first}", beat.slots["first"]).replace("{second}", beat.slots["second"])
        texts[0] = first[0].upper() + first[1:]
    return " ".join(texts)
