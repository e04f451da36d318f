"""One reply in a model's voice: asked for, held against the guard, and finished in the authored words where that is needed.

Nothing is shown that the guard has not passed, and nothing that was shown is taken back. A fault costs one second try with the
fault named; after that, and after any trouble at the endpoint, what still has to be said is said in the authored words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator

from coach.content.persona import Persona
from coach.roleplay.guard import FAULTS, Guard, tidied
from coach.roleplay.lines import authored
from coach.roleplay.piecewise import Sentences
from coach.roleplay.prompt import most_words, prompt_for, state_at
from coach.roleplay.records import Meeting, Replied, Said, Spent, Voice
from coach.roleplay.voice import Speaks, Speech, Trouble

TOKENS_A_WORD = 2
"""Room that a word is given; English needs about one and a third."""
TRIES = 2


class Performance:
    """The pieces of one reply, a word or a few at a time; iterate once. An empty piece says that there is nothing yet.

    Whenever the listening stops, `replied` is the record of what was heard. Without a `speaks` it is the authored voice; `why_not`
    then says why, where a model was wanted.
    """

    def __init__(self, persona: Persona, meeting: Meeting, said: Said, speaks: Speaks | None = None, why_not: Trouble | None = None) -> None:
        self._persona, self._meeting, self._said, self._speaks = persona, meeting, said, speaks
        self._beat = next(item for item in said.responses if item.person == persona.id).beat
        self._heard: list[str] = []
        self._voices: set[str] = set()
        self._faults: list[str] = []
        self._trouble = ""
        self._spent: list[Callable[[], Spent]] = []
        self._whole = False
        if why_not is not None:
            self._failed(why_not)

    def __iter__(self) -> Iterator[str]:
        if self._speaks is None:
            yield from self._say(authored(self._persona, self._beat), "authored")
        else:
            yield from self._modelled(self._speaks)
        self._whole = True

    @property
    def heard(self) -> str:
        return "".join(self._heard)

    def replied(self) -> Replied:
        """What was heard up to now, as it is kept. `stopped` where that is not all of it."""
        voice: Voice = "both" if len(self._voices) == 2 else "model" if "model" in self._voices else "authored"
        words = self.heard.strip()
        whole = self._whole or (self._speaks is None and words == authored(self._persona, self._beat))
        return Replied(
            turn=self._said.turn,
            person=self._persona.id,
            words=words,
            voice=voice,
            faults=list(self._faults),
            stopped=not whole,
            trouble=self._trouble,
            spent=added([one() for one in self._spent]),
        )

    def _say(self, text: str, voice: str) -> Iterator[str]:
        for piece in re.findall(r"\S+\s*", f"{text} "):
            self._voices.add(voice)
            self._heard.append(piece)
            yield piece

    def _modelled(self, speaks: Speaks) -> Iterator[str]:
        guard = Guard(self._persona, state_at(self._persona, self._meeting, self._said), self._beat, prompt_for(self._persona, self._meeting, self._said))
        fault = ""
        for _ in range(TRIES):
            prompt = prompt_for(self._persona, self._meeting, self._said, fault, already=" ".join(guard.said))
            try:
                speech = speaks.speak(prompt, most_words(self._persona, self._beat) * TOKENS_A_WORD)
            except Trouble as trouble:
                self._failed(trouble)
                break
            found = yield from self._try(speech, guard)
            if not found or self._trouble:
                break
            self._faults += found
            if "too_long" in found and guard.said:
                break  # What was said up to there stands; nobody needs more of it.
            fault = "; ".join(FAULTS[kind] for kind in found)
        missing = guard.missing()
        if missing and guard.said and not self._trouble and not self._faults:
            self._faults.append("left_out")
        yield from self._say(missing, "authored")

    def _try(self, speech: Speech, guard: Guard) -> Generator[str, None, list[str]]:
        """Show the sentences that pass; returns the faults of the first that does not."""
        self._spent.append(lambda: speech.spent)
        before, sentences = len(guard.said), Sentences()
        try:
            for piece in speech:
                if not piece:
                    yield ""
                for sentence in sentences.add(piece):
                    if found := (yield from self._show(sentence, guard)):
                        return found
            rest = sentences.rest()
            if rest and not (speech.cut and len(guard.said) > before):  # cut off in the middle of a sentence: without it
                if speech.cut:
                    return ["too_long"]
                if found := (yield from self._show(rest, guard)):
                    return found
        except Trouble as trouble:
            self._failed(trouble)
            return []
        finally:
            speech.close()
        return [] if len(guard.said) > before else ["empty"]

    def _show(self, sentence: str, guard: Guard) -> Generator[str, None, list[str]]:
        words = tidied(sentence, self._persona.name)
        if not re.search(r"\w", words):
            return []  # A gesture, or three dots.
        found = guard.look(words)
        if not found:
            yield from self._say(words, "model")
        return found

    def _failed(self, trouble: Trouble) -> None:
        self._faults.append(trouble.kind)
        self._trouble = trouble.line


def added(each: list[Spent]) -> Spent | None:
    """Several tries as one; None where there was none."""
    if not each:
        return None
    return each[-1].model_copy(
        update={name: sum(getattr(one, name) for one in each) for name in ("sent", "received", "cached", "money")}
        | {"estimated": any(one.estimated for one in each)}
    )
