"""Learnt by heart: how much of an answer is made of the sentences of common model answers."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interview import Locale, Segment, Transcript
from scoring.language.lexicon import lexicon
from scoring.language.prepared import Prepared, prepare

_FOLDER = Path(__file__).parent / "templates"
# neighbouring units that are looked up together: words, or characters
_GRAM = {"spaced": 3, "han": 4}
# a run of fewer units than this is a turn of phrase that anybody may use
_SHORTEST = {"spaced": 5, "han": 7}


@dataclass(frozen=True, slots=True)
class Learnt:
    """``share`` of the answer's units in such runs; ``spans`` are the sentences that hold one."""

    share: float
    spans: tuple[tuple[int, int], ...] = ()


def learnt_by_heart(prepared: Prepared) -> Learnt:
    """The share of an answer that follows the sentences in ``templates/*.toml`` word for word.

    Units are word stems, in Chinese characters. Every three (four) neighbouring units of a known
    sentence are kept; a run of at least five words (seven characters) of the answer all of whose
    neighbours are known counts, so that names and figures put into a template do not hide it.

    Notes
    -----
    Such an answer is prepared, which is no fault; it only tells little about the person. So the
    share is context, a flag asks for an own example, and no score weighs it.

    Examples
    --------
    >>> said = Transcript(source="text", segments=(
    ...     Segment(text="I am a hard worker and a fast learner. On Monday the pump broke."),))
    >>> found = learnt_by_heart(prepare(said, "en"))
    >>> round(found.share, 2), said.text[slice(*found.spans[0])]
    (0.64, 'I am a hard worker and a fast learner.')
    """
    lex = prepared.lexicon
    known = _known(lex.locale)
    han = lex.script == "han"
    size, shortest = _GRAM[lex.script], _SHORTEST[lex.script]
    inside = total = 0
    spans: list[tuple[int, int]] = []
    for sentence in prepared.sentences:
        units: Sequence[str]
        if han:
            text = prepared.norm[sentence.norm_start : sentence.norm_end]
            units = [char for char in text if char.isalnum()]
        else:
            units = prepared.stems[sentence.first_word : sentence.last_word]
        total += len(units)
        found = run = 0
        for at in range(len(units) - size + 1):
            if tuple(units[at : at + size]) in known:
                run = run + 1 if run else size
            else:
                found += run if run >= shortest else 0
                run = 0
        found += run if run >= shortest else 0
        if found:
            inside += found
            spans.append((sentence.start, sentence.end))
    return Learnt(inside / max(total, 1), tuple(spans))


@cache
def _known(locale: Locale) -> frozenset[tuple[str, ...]]:
    path = _FOLDER / f"{locale}.toml"
    if not path.is_file():
        return frozenset()
    with path.open("rb") as file:
        sentences = tomllib.load(file)["sentences"]
    script = lexicon(locale).script
    size = _GRAM[script]
    found: set[tuple[str, ...]] = set()
    for text in sentences:
        said = prepare(Transcript(segments=(Segment(text=text),), source="text"), locale)
        units = [c for c in said.norm if c.isalnum()] if script == "han" else said.stems
        found.update(tuple(units[at : at + size]) for at in range(len(units) - size + 1))
    return frozenset(found)
