"""Two reviewers in plain words: by how much they differ, who saw no moment for something, and what each rests it on."""

from __future__ import annotations

from coach.content.rubric import Rubric
from coach.reviews.calibration import agreed, called, differences
from coach.reviews.review import Comment, ReviewDocument
from coach.wiring import Coach


def test_differences_in_words_the_furthest_first(coach: Coach) -> None:
    rubric: Rubric = coach.shelf.rubric()
    mine = ReviewDocument(levels={"opening": 2, "discovery": 2, "uptake": 0, "objection": None, "advance": 1, "adaptation": 3})
    why = Comment(turn=3, words="She never asked why.", criterion="discovery")
    theirs = ReviewDocument(
        levels={"opening": 2, "discovery": 1, "uptake": 3, "objection": 2, "advance": None},
        comments=[why, Comment(turn=3, words="To the rep alone."), Comment(turn=1, words=" ", criterion="discovery")],
    )
    found = differences(mine, theirs, rubric)
    assert [one.words for one in found] == [
        "You and the other reviewer differ by three levels on building on what they say.",
        "You and the other reviewer differ by a level on discovery.",
        "You saw no moment for hearing the objection out, and the other reviewer gave it 2 of 3.",
        "The other reviewer saw no moment for leaving with a step, and you gave it 1 of 3.",
    ]
    discovery = found[1]
    assert discovery.theirs.reasons == [why] and discovery.mine.reasons == []
    assert (discovery.mine.anchor, discovery.theirs.anchor) == ("You get to a problem.", "You ask about their situation.")
    assert agreed(mine, theirs, rubric) == (1, 5), "what one of them left open is not counted"


def test_nobody_is_called_by_name() -> None:
    assert called(0) == [] and called(1) == ["the other reviewer"]
    assert called(6) == ["a second reviewer", "a third reviewer", "a fourth reviewer", "a fifth reviewer", "reviewer 6", "reviewer 7"]
