"""Sentences learnt by heart: formulas that fit any question."""

from __future__ import annotations

import re

from scoring.language.prepared import Prepared
from scoring.language.signs import sign_patterns

_FIGURE = re.compile(r"[#\d]|百分之")
# so many formulas make a recital of an answer
_FORMULAS = 3


def recited(prepared: Prepared) -> frozenset[int]:
    """Sentences made of formulas that fit any question, by place.

    Two formulas and no figure make one; one does where the answer holds more than half as many
    formulas as sentences. "As a result" in a told story is no recital.
    """
    pattern = sign_patterns(prepared.lexicon.locale)["formula"]
    norm, sentences = prepared.norm, prepared.sentences
    held = [sum(1 for _ in pattern.finditer(norm, s.norm_start, s.norm_end + 1)) for s in sentences]
    total = sum(held)
    least = 1 if total >= _FORMULAS and total > len(sentences) / 2 else 2
    return frozenset(
        place
        for place, (found, s) in enumerate(zip(held, sentences, strict=True))
        if found >= least and not _FIGURE.search(norm, s.norm_start, s.norm_end)
    )
