"""One interview from its recordings and transcripts to its sealed score card."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from interview import AnswerSignals, Flag, Interview, MediaError, RoleModel, ScoreCard, SignalPolicy
from scoring.added_model import AddedModel
from scoring.extract import extract_answer, unreadable_answer
from scoring.recording_signals import OpenMedia
from scoring.rubric import score
from scoring.scorer import Scorer
from scoring.voice.baseline import against_own_baseline


def score_interview(
    interview: Interview,
    role: RoleModel,
    policy: SignalPolicy,
    *,
    models_folder: Path,
    open_media: OpenMedia | None = None,
    max_bytes: int | None = None,
    scorer: Scorer = score,
    encoder: AddedModel | None = None,
    noticed: Mapping[str, tuple[Flag, ...]] = MappingProxyType({}),
) -> tuple[ScoreCard, tuple[AnswerSignals, ...]]:
    """Measures every answer and scores the interview.

    A recording that cannot be read costs its own answer, not the interview: the others are
    scored and a flag names it. Only when no answer has anything left is the first error raised.

    Parameters
    ----------
    interview : Interview
    role : RoleModel
    policy : SignalPolicy
    models_folder : Path
        Where the face networks lie; without them the face is withheld.
    open_media : callable, optional
        From a media address to a path or an open binary file.
    max_bytes : int, optional
        Larger recordings are refused.
    scorer : Scorer
        The shipped rubric by default.
    encoder : AddedModel, optional
        A sentence encoder that judges nearness to question and anchors; TF-IDF by default.
    noticed : mapping of answer id to flags
        What is known of an answer from outside it, such as near copies; kept beside its own flags.

    Raises
    ------
    MediaError
        When nothing of the interview can be read.

    Examples
    --------
    >>> from interview import Answer
    >>> from scoring.role_model import find_role
    >>> case = Interview(id="i", candidate_id="c", role="marketing", answers=(Answer(id="a"),))
    >>> law = SignalPolicy(key="words", version=1, compute=("language",))
    >>> card, signals = score_interview(case, find_role("marketing"), law, models_folder=Path())
    >>> card.overall, card.recommendation.code
    (Withheld(code='language.no_transcript', n=0), 'collect')
    """
    signals: list[AnswerSignals] = []
    errors: list[MediaError] = []
    for answer in interview.answers:
        try:
            one = extract_answer(
                answer,
                role=role,
                policy=policy,
                models_folder=models_folder,
                locale=interview.locale,
                consent=interview.consent,
                open_media=open_media,
                max_bytes=max_bytes,
                encoder=encoder,
            )
        except MediaError as error:
            errors.append(error)
            one = unreadable_answer(
                answer,
                error,
                role=role,
                policy=policy,
                locale=interview.locale,
                consent=interview.consent,
                encoder=encoder,
            )
        extra = noticed.get(answer.id, ())
        signals.append(replace(one, flags=(*one.flags, *extra)) if extra else one)
    if errors and not any(q.passed for one in signals for q in one.quality):
        raise errors[0]
    signals = list(against_own_baseline(signals))
    started = time.perf_counter()
    card = scorer(interview, signals, role, policy)
    if signals:
        spent = time.perf_counter() - started
        signals[0] = replace(signals[0], timings={**signals[0].timings, "rubric": spent})
    return card, tuple(signals)
