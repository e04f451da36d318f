"""Real calls: read one, look for what must be reported and what must be taken out, score it, keep it, practise it again.

Nothing is kept before `keep`, and then only what a person has looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from coach.content.draft import TomorrowCard
from coach.content.errors import CoachError
from coach.content.library import Library
from coach.debrief.calls import LATEST, Again, Call, main_stakeholder, seen_of_call, spoken_of, theirs, turns_of
from coach.debrief.files import KINDS, decoded
from coach.debrief.formats import Utterance, parsed, spoken_list, utterances
from coach.debrief.private import Finding, identifiers, labelled, redacted
from coach.debrief.records import Report
from coach.debrief.sides import Side, unclear
from coach.practice import Practice
from coach.reviews.viewer import Viewer
from coach.wiring import Coach

if TYPE_CHECKING:
    from coach.content.account import Account
    from coach.debrief.harm import Suspected

MAX_TITLE = 80
PASTED = "what you pasted.txt"


@dataclass(frozen=True)
class KeptCall:
    id: str
    title: str
    at: datetime
    call: Call

    @property
    def measured(self) -> list[tuple[str, Report]]:
        """Every debrief of it with the version of its rubric, the first first."""
        return [(f"{self.call.report.rubric.version}, as it was kept", self.call.report)] + [(one.report.rubric.version, one.report) for one in self.call.again]


def said_in(name: str, raw: bytes) -> list[Utterance]:
    """Who said what in a file of that name. Raises CoachError, a line a problem."""
    path = Path(name)
    if path.suffix.lower() not in KINDS:
        raise CoachError(f"{name}: is not a kind of transcript we read; save it as {', '.join(KINDS)}")
    text = decoded(name, raw)
    if path.suffix.lower() != ".json":
        return utterances(path, text)
    value = parsed(path, text)
    if isinstance(value, dict) and "persona" in value:
        raise CoachError(f"{name}: is a meeting that was rehearsed here, not a real call; score it with `python -m coach debrief`")
    return spoken_list(path, value)


class RealCalls:
    """What one viewer does with their calls. Every method raises CoachError with a line the viewer can act on."""

    def __init__(self, coach: Coach, viewer: Viewer) -> None:
        self._coach, self._viewer = coach, viewer

    def suspected(self, said: Sequence[Utterance], library: Library | None) -> list[Suspected]:
        """Harms and failures that may have to be reported, in the words as they were said."""
        from coach.debrief.harm import suspected
        from coach.messages.claims import ClaimCheck

        pack = self._coach.shelf.claim_pack(library) if library else None
        return suspected(said, ClaimCheck(pack, library) if pack and library else None)

    def ours(self) -> list[str]:
        """Names of products and companies in the libraries: no people's."""
        return [name for library in self._coach.shelf.libraries.values() for name in (library.product.name, library.product.company)]

    def identifiers(self, said: Sequence[Utterance]) -> list[Finding]:
        return identifiers(said, self.ours())

    def keep(
        self,
        title: str,
        said: Sequence[Utterance],
        sides: Mapping[str, Side],
        taken_out: Sequence[Finding],
        library: Library | None,
        progress: Callable[[float], None] = lambda share: None,
    ) -> str:
        """Take out what was found, read and score what is left, and keep that; returns its id. `progress` hears how much is read, 0 to
        1. Raises CoachError where it cannot be scored with these sides."""
        if line := unclear(sides):
            raise CoachError(line)
        clean = redacted(said, taken_out)
        spoken = spoken_of(clean, sides, labelled([item.speaker for item in said]))
        turns = turns_of(spoken)
        readings = []
        for reading in self._coach.reader(library).read_all((words, previous) for words, _, previous in turns[1:]):
            readings.append(reading)
            progress(len(readings) / (len(turns) - 1))
        from coach.debrief.debrief import debrief
        from coach.debrief.from_call import learned

        shelf = self._coach.shelf
        call = Call(
            library=library.product.id if library else None,
            spoken=spoken,
            readings=readings,
            report=debrief(seen_of_call(spoken, readings, library, shelf.needs), shelf.rubric()),
            learned=learned(theirs(spoken), main_stakeholder(spoken)),
            suspected=self.suspected([Utterance(item.speaker, item.text) for item in spoken], library),
            removed=dict(Counter(item.kind for item in taken_out)),
            rubric=shelf.hash("rubric", shelf.rubric().id),
        )
        return self._coach.store.calls.keep(self._viewer, clean_title(title, said, self.ours()), call.stored())

    def load(self, id: str) -> KeptCall:
        kept = self._coach.store.calls.load(self._viewer, id)
        try:
            return KeptCall(kept.id, kept.title, kept.at, Call.model_validate(kept.document))
        except ValidationError as error:
            raise CoachError(f"This call cannot be read ({str(error).splitlines()[0]}). The database may be damaged: restore a backup.") from None

    def newer(self, kept: KeptCall) -> str | None:
        """The version of the rubric in force, where this call was not measured by it; None where it was."""
        rubric = self._coach.shelf.rubric()
        measured = kept.call.measured_by(rubric.id, rubric.version, self._coach.shelf.hash("rubric", rubric.id))
        return None if measured else rubric.version

    def measure_again(self, id: str) -> Report:
        """Measure a call by the rubric in force, from the readings that were kept; what was measured before stays beside it.
        Raises CoachError where the library that it was brought with is gone."""
        from coach.debrief.debrief import debrief

        kept, shelf = self.load(id), self._coach.shelf
        rubric, call = shelf.rubric(), kept.call
        if call.library is not None and call.library not in shelf.libraries:
            raise CoachError(
                f"The message library {call.library!r} is not here any more, and claims in this call were read by it. Put it back, then measure again."
            )
        report = debrief(seen_of_call(call.spoken, call.readings, shelf.libraries[call.library] if call.library else None, shelf.needs), rubric)
        if self.newer(kept) is not None:
            more = [*call.again, Again(hash=shelf.hash("rubric", rubric.id), report=report)]
            self._coach.store.calls.replace(self._viewer, id, call.model_copy(update={"v": LATEST, "again": more}).stored())
        return report

    def delete(self, id: str) -> None:
        """Delete a call for good, and the account drafted from it, which holds its words. A person drafted from it stays until they
        are deleted themselves."""
        self._coach.store.calls.delete(self._viewer, id)
        if self._coach.store.contents.edit(self._viewer, "account", draft_id(id)) is not None:
            self.drop_account(id)

    def draft(self, id: str, card: TomorrowCard) -> str:
        """A person to practise this call with again, as a draft of the viewer's own; returns the persona's id."""
        from coach.debrief.from_call import drafted

        call = self.load(id).call
        persona = drafted(call.learned, card, self._coach.shelf.personas.values())
        Practice(self._coach, self._viewer).draft(persona)
        return persona.id

    def account(self, id: str) -> Account:
        """The place of a call as a draft account, as it would be kept. Raises CoachError where no library is here for it."""
        from coach.debrief.draft_account import drafted_account

        kept, libraries = self.load(id), self._coach.shelf.libraries
        library = kept.call.library if kept.call.library in libraries else next(iter(sorted(libraries)), None)
        if library is None:
            raise CoachError("An account names a message library, and there is none here yet. Make or import one first.")
        return drafted_account(kept.call.learned, kept.title, library, draft_id(id))

    def drafted(self, id: str) -> Account | None:
        """The draft account that was kept of a call; None where there is none, or somebody deleted it."""
        return Practice(self._coach, self._viewer).shelf().accounts.get(draft_id(id))

    def keep_account(self, id: str) -> Account:
        """Keep the place of a call among the viewer's own accounts, marked as a draft; made again, it takes the place of the one before."""
        made = self.account(id)
        self._coach.store.contents.save_edit(self._viewer, "account", made.id, made.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        return made

    def drop_account(self, id: str) -> None:
        """Delete that draft. NotYours where there is none."""
        self._coach.store.contents.drop_edit(self._viewer, "account", draft_id(id))


def draft_id(call: str) -> str:
    """The id of the account that is drafted from a call."""
    return f"draft_{call.lower()}"


def clean_title(title: str, said: Sequence[Utterance] = (), ours: Sequence[str] = ()) -> str:
    """A title of one line, with names and identifiers out of it as they are out of the call. Raises CoachError for an empty one."""
    title = " ".join(title.split())[:MAX_TITLE]
    if not title:
        raise CoachError("Give the call a name of your own, such as 'First talk with the surgeon'.")
    both = [*said, Utterance("", title)]
    return redacted(both, [item for item in identifiers(both, ours) if item.turn == len(said)])[-1].text[:MAX_TITLE]
