"""The letter to a candidate: what came out, what was strong, what would help, how to contest it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interview import (
    Action,
    Actor,
    CandorError,
    Estimate,
    Finding,
    Locale,
    Modality,
    Outcome,
    RoleModel,
    ScoreCard,
    Stage,
    Withheld,
    digest,
)
from scoring.explanation import WhatIf
from store import Reading, Store, append, decisions, person_name
from workflow.card_view import uncovered
from workflow.case import Case, open_case
from workflow.rights import may, require
from workflow.what_if import opened_what_if

Band = Literal["above", "around", "below", "withheld"]
PACE = ("voice_articulation_rate", "voice_pauses_per_min", "voice_long_pauses")
"""All that is ever said to a candidate about the voice, and only when asked for."""
MOST_STRENGTHS = 3
MOST_HELPS = 3
LEAST_GAIN = 0.05
"""What would move a score by less than this, in points, is no help to anybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterScore:
    """One competency: its score, what the role asks for, and the band in words."""

    competency: str
    finding: Finding
    threshold: float
    band: Band


@dataclass(frozen=True, kw_only=True, slots=True)
class Strength:
    """A competency that came out well, with the candidate's own words behind it where there are."""

    competency: str
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaceFact:
    """Pace or pauses, the mean over the answers; ``low`` and ``high`` hold most people."""

    feature: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """Everything a letter says, before it is said in a language.

    ``name`` is None for those who may not see names. ``helps`` are features of the list of what a
    person could change, the one that would help most first. ``shares`` is what voice and face could
    carry at most. ``pace`` is None unless the candidate asked. ``decided`` is a person's newest
    decision; ``learned_from`` is how many people a learned scorer was trained on, None for the
    rubric. ``ref`` names the card.
    """

    interview: str
    candidate: str
    name: str | None
    role: RoleModel
    interviewed_at: datetime | None
    overall: Finding
    without_expression: Finding
    threshold: float
    band: Band
    scores: tuple[LetterScore, ...]
    strengths: tuple[Strength, ...]
    helps: tuple[str, ...]
    shares: Mapping[Modality, float]
    policy: str
    learned_from: int | None
    pace: tuple[PaceFact, ...] | Withheld | None
    decided: tuple[Stage, Outcome, datetime] | None
    contact: str
    ref: str


def candidate_letter(
    actor: Actor, store: Store, interview: str, *, pace: bool = False, contact: str = ""
) -> Letter:
    """What the letter would say; taking it away is `export_letter`.

    Parameters
    ----------
    pace : bool
        Whether the candidate asked about pace and pauses; nothing else of voice or face is ever
        told.
    contact : str
        Where to write to contest, as the company states it.

    Raises
    ------
    PermissionDenied
        Without the right, for another department, or ``card.covered`` before rating.
    StoreError
        ``interview.unknown``, ``card.none``.
    """
    require(actor, "export_letter")
    with store.read() as reading:
        case = open_case(reading, actor, "export_letter", interview)
        card = uncovered(case, "writing to the candidate")
        return _letter(actor, store, reading, case, card, pace=pace, contact=contact)


def export_letter(
    actor: Actor,
    store: Store,
    interview: str,
    *,
    locale: Locale,
    pace: bool = False,
    contact: str = "",
) -> Letter:
    """The letter, taken away; who took it, and in which language, is remembered.

    Raises
    ------
    PermissionDenied
        As `candidate_letter`.
    StoreError
        ``interview.unknown``, ``card.none``.
    """
    letter = candidate_letter(actor, store, interview, pace=pace, contact=contact)
    with store.transaction(actor) as tx:
        made = {"card": letter.ref, "locale": locale, "pace": pace}
        append(tx, actor.id, interview, Action.LETTER_EXPORTED, digest(made))
    return letter


def band_of(finding: Finding, threshold: float) -> Band:
    """Above or below when the whole interval is, around when it includes the threshold.

    Examples
    --------
    >>> band_of(Estimate(value=7.0, low=6.5, high=7.5, n=6, method="mean"), 6.0)
    'above'
    """
    if isinstance(finding, Withheld):
        return "withheld"
    if finding.low >= threshold:
        return "above"
    return "below" if finding.high < threshold else "around"


def _letter(
    actor: Actor,
    store: Store,
    reading: Reading,
    case: Case,
    card: ScoreCard,
    *,
    pace: bool,
    contact: str,
) -> Letter:
    asked = _asked(actor, store, reading, case, card)
    made = decisions(reading, case.interview.id)
    newest = made[-1] if made else None
    return Letter(
        interview=case.interview.id,
        candidate=case.interview.candidate_id,
        name=person_name(reading, case.interview.candidate_id)
        if may(actor, "view_names")
        else None,
        role=case.role,
        interviewed_at=case.interview.conducted_at,
        overall=card.overall,
        without_expression=card.overall_without_expression,
        threshold=card.threshold,
        band=band_of(card.overall, card.threshold),
        scores=tuple(
            LetterScore(
                competency=one.competency,
                finding=one.finding,
                threshold=one.threshold,
                band=band_of(one.finding, one.threshold),
            )
            for one in card.competencies
        ),
        strengths=_strengths(card),
        helps=_helps(asked),
        shares={
            modality: card.shares.get(modality, 0.0) if modality in card.rests_on else 0.0
            for modality in ("voice", "face")
        },
        policy=card.policy,
        learned_from=None if card.scorer.name == "rubric" else card.overall.n,
        pace=_pace(card, asked) if pace else None,
        decided=(newest.stage, newest.outcome, newest.at) if newest else None,
        contact=" ".join(contact.split()),
        ref=card.digest[:12],
    )


def _asked(
    actor: Actor, store: Store, reading: Reading, case: Case, card: ScoreCard
) -> WhatIf | None:
    """The interview ready to be scored otherwise; None where its scorer or measures are gone."""
    try:
        return opened_what_if(actor, store, reading, case, card)
    except CandorError:
        return None


def _strengths(card: ScoreCard) -> tuple[Strength, ...]:
    """What stands above its threshold, the furthest first: surely above before perhaps."""
    reached = [
        (band_of(one.finding, one.threshold) == "above", one.finding.value - one.threshold, one)
        for one in card.competencies
        if isinstance(one.finding, Estimate) and one.finding.value >= one.threshold
    ]
    ordered = sorted(reached, key=lambda row: (not row[0], -row[1]))
    found: list[Strength] = []
    said: set[str] = set()
    for _, _, one in ordered[:MOST_STRENGTHS]:
        # face and voice are never quoted: only words are
        quotes = [
            e
            for e in one.evidence
            if e.modality == "language" and e.quote and e.quote not in said and e.contribution > 0
        ]
        quote = max(quotes, key=lambda e: e.contribution).quote if quotes else ""
        said.add(quote)
        found.append(Strength(competency=one.competency, quote=quote))
    return tuple(found)


def _helps(asked: WhatIf | None) -> tuple[str, ...]:
    if asked is None:
        return ()
    now = asked.scored(asked.signals).overall
    gains = [
        (outcome.overall.value - now.value, feature)
        for feature, outcome in asked.gains().items()
        if isinstance(outcome.overall, Estimate) and isinstance(now, Estimate)
    ]
    ordered = sorted(gains, key=lambda one: (-one[0], one[1]))
    return tuple(feature for gain, feature in ordered if gain >= LEAST_GAIN)[:MOST_HELPS]


def _pace(card: ScoreCard, asked: WhatIf | None) -> tuple[PaceFact, ...] | Withheld:
    found = []
    for name in PACE:
        values = _measured(card, name)
        if values:
            low, high = asked.ranges.get(name, (None, None)) if asked else (None, None)
            mean = sum(values) / len(values)
            found.append(PaceFact(feature=name, value=mean, low=low, high=high))
    if found:
        return tuple(found)
    codes = [q.code for q in card.quality if q.modality == "voice" and q.code]
    return Withheld(code=codes[0] if codes else "voice.not_measured")


def _measured(card: ScoreCard, name: str) -> Sequence[float]:
    return [a.features.values[name] for a in card.answers if name in a.features.values]
