"""How the spoken turns of a meeting sounded: pace, fillers, pauses, the longest stretch. Shown and never scored: what is good depends
on who listens, and a microphone hears some people better than others."""

from __future__ import annotations

from coach.debrief.records import Delivery, Doubtful, Pause
from coach.debrief.seen import Seen
from coach.reading.records import Spoken

OBJECTS = ("object", "challenge", "push_back")
"""What they do that is worth a breath before it is answered."""


def delivery(seen: Seen) -> Delivery | None:
    """The measures of all turns that were spoken; None where all were typed. Reads what was recorded with each turn."""
    turns = [(turn.number, turn.spoken) for turn in seen.turns if turn.spoken is not None]
    if not turns:
        return None
    timed = [(number, one.words, one.speaking) for number, one in turns if one.speaking]
    seconds = sum(speaking for _, _, speaking in timed)
    longest = max(timed, key=lambda one: one[2], default=None)
    before = {turn.number + 1: turn.response.beat.move for turn in seen.turns if turn.response}
    return Delivery(
        turns=len(turns),
        words_a_minute=round(60 * sum(words for _, words, _ in timed) / seconds) if seconds else None,
        fillers=sum(one.fillers for _, one in turns),
        words=sum(one.words for _, one in turns),
        pauses=[Pause(turn=number, seconds=one.before) for number, one in turns if one.before is not None and before.get(number) in OBJECTS],
        longest=longest[2] if longest else None,
        longest_turn=longest[0] if longest else None,
        unsure=[Doubtful(turn=number, heard=item.heard) for number, one in turns for item in one.unsure],
    )


def alone(found: Spoken) -> list[str]:
    """A line for each measure of a pitch that was spoken alone."""
    lines = [f"{round(60 * found.words / found.speaking)} words a minute, pauses included"] if found.speaking else []
    return [*lines, _fillers(found.fillers, found.words)]


def _fillers(fillers: int, words: int) -> str:
    share = f", {100 * fillers / words:.0f} in a hundred words" if fillers and words else ""
    return f"{fillers} fillers such as um and uh{share}" if fillers else "No um and no uh that was heard"


def in_words(found: Delivery) -> list[str]:
    """A line for each measure."""
    lines = [f"{found.words_a_minute} words a minute, pauses included"] if found.words_a_minute else []
    lines.append(_fillers(found.fillers, found.words))
    lines += [f"{pause.seconds:.1f} s of silence before you answered their objection in turn {pause.turn}" for pause in found.pauses]
    if found.longest is not None:
        lines.append(f"Longest stretch: {found.longest:.0f} s, in turn {found.longest_turn}")
    lines += [f"Turn {item.turn}: not sure of “{item.heard}”, so nothing was held against it" for item in found.unsure]
    return lines
