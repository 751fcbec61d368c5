"""Signals matched to the answers they were measured in, for every kind of scorer."""

from __future__ import annotations

from collections.abc import Sequence

from interview import AnswerSignals, InputError, Interview


def measured_answers(
    interview: Interview, signals: Sequence[AnswerSignals]
) -> dict[str, AnswerSignals]:
    """Signals by the id of their answer; an answer that was not measured is left out.

    Raises
    ------
    InputError
        ``interview.duplicate_answer`` when two answers share an id, ``signals.unknown_answer`` when
        signals belong to no answer of this interview.

    Examples
    --------
    >>> measured_answers(Interview(id="i", candidate_id="c", role="marketing", answers=()), ())
    {}
    """
    ids = [a.id for a in interview.answers]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise InputError(
            "interview.duplicate_answer",
            f"answer {twice[0]!r} stands {ids.count(twice[0])} times in interview {interview.id!r}",
            "give every answer an id of its own",
            answer=twice[0],
        )
    found = {one.features.answer: one for one in signals}
    strangers = sorted(found.keys() - set(ids))
    if strangers:
        raise InputError(
            "signals.unknown_answer",
            f"signals of answer {strangers[0]!r} belong to no answer of interview {interview.id!r}",
            f"use one of: {', '.join(ids)}",
            answer=strangers[0],
        )
    return found
