"""A hint that somebody may kindly ask after a person: from sound alone, in no score, never a state.

Nothing about health or mood is inferred (docs/what_is_not_inferred.md). The hint says what was
heard and where; what it means, only the person can say.
"""

from __future__ import annotations

from collections.abc import Sequence

from interview import AnswerSignals, Evidence, Flag, Interview, RoleModel, SignalPolicy, Withheld
from scoring.gate_thresholds import limit
from scoring.moments.moment import Moment
from scoring.moments.seconds import SPEAKING, Seconds
from scoring.moments.stress_moments import heard, stress_moments
from scoring.quality_gate import barred

NOT_BACK = "care.not_back"
LONG_SILENCE = "care.long_silence"
NOT_MEASURED = "care.not_measured"
LONG_S = round(limit("moments.long_silence"))
SEEN_AFTER_MS = 1000 * limit("moments.seen_after")


def follow_up(
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
) -> tuple[Flag, ...] | Withheld:
    """The hints of an interview as flags; withheld where law or recording leave nothing to hear.

    ``care.not_back``: measures stayed away from the own average after a moment although the
    answer went on for ten seconds or more. ``care.long_silence``: ten seconds or more without
    speech between two words. Each carries the stretch that can be replayed. These flags stand on
    no card; only who may follow up is shown them.

    Examples
    --------
    >>> law = SignalPolicy(key="law", version=1, compute=("language",))
    >>> case = Interview(id="i", candidate_id="c", role="clerk", answers=())
    >>> follow_up(case, (), RoleModel(key="clerk", version=1, title={}, competencies=()), law)
    Withheld(code='policy.not_computed', n=0)
    """
    if code := barred("voice", policy, interview.consent):
        return Withheld(code=code)
    talks = heard(interview, signals, policy)
    if not talks:
        return Withheld(code=NOT_MEASURED)
    moments = stress_moments(interview, signals, role, policy)
    found = [] if isinstance(moments, Withheld) else [_not_back(m) for m in moments if _stayed(m)]
    for talk in talks:
        found += [_silence(talk, *span) for span in long_silences(talk)]
    return tuple(found)


def _stayed(moment: Moment) -> bool:
    return moment.back_after_ms is None and moment.talk_after_ms >= SEEN_AFTER_MS


def _not_back(moment: Moment) -> Flag:
    slots = {"answer": moment.answer, "seconds": moment.talk_after_ms // 1000}
    span = (moment.start_ms, moment.end_ms)
    return Flag(code=NOT_BACK, slots=slots, evidence=(_heard(moment.answer, *span),))


def long_silences(talk: Seconds) -> list[tuple[int, int]]:
    """Stretches of the talk without speech of ten seconds or more, as seconds of the answer."""
    found: list[tuple[int, int]] = []
    begun: int | None = None
    for second, share in enumerate([*talk.speech.tolist(), 1.0]):
        if share < SPEAKING:
            begun = second if begun is None else begun
        elif begun is not None:
            if second - begun >= LONG_S:
                found.append((talk.first + begun, talk.first + second))
            begun = None
    return found


def _silence(talk: Seconds, start: int, stop: int) -> Flag:
    slots = {"answer": talk.answer, "seconds": stop - start}
    evidence = _heard(talk.answer, 1000 * start, 1000 * stop)
    return Flag(code=LONG_SILENCE, slots=slots, evidence=(evidence,))


def _heard(answer: str, start_ms: int, end_ms: int) -> Evidence:
    return Evidence(
        start_ms=start_ms,
        end_ms=end_ms,
        start_char=None,
        end_char=None,
        quote="",
        feature="voice_longest_pause",
        modality="voice",
        answer=answer,
    )
