"""Why a competency scored as it did: its strongest moments, each with a way to replay it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from interview import CompetencyScore, Evidence, ScoreCard
from scoring.catalogue import FEATURES
from ui.names import feature_text, unit_text
from ui.parts.component import component
from ui.say import say
from ui.wording import clock

SHOWN = 4


def moments(card: ScoreCard, score: CompetencyScore, playable: frozenset[str], locale: str) -> None:
    """List the moments that moved this score most; ``playable`` are answers with a recording."""
    component("moments", "moments")(
        key=f"moments_{card.interview}_{score.competency}",
        data={"moments": moment_rows(card, score, playable, locale)},
    )


def moment_rows(
    card: ScoreCard, score: CompetencyScore, playable: frozenset[str], locale: str
) -> list[dict[str, Any]]:
    """The rows the list shows, strongest first, as plain text."""
    ranked = sorted(score.evidence, key=lambda e: -abs(e.contribution))[:SHOWN]
    return [_row(item, card, score, playable, locale) for item in ranked]


def evidence_rows(
    card: ScoreCard,
    wanted: Collection[tuple[str, str, str]],
    playable: frozenset[str],
    locale: str,
) -> list[dict[str, Any]]:
    """The rows of all moments of a card whose competency, answer and feature are wanted."""
    found = [
        (item, score)
        for score in card.competencies
        for item in score.evidence
        if (score.competency, item.answer, item.feature.partition(".")[0]) in wanted
    ]
    found.sort(key=lambda pair: -abs(pair[0].contribution * pair[1].weight))
    rows: dict[tuple[object, ...], dict[str, Any]] = {}
    for item, score in found:
        # one sentence may speak to several competencies; it is shown once
        rows.setdefault(
            (item.answer, item.start_char, item.start_ms, item.modality),
            _row(item, card, score, playable, locale),
        )
    return list(rows.values())


def _row(
    item: Evidence, card: ScoreCard, score: CompetencyScore, playable: frozenset[str], locale: str
) -> dict[str, Any]:
    answer, number = item.answer, number_of(item.answer, card)
    replay = item.start_ms is not None and answer in playable
    about = [
        say("record.points", locale, points=f"{item.contribution:+.1f}"),
        say(f"modality.{item.modality}", locale),
    ]
    if number:
        about.insert(0, say("record.answer", locale, number=number))
    at = clock(item.start_ms)
    return {
        "ms": item.start_ms if replay else None,
        "answer": answer,
        "clock": at if item.start_ms is not None else say("record.answer", locale, number=number),
        "play": say("record.play_from", locale, clock=at),
        "text": item.quote or feature_text(item.feature, locale),
        "about": " · ".join([*_measured(item, score, locale), *about]),
    }


def _measured(item: Evidence, score: CompetencyScore, locale: str) -> list[str]:
    """What was measured there, with its unit; a quote speaks for itself."""
    if item.quote:
        return []
    spec = FEATURES.get(item.feature)
    unit = unit_text(spec.unit, locale) if spec else ""
    return [
        f"{c.value:.2f} {unit}".strip()
        for c in score.contributions
        if c.feature == item.feature and c.answer == item.answer
    ]


def number_of(answer: str, card: ScoreCard) -> int:
    """The place of an answer in the interview, from 1; 0 when it has none."""
    return next((n for n, a in enumerate(card.answers, 1) if a.answer == answer), 0)
