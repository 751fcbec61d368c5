"""The moments of a whole interview, in its answers that were asked for pressure."""

from __future__ import annotations

from collections.abc import Sequence

from interview import AnswerSignals, Interview, RoleModel, SignalPolicy, Withheld
from scoring.answer_scale import asked_question
from scoring.moments.moment import Moment, moments_in
from scoring.moments.own_average import own_average
from scoring.moments.pressure import asks_for_pressure
from scoring.moments.seconds import Seconds, talk_seconds
from scoring.quality_gate import barred, gate, permitted

NOT_ASKED = "moments.not_asked"
NOT_MEASURED = "moments.not_measured"
NO_BASELINE = "moments.no_baseline"


def stress_moments(
    interview: Interview,
    signals: Sequence[AnswerSignals],
    role: RoleModel,
    policy: SignalPolicy,
) -> tuple[Moment, ...] | Withheld:
    """Where pauses, rate and pitch leave the person's own average, or why nothing is said of it.

    Looked at are answers to questions that ask for pressure; the own average comes from all
    others. Empty when nothing departed. Part of no score: nothing that scores reads it.

    Withheld as ``moments.not_asked`` without such a question, whatever the law; as
    ``policy.not_computed`` or ``policy.no_consent`` where the law preset bars the voice,
    ``moments.not_measured`` without its voice, ``moments.no_baseline`` when the other answers are
    too short; n counts the answers that were asked for pressure.

    Examples
    --------
    >>> law = SignalPolicy(key="law", version=1, compute=("language",))
    >>> case = Interview(id="i", candidate_id="c", role="clerk", answers=())
    >>> stress_moments(case, (), RoleModel(key="clerk", version=1, title={}, competencies=()), law)
    Withheld(code='moments.not_asked', n=0)
    """
    asked = {
        answer.id for answer in interview.answers if asks_for_pressure(asked_question(answer, role))
    }
    if not asked:
        return Withheld(code=NOT_ASKED)
    if code := barred("voice", policy, interview.consent):
        return Withheld(code=code)
    talks = heard(interview, signals, policy)
    pressed = [talk for talk in talks if talk.answer in asked]
    if not pressed:
        return Withheld(code=NOT_MEASURED, n=len(asked))
    own = own_average([talk for talk in talks if talk.answer not in asked])
    if own is None:
        return Withheld(code=NO_BASELINE, n=len(asked))
    return tuple(moment for talk in pressed for moment in moments_in(talk, own))


def heard(
    interview: Interview, signals: Sequence[AnswerSignals], policy: SignalPolicy
) -> list[Seconds]:
    """The talk of every answer whose voice passed the gate, in the order of the answers."""
    by_answer = {one.features.answer: one for one in signals}
    found = []
    for answer in interview.answers:
        if answer.id not in by_answer:
            continue
        quality = gate(by_answer[answer.id], policy, interview.consent)
        if quality["voice"].passed:
            talk = talk_seconds(permitted(by_answer[answer.id], quality))
            if talk is not None:
                found.append(talk)
    return found
