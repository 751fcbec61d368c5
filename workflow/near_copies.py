"""Which answers of a batch are nearly another candidate's: counted before anything is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from interview import InputError
from workflow.manifest import InterviewSource

NearCopies = Mapping[str, Mapping[int, int]]


def near_copies(sources: Iterable[InterviewSource]) -> NearCopies:
    """By interview and number of the answer (from 1): how many other candidates said nearly that.

    Only answers to the same question are compared, only what the candidate said, and only
    transcripts that came with the batch: what a recogniser will hear is not known yet, and answers
    kept by earlier batches are not opened for this. The figure says how many, never who; it
    becomes a flag without weight. Where a batch goes on after a stop, all of its manifest counts.

    Examples
    --------
    >>> near_copies([])
    {}
    """
    from scoring.language.duplicates import near_duplicates

    asked: dict[tuple[str, str], dict[str, tuple[InterviewSource, int, Path]]] = defaultdict(dict)
    for source in sources:
        for number, answer in enumerate(source.answers, start=1):
            if answer.question and answer.transcript is not None:
                # a version more or less is the same question to somebody who copies
                key = (source.role or source.requisition or "", answer.question.partition("@")[0])
                place = f"{len(asked[key])}"
                asked[key][place] = (source, number, answer.transcript)
    others: dict[tuple[str, int], set[str]] = defaultdict(set)
    for answers in asked.values():
        if len({source.candidate for source, _, _ in answers.values()}) < 2:
            continue
        texts = {place: _text(path) for place, (_, _, path) in answers.items()}
        for pair in near_duplicates(texts):
            (one, at, _), (other, there, _) = answers[pair.first], answers[pair.second]
            if one.candidate != other.candidate:
                others[one.interview, at].add(other.candidate)
                others[other.interview, there].add(one.candidate)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for (interview, number), candidates in others.items():
        found[interview][number] = len(candidates)
    return dict(found)


def _text(path: Path) -> str:
    from scoring.language import read_transcript
    from scoring.language.own_words import own_words

    try:
        return own_words(read_transcript(path)).transcript.text
    except (InputError, OSError):
        return ""  # scoring will say what is wrong with it
