"""Which modalities of an answer may be used at all: measured well enough, and allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from interview import (
    EXPRESSION,
    MODALITIES,
    AnswerSignals,
    Consent,
    Modality,
    Quality,
    RoleModel,
    SignalPolicy,
)

NOT_COMPUTED = "policy.not_computed"
NO_CONSENT = "policy.no_consent"
NOT_MEASURED: Mapping[Modality, str] = {
    "language": "language.not_measured",
    "voice": "voice.not_measured",
    "face": "face.not_measured",
}
TRACKS: Mapping[str, Modality] = {
    "energy": "voice",
    "pitch": "voice",
    "speech": "voice",
    "rate": "voice",
    "smile": "face",
    "brow": "face",
    "gaze": "face",
    "face": "face",
    "tracking": "face",
}
"""Which modality a track of the timeline belongs to."""


def barred(modality: Modality, policy: SignalPolicy, consent: Consent | None) -> str:
    """Why a modality may not be measured here: a code, or nothing when it may.

    A preset that does not compute a modality bars it for everybody; one that needs a separate
    consent bars it until the consent names it (its scope is the modality's own name).

    Examples
    --------
    >>> law = SignalPolicy(key="law", version=1, compute=("language",))
    >>> barred("face", law, None), barred("language", law, None)
    ('policy.not_computed', '')
    """
    if modality not in policy.compute:
        return NOT_COMPUTED
    if modality in policy.needs_consent and (consent is None or modality not in consent.scopes):
        return NO_CONSENT
    return ""


def gate(
    signals: AnswerSignals, policy: SignalPolicy, consent: Consent | None
) -> dict[Modality, Quality]:
    """One verdict per modality of one answer; what the law bars stands before what went wrong.

    A modality the extractors said nothing about is withheld with ``<modality>.not_measured``
    unless it has values.

    Examples
    --------
    >>> from interview import FeatureSet
    >>> empty = AnswerSignals(features=FeatureSet(answer="a", values={}, missing={}, extractor=""))
    >>> law = SignalPolicy(key="law", version=1, compute=("language",))
    >>> [q.code for q in gate(empty, law, None).values()]
    ['language.not_measured', 'policy.not_computed', 'policy.not_computed']
    """
    answer = signals.features.answer
    said: dict[Modality, Quality] = {}
    for quality in signals.quality:
        # the first reason stands; a later one never overwrites it
        if quality.modality not in said or said[quality.modality].passed:
            said[quality.modality] = quality
    verdicts: dict[Modality, Quality] = {}
    for modality in MODALITIES:
        code = barred(modality, policy, consent)
        if code:
            verdicts[modality] = Quality(
                modality=modality, answer=answer, code=code, slots={"policy": policy.key}
            )
        elif modality in said:
            verdicts[modality] = said[modality]
        else:
            code = "" if _measured(modality, signals) else NOT_MEASURED[modality]
            verdicts[modality] = Quality(modality=modality, answer=answer, code=code)
    return verdicts


def permitted(signals: AnswerSignals, quality: Mapping[Modality, Quality]) -> AnswerSignals:
    """The signals without anything of a modality that the law bars, whoever measured it.

    Its features become missing with the law's code; its flags, evidence and timeline tracks go.
    Signals measured under one preset can so be scored under a stricter one.
    """
    codes = {m: q.code for m, q in quality.items() if q.code in (NOT_COMPUTED, NO_CONSENT)}
    if not any(_measured(m, signals) or _named(m, signals.features.missing) for m in codes):
        return signals
    values, missing = dict(signals.features.values), dict(signals.features.missing)
    for modality, code in codes.items():
        for name in [*_named(modality, values), *_named(modality, missing)]:
            values.pop(name, None)
            missing[name] = code
    timeline = signals.timeline
    if timeline is not None:
        tracks = {n: t for n, t in timeline.tracks.items() if TRACKS.get(n, "") not in codes}
        timeline = replace(timeline, tracks=tracks) if tracks else None
    return replace(
        signals,
        features=replace(signals.features, values=values, missing=missing),
        evidence={
            key: tuple(e for e in pieces if e.modality not in codes)
            for key, pieces in signals.evidence.items()
        },
        flags=tuple(f for f in signals.flags if f.code.partition(".")[0] not in codes),
        timeline=timeline,
    )


def shares(role: RoleModel, policy: SignalPolicy, consent: Consent | None) -> dict[Modality, float]:
    """The largest share of a competency each modality may carry under law, consent and role.

    Voice and face get the smaller of what the policy and the role allow; together no more than
    the policy's cap on expression, cut in proportion. Language gets the rest.

    Examples
    --------
    >>> law = SignalPolicy(key="law", version=1, compute=("language", "voice", "face"),
    ...                    caps={"voice": 0.2, "face": 0.2}, expression_cap=0.2)
    >>> role = RoleModel(key="clerk", version=1, title={}, competencies=(),
    ...                  modality_limits={"voice": 0.3, "face": 0.2})
    >>> shares(role, law, None)
    {'language': 0.8, 'voice': 0.1, 'face': 0.1}
    """
    allowed = {
        m: 0.0 if barred(m, policy, consent) else min(policy.cap(m), role.modality_limits.get(m, 0))
        for m in EXPRESSION
    }
    together = sum(allowed.values())
    if together > policy.expression_cap:
        allowed = {m: share * (policy.expression_cap / together) for m, share in allowed.items()}
    return {"language": 1.0 - sum(allowed.values()), **allowed}


def commonest_code(qualities: Sequence[Mapping[Modality, Quality]], modality: Modality) -> str:
    """The reason that withheld a modality most often; the first met where two are equal."""
    codes = Counter(q[modality].code for q in qualities if not q[modality].passed)
    return codes.most_common(1)[0][0] if codes else NOT_MEASURED[modality]


_PREFIX: Mapping[Modality, str] = {"language": "lang_", "voice": "voice_", "face": "face_"}


def _measured(modality: Modality, signals: AnswerSignals) -> bool:
    return bool(_named(modality, signals.features.values))


def _named(modality: Modality, features: Iterable[str]) -> list[str]:
    return [name for name in features if name.startswith(_PREFIX[modality])]
