"""What happened in a meeting, worked out once from what was stored: the ground that findings stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coach.content.rubric import Rubric
from coach.debrief import cues
from coach.debrief.exchange import probes, subject
from coach.debrief.records import Evidence
from coach.debrief.seen import Seen, SeenTurn
from coach.debrief.turns import BACK_WORDS, BUILDS_FROM, QUOTE, Turn, first, fullest, sentence_with
from coach.reading.acts import plain
from coach.reading.sentences import content_words, sentences


@dataclass(frozen=True)
class Objection:
    """A reason against: where it was raised, in which words, and its id where it is known."""

    turn: int
    quote: str
    id: str | None


class Facts:
    """One meeting's facts. Everything is worked out on first use and kept."""

    def __init__(self, seen: Seen, rubric: Rubric | None = None) -> None:
        """`rubric`: whoever reads its anchors aloud is not listened to."""
        self.seen = seen
        self._sheet = tuple(content_words(level.anchor) for item in rubric.criteria for level in item.levels) if rubric else ()

    @cached_property
    def turns(self) -> list[Turn]:
        """The turns in which the rep said something, in order."""
        found, before, earlier = [], None, ""
        heard: frozenset[str] = frozenset()
        for turn in self.seen.turns:
            previous = before.reply if before else self.seen.greeting
            heard |= subject(previous)
            if turn.reading is not None and turn.reading.words:
                found.append(Turn(turn, turn.reading, before, previous, earlier, self._claiming, heard, self._sheet))
            before, earlier = turn, previous
        return found

    @cached_property
    def _claiming(self) -> frozenset[str]:
        """Messages that claim something of the product; those about how to go on together do not."""
        library = self.seen.library
        return frozenset(message.id for message in library.messages.messages if message.claim_type != "process") if library else frozenset()

    @cached_property
    def replies(self) -> list[SeenTurn]:
        return [turn for turn in self.seen.turns if turn.reply.strip()]

    def after(self, number: int, count: int = 1) -> list[Turn]:
        """The rep's next turns after a numbered one."""
        return [turn for turn in self.turns if turn.number > number][:count]

    @cached_property
    def not_followed(self) -> set[int]:
        """Turns that we failed to understand. They count neither for nor against the rep."""
        beats = {turn.number: turn.response.beat for turn in self.seen.turns if turn.response}
        return {number for number, beat in beats.items() if beat.move == "clarify" or (beat.move == "deflect" and beat.topic is None)}

    @cached_property
    def repeats(self) -> set[int]:
        """Turns in which the rep says, word for word, what they said before: nothing builds twice with the same words."""
        said: set[str] = set()
        found = set()
        for turn in self.turns:
            words = " ".join(plain(turn.reading.text).split())
            if words in said:
                found.add(turn.number)
            said.add(words)
        return found

    @cached_property
    def building(self) -> dict[int, str]:
        """Turns that build on what was just said, each with the words that do it.

        A turn builds by giving back with something of its own, by asking about what they said, or by what the stakeholder made
        of it. A question that could be asked after anything ('tell me more') builds only where its answer is taken up next."""
        found: dict[int, str] = {}
        then = ""
        for turn in reversed(self.turns):
            if self._answers_them(turn):
                stale = probes(turn.question) and not turn.given_back
                if not stale or (then and self._first_time(turn)):
                    found[turn.number] = turn.listened
            then = found.get(turn.number, "")
        return dict(sorted(found.items()))

    def _answers_them(self, turn: Turn) -> bool:
        if turn.before is None or not turn.previous or turn.parrots or turn.heap or turn.in_their_mouth or turn.number in self.repeats:
            return False
        if "message_fits" in turn.seen.rules or (turn.given_back and not turn.pitch):
            return True
        if not turn.question:
            return False
        near = turn.reading.uptake >= BUILDS_FROM and bool(subject(turn.question))
        return near or (self._points_back(turn) and not turn.pitch) or self._went_on(turn) or self.asks_meaning(turn)

    def _first_time(self, turn: Turn) -> bool:
        """'Tell me more' builds once; said every time it is a habit."""
        words = content_words(turn.question) or frozenset([plain(turn.question).strip(" .?!")])
        return all(
            words != (content_words(other.question) or frozenset([plain(other.question).strip(" .?!")])) for other in self.turns if other.number < turn.number
        )

    def _points_back(self, turn: Turn) -> bool:
        """A short question about what was just said: with a word of theirs, or pointing at it ('what does that look like?')."""
        if len(turn.question.split()) > BACK_WORDS:
            return False
        points = bool(cues.BACK.search(plain(turn.question))) or turn.reading.has("probe")
        return points or bool(subject(turn.question) & subject(turn.previous))

    def _went_on(self, turn: Turn) -> bool:
        """The stakeholder took it as going on from their words: said what it means, or what is behind it."""
        if turn.seen.response is None:
            return False
        beat = turn.seen.response.beat
        return any(".deepen." in line or ".probed." in line for line in beat.lines)

    def asks_meaning(self, turn: Turn) -> bool:
        """Asks what a problem that was just voiced leads to, or what solving it would be worth."""
        if not turn.question or turn.heap or not self.needs:
            return False
        recent = [number for number, _ in self.needs if turn.number - 2 <= number < turn.number]
        about = any(hit.id in cues.GOES_ON for hit in turn.reading.topics[:1]) and turn.reading.tier == "answer"
        deepened = turn.seen.response is not None and any(".deepen." in line for line in turn.seen.response.beat.lines)
        return deepened or (bool(recent) and (about or bool(cues.MEANING.search(plain(turn.reading.text)))))

    @cached_property
    def needs(self) -> list[tuple[int, str]]:
        """Where a need was stated because the rep asked or listened: turn, and the stakeholder's words."""
        found = []
        for turn in self.turns:
            if turn.heap or turn.sentence_of_theirs or not (turn.question or turn.reading.has("agenda") or turn.given_back):
                continue
            if turn.seen.response is not None:
                if turn.seen.response.beat.disclosed:
                    found.append((turn.number, fullest(turn.seen.reply)))
            elif not self._idle(turn) and (quote := self._new_problem(turn)):
                found.append((turn.number, quote))
        return [(number, quote) for number, quote in found if quote]

    def _idle(self, turn: Turn) -> bool:
        """A question that could be asked after anything, and whose answer was left where it lay."""
        if not probes(turn.question) or turn.given_back or turn.reading.has("agenda"):
            return False
        return not any(later.number in self._taking for later in self.after(turn.number))

    @cached_property
    def _taking(self) -> set[int]:
        """Turns with a word of what was just said, that do not sell."""
        return {
            turn.number for turn in self.turns if turn.given_back or (not turn.pitch and not turn.parrots and subject(turn.question) & subject(turn.previous))
        }

    def _new_problem(self, turn: Turn) -> str:
        """The sentence of the answer that says what hurts, if it had not been said before and is not about the rep."""
        for piece in sentences(turn.seen.reply):
            words = subject(piece.text)
            hurts = not piece.text.endswith("?") and cues.PROBLEM.search(plain(piece.text)) and not cues.PUTS_OFF.search(plain(piece.text))
            if hurts and (2 * len(words & turn.heard) <= len(words)):
                return piece.text
        return ""

    @cached_property
    def offered(self) -> list[tuple[int, str]]:
        """What the stakeholder held out: a hint at a need, or in a call a problem they brought up."""
        found = []
        for turn in self.seen.turns:
            if turn.response is not None:
                if any(".hints." in line for line in turn.response.beat.lines) or turn.response.beat.disclosed:
                    found.append((turn.number, fullest(turn.reply)))
            elif quote := sentence_with(turn.reply, cues.PROBLEM):
                found.append((turn.number, quote))
        return [(number, quote) for number, quote in found if quote]

    @cached_property
    def first_pitch(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.pitch), None)

    @cached_property
    def first_question(self) -> Turn | None:
        return next((turn for turn in self.turns if turn.question and not turn.heap), None)

    @cached_property
    def objections(self) -> list[Objection]:
        found: list[Objection] = []
        for turn in self.seen.turns:
            if turn.response is not None:
                name = turn.response.beat.objection
                if name and turn.changed(f"objection:{name}") == "open" and turn.reply:
                    found.append(Objection(turn.number, self._raised(turn, name), name))
            elif quote := sentence_with(turn.reply, cues.OBJECTION):
                found.append(Objection(turn.number, quote, None))
        return found

    def _raised(self, turn: SeenTurn, name: str) -> str:
        """The sentence that says most of what was raised: an answer may stand before it."""
        spoken = turn.response.beat.lines if turn.response else []
        persona = self.seen.persona
        lines = next((item.raise_ for item in persona.objections if item.id == name), []) if persona else []
        places = [ref.rpartition(".")[2] for ref in spoken if ref.startswith(f"objections.{name}.raise")]
        said = [lines[int(place)] for place in places if place.isdecimal() and int(place) < len(lines)]
        return next((fullest(line) for line in said if fullest(line) in turn.reply), "") or first(turn.reply)

    def evidence(self, turn: int, quote: str, why: str) -> Iterator[Evidence]:
        """One piece of evidence, if the words are in that turn; nothing without words."""
        text = next((f"{item.rep}\n{item.reply}" for item in self.seen.turns if item.number == turn), "")
        quote = quote[:QUOTE].rstrip()
        if quote and quote in text:
            yield Evidence(source="turn", turn=turn, quote=quote, why=why)
