"""How good a model is on people it had not seen: figures, rivals, competencies, people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from interview import Estimate, Finding
from ui.card_section import CardSection, CardTable
from ui.model_words import figure
from ui.names import competency_name
from ui.say import known, say
from ui.wording import count_text, per_cent
from workflow.model_card import ModelCard

if TYPE_CHECKING:
    from scoring.learned.training_report import TrainingReport


def _say(key: str, locale: str, **slots: object) -> str:
    return say(f"model_card.{key}", locale, **slots)


def _figures(
    found: Mapping[str, Finding], locale: str, first: str | None = None
) -> tuple[CardTable, ...]:
    if not found:
        return ()
    rows = []
    for name, finding in found.items():
        row = (_metric(name, locale), figure(finding, locale), count_text(finding.n))
        rows.append(row)
    heads = (first or _say("metric", locale), _say("interval", locale), _say("n", locale))
    return (CardTable(heads=heads, rows=tuple(rows)),)


def _metric(name: str, locale: str) -> str:
    key = f"model_metric.{name}"
    return say(key, locale) if known(key) else name


def metrics_section(card: ModelCard, locale: str) -> CardSection:
    """Every figure with its interval; of the rubric, agreement with people."""
    report, title = card.evidence.report, _say("metrics", locale)
    if report is None:
        return CardSection(title=title, tables=_of_people(card, locale))
    texts = []
    held, withheld = report.coverage, report.abstained
    if isinstance(held, Estimate):
        texts.append(
            _say(
                "coverage",
                locale,
                level=per_cent(report.level),
                value=per_cent(held.value),
                low=per_cent(held.low),
                high=per_cent(held.high),
                abstained=per_cent(withheld.value) if isinstance(withheld, Estimate) else "—",
            )
        )
    tables = [
        *_figures(report.metrics, locale),
        *_rivals(report, locale),
        *_competencies(report, locale),
        *_figures(report.ceiling, locale, _say("ceiling", locale)),
        *_of_people(card, locale),
    ]
    return CardSection(title=title, texts=tuple(texts), tables=tuple(tables))


def _rivals(report: TrainingReport, locale: str) -> tuple[CardTable, ...]:
    rows = []
    for rival in report.rivals:
        key = f"model_rival.{rival.name}"
        name = say(key, locale) if known(key) else rival.name
        rows += [
            (
                name,
                _metric(metric, locale),
                figure(own, locale),
                figure(rival.scorer.get(metric), locale),
                figure(rival.gain.get(metric), locale, signed=True),
                count_text(rival.n),
            )
            for metric, own in rival.metrics.items()
        ]
    if not rows:
        return ()
    heads = tuple(_say(k, locale) for k in ("rival", "metric", "its_own", "this", "gain", "n"))
    return (CardTable(heads=heads, rows=tuple(rows), words=2),)


def _competencies(report: TrainingReport, locale: str) -> tuple[CardTable, ...]:
    rows = [
        (
            competency_name(key, locale),
            figure(found.get("r"), locale),
            figure(found.get("rmse"), locale),
            count_text(found["r"].n if "r" in found else 0),
        )
        for key, found in report.by_competency.items()
    ]
    if not rows:
        return ()
    heads = (
        _say("competency", locale),
        _metric("r", locale),
        _metric("rmse", locale),
        _say("n", locale),
    )
    return (CardTable(heads=heads, rows=tuple(rows)),)


def _of_people(card: ModelCard, locale: str) -> tuple[CardTable, ...]:
    """Agreement with people, from the comparison: of the rubric too."""
    found = card.comparison
    if found is None or card.model.ref not in found.with_people:
        return ()
    mine = found.with_people[card.model.ref]
    rows = [
        ("m_qwk", mine.human_machine.qwk),
        ("m_icc", mine.human_machine.icc_agreement),
        ("m_human", mine.human_human.qwk),
    ]
    return (
        CardTable(
            heads=(_say("metric", locale), _say("interval", locale), _say("n", locale)),
            rows=tuple(
                (say(f"models.{key}", locale), figure(one, locale), count_text(one.n))
                for key, one in rows
            ),
        ),
    )
