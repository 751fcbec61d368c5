"""Do better answers score higher, and do attempts to look good not? On answers of known level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean

from benchmarks.signals.row import Row
from data_samples.truth_answers import (
    HELD_OUT,
    LEVELS,
    LOCALES,
    SECOND,
    TUNED,
    in_order,
    points,
    scored,
    tricks,
)

SECTION = "language: answers of known level"
AIM = 0.9
SAME_LEVEL = 0.3
HALVES = {TUNED: "tuned half", SECOND: "second set", HELD_OUT: "held-out half"}


def report() -> Sequence[Row]:
    """Pair order by language, half and distance, the worst competencies, tricks, level means."""
    rows: list[Row] = []
    for half, name in HALVES.items():
        for locale in LOCALES:
            if scored(locale, half):
                rows += _order(locale, half, name)
                rows += _tricks(locale, half, name)
        if half == HELD_OUT and all(scored(locale, half) for locale in LOCALES):
            rows += _means([half], name)
    rows += _means([TUNED, SECOND], "tuned half and second set")
    return rows


def _order(locale: str, half: str, name: str) -> Iterator[Row]:
    found = scored(locale, half)
    right, total = in_order(found)
    yield Row(
        section=SECTION,
        name=f"{locale}, {name}: level order within a competency",
        value=f"{right} of {total} pairs ({right / total:.1%})",
        aim="90 % or more",
        met=right >= AIM * total,
    )
    for apart in range(1, len(LEVELS)):
        right, total = in_order(found, apart=apart)
        yield Row(
            section=SECTION,
            name=f"{locale}, {name}: {apart} level{'s' * (apart > 1)} apart",
            value=f"{right} of {total} ({right / total:.1%})",
        )
    worst = sorted(found, key=lambda key: in_order(found, competency=key)[0])[:3]
    yield Row(
        section=SECTION,
        name=f"{locale}, {name}: worst competencies",
        value=", ".join(f"{key} {in_order(found, competency=key)[0]}/10" for key in worst),
    )


def _tricks(locale: str, half: str, name: str) -> Iterator[Row]:
    plain = {key: by_level[3] for key, by_level in scored(locale, half).items()}
    tried = tricks(locale, half)
    won = [
        f"{one.competency} {one.name}"
        for one in tried
        if points(one.text, one.competency, one.question) >= plain[one.competency]
    ]
    if tried:
        yield Row(
            section=SECTION,
            name=f"{locale}, {name}: tricks beaten by the plain episode",
            value=f"{len(tried) - len(won)} of {len(tried)}",
            aim="all",
            met=not won,
            note=", ".join(won),
        )


def _means(halves: Sequence[str], name: str) -> Iterator[Row]:
    for level in LEVELS:
        by_locale = {
            locale: mean(row[level] for half in halves for row in scored(locale, half).values())
            for locale in LOCALES
        }
        gap = abs(by_locale["en"] - by_locale["zh"])
        yield Row(
            section=SECTION,
            name=f"{name}: mean points at level {level}",
            value=", ".join(f"{key} {value:.2f}" for key, value in by_locale.items()),
            aim=f"within {SAME_LEVEL} of each other",
            met=gap <= SAME_LEVEL,
        )
