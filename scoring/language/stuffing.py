"""How much of an answer only recites competency words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scoring.competencies import library
from scoring.language.claims import Claim, labelled
from scoring.language.evidence import places_of
from scoring.language.prepared import Prepared

_PARTS = re.compile(r"[,，、]")
# a recital names at least this many behaviours, and one in every third part of its row
_FEWEST = 3
_DENSITY = 3


def stuffed(prepared: Prepared, said: Sequence[Claim]) -> float:
    """Share of the words that stand in rows of competency words (0 to 1).

    Stricter than what discounts evidence: a sentence chopped by hesitations, or a loose row of
    everyday things, shows no behaviour either, but it is vague, not made to please a scorer. To
    count here, a row must name behaviours of the competency library, or be a part of a story
    named by its label alone ("Task: teamwork").

    Examples
    --------
    >>> from interview import Segment, Transcript
    >>> from scoring.language.claims import claims
    >>> from scoring.language.prepared import prepare
    >>> def share(text: str) -> float:
    ...     said = Transcript(segments=(Segment(text=text),), source="text")
    ...     prepared = prepare(said, "en")
    ...     return stuffed(prepared, claims(prepared, kind=None))
    >>> share("Teamwork, common goal, helped colleagues, gave credit, shared knowledge.")
    1.0
    >>> share("Um, well, customers are usually angry about, you know, the delivery.")
    0.0
    """
    rows = [claim for claim in said if claim.listed and _recites(prepared, claim)]
    words = sum(claim.sentence.last_word - claim.sentence.first_word for claim in rows)
    return words / max(len(prepared.words), 1)


def _recites(prepared: Prepared, claim: Claim) -> bool:
    sentence = claim.sentence
    if labelled(prepared, sentence):
        return True
    named: set[int] = set()
    for key in library():
        named |= places_of(key, prepared, sentence)
    parts = len(_PARTS.findall(prepared.norm[sentence.norm_start : sentence.norm_end])) + 1
    return len(named) >= _FEWEST and len(named) * _DENSITY >= parts
