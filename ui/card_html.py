"""A score card as one page that opens alone: no network, no script, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from interview import (
    MODALITIES,
    CompetencyScore,
    Evidence,
    Finding,
    RoleModel,
    ScoreCard,
    Withheld,
)
from ui.codes import said
from ui.names import (
    competency_names,
    feature_text,
    question_text,
    role_title,
    similarity_names,
)
from ui.say import say
from ui.verdict import verdict
from ui.wording import clock, joined, per_cent, score_text

STYLE = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")


def card_html(card: ScoreCard, role: RoleModel, locale: str, *, policy_title: str, who: str) -> str:
    """The card as a complete HTML document.

    Parameters
    ----------
    card : ScoreCard
        What to print.
    role : RoleModel
        Names of competencies and the wording of questions.
    locale : str
        ``en`` or ``zh``.
    policy_title : str
        The law preset's name.
    who : str
        How the candidate is called on the card; the opaque id where names are not allowed.
    """

    def word(key: str, **slots: object) -> str:
        return escape(say(key, locale, **slots))

    names = competency_names(role, locale)
    title = role_title(role, locale)
    parts = [
        f"<h1>{word('card.title')}: {escape(who)}</h1>",
        f"<p class=q>{word('card.subtitle', role=title, interview=card.interview)}</p>",
        _overall(card, locale),
        f"<h2>{word('record.competencies')}</h2>",
        _competencies(card.competencies, names, locale),
        f"<p class=q>{word('card.interval_note')}</p>",
        f"<h2>{word('card.evidence')}</h2>",
        *(_evidence(score, names, locale) for score in card.competencies),
        f"<h2>{word('card.answers')}</h2>",
        _answers(card, role, locale),
        f"<h2>{word('card.signals')}</h2>",
        _signals(card, locale, policy_title),
        f"<h2>{word('card.flags')}</h2>",
        _sentences(((flag.code, flag.slots) for flag in card.flags), locale),
        f"<h2>{word('card.withheld')}</h2>",
        _sentences(_refusals(card), locale),
        f"<h2>{word('card.made_by')}</h2>",
        _provenance(card, locale),
    ]
    head = escape(f"{say('card.title', locale)} {who}")
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{head}</title><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _overall(card: ScoreCard, locale: str) -> str:
    because = joined((said(code, locale).what for code in card.recommendation.because), locale)
    withheld = ""
    if isinstance(card.overall, Withheld):
        reason = said(card.overall.code, locale)
        withheld = f"<p>{escape(joined((reason.what, reason.remedy), locale))}</p>"
    pair = "".join(
        f"<div><p class=q>{escape(say(key, locale))}</p><p><span class=big>"
        f"{escape(score_text(finding, locale))}</span>"
        f"{_of_ten(finding, locale)}</p></div>"
        for key, finding in (
            ("card.overall", card.overall),
            ("record.without_expression", card.overall_without_expression),
        )
    )
    return (
        f"<div class=box><div class=pair>{pair}</div>"
        f"<p class=q>{escape(say('record.threshold', locale, threshold=f'{card.threshold:.1f}'))}"
        f"</p>{withheld}"
        f"<p><b>{escape(say(f'recommendation.{card.recommendation.code}_means', locale))}</b> "
        f"{escape(because)}</p></div>"
    )


def _of_ten(finding: Finding, locale: str) -> str:
    if isinstance(finding, Withheld):
        return ""
    return f" <span class=q>{escape(say('common.of_ten', locale))}</span>"


def _bar(finding: Finding, threshold: float, kind: str) -> str:
    if isinstance(finding, Withheld):
        return ""
    return (
        '<svg viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden="true">'
        '<rect x="0" y="6" width="100" height="6" fill="var(--l)"/>'
        f'<rect x="0" y="6" width="{finding.value * 10:.2f}" height="6" fill="var(--{kind})"/>'
        f'<rect x="{finding.low * 10:.2f}" y="8.2" '
        f'width="{(finding.high - finding.low) * 10:.2f}" height="1.6" fill="var(--t)"/>'
        f'<rect x="{threshold * 10 - 0.3:.2f}" y="1" width="0.6" height="16" fill="var(--t)"/>'
        "</svg>"
    )


def _competencies(scores: Iterable[CompetencyScore], names: Mapping[str, str], locale: str) -> str:
    rows = []
    for score in scores:
        kind = verdict(score.finding, score.threshold)
        reading = escape(say(f"verdict.{kind}", locale))
        if isinstance(score.finding, Withheld):
            reading = escape(said(score.finding.code, locale).what)
        rows.append(
            f"<tr><td>{escape(names.get(score.competency, score.competency))}</td>"
            f"<td class=n>{escape(score_text(score.finding, locale))}</td>"
            f'<td class="n wide">{escape(score_text(score.without_expression, locale))}</td>'
            f"<td class=wide>{_bar(score.finding, score.threshold, kind)}</td>"
            f'<td class="n wide">{score.threshold:.1f}</td>'
            f'<td class="n wide">{per_cent(score.weight)}</td>'
            f"<td class={kind}>{reading}</td></tr>"
        )
    heads = (
        f"<th>{escape(say('card.competency', locale))}</th>"
        f"<th class=n>{escape(say('card.score', locale))}</th>"
        f'<th class="n wide">{escape(say("record.without_expression", locale))}</th>'
        "<th class=wide></th>"
        f'<th class="n wide">{escape(say("card.threshold", locale))}</th>'
        f'<th class="n wide">{escape(say("card.weight", locale))}</th>'
        f"<th>{escape(say('card.verdict', locale))}</th>"
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _evidence(score: CompetencyScore, names: Mapping[str, str], locale: str) -> str:
    shown = sorted(score.evidence, key=lambda e: -abs(e.contribution))[:5]
    lines = "".join(_moment(item, locale) for item in shown) or (
        f"<p class=q>{escape(say('card.evidence_none', locale))}</p>"
    )
    return f"<h3>{escape(names.get(score.competency, score.competency))}</h3>{lines}"


def _moment(item: Evidence, locale: str) -> str:
    where = f"{clock(item.start_ms)} · " if item.start_ms is not None else ""
    points = say("record.points", locale, points=f"{item.contribution:+.1f}")
    text = item.quote or feature_text(item.feature, locale)
    return (
        f"<blockquote>{escape(text)}<br><span class=q>{where}{escape(points)} · "
        f"{escape(say(f'modality.{item.modality}', locale))}</span></blockquote>"
    )


def _answers(card: ScoreCard, role: RoleModel, locale: str) -> str:
    rows = []
    for number, answer in enumerate(card.answers, 1):
        question = role.question(answer.question, answer.version) if answer.question else None
        rows.append(
            f"<tr><td>{number}</td><td>{escape(question_text(question, locale))}</td>"
            f"<td class=n>{escape(score_text(answer.score, locale))}</td></tr>"
        )
    heads = (
        f"<th></th><th>{escape(say('card.question', locale))}</th>"
        f"<th class=n>{escape(say('card.score', locale))}</th>"
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _signals(card: ScoreCard, locale: str, policy_title: str) -> str:
    rows = []
    for modality in MODALITIES:
        finding = card.by_modality.get(modality, Withheld(code="policy.not_computed"))
        share = card.shares.get(modality, 0.0)
        rows.append(
            f"<tr><td>{escape(say(f'modality.{modality}', locale))}</td>"
            f"<td class=n>{escape(score_text(finding, locale))}</td>"
            f"<td class=n>{per_cent(share)}</td></tr>"
        )
    heads = (
        f"<th>{escape(say('card.modality', locale))}</th>"
        f"<th class=n>{escape(say('card.modality_score', locale))}</th>"
        f"<th class=n>{escape(say('card.share', locale))}</th>"
    )
    policy = escape(say("record.policy", locale, policy=policy_title))
    return (
        f"<p>{policy}</p><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _refusals(card: ScoreCard) -> list[tuple[str, Mapping[str, object]]]:
    nothing: Mapping[str, object] = {}
    scores = [
        (s.finding.code, nothing) for s in card.competencies if isinstance(s.finding, Withheld)
    ]
    return [*scores, *((q.code, q.slots) for q in card.quality if q.code)]


def _sentences(items: Iterable[tuple[str, Mapping[str, object]]], locale: str) -> str:
    lines: dict[str, None] = {}
    for code, slots in items:
        words = said(code, locale, slots)
        lines[f"<li>{escape(joined((words.what, words.remedy), locale))}</li>"] = None
    if not lines:
        return f"<p class=q>{escape(say('card.none', locale))}</p>"
    return f"<ul>{''.join(lines)}</ul>"


def _provenance(card: ScoreCard, locale: str) -> str:
    rows = (
        ("card.similarity", similarity_names(card, locale) or say("card.none", locale)),
        ("card.scorer", f"{card.scorer.name} {card.scorer.version}"),
        ("card.role_digest", card.role_digest),
        ("card.policy_digest", card.policy_digest),
        ("card.inputs_digest", card.inputs_digest),
        ("card.card_digest", card.digest),
    )
    cells = "".join(
        f"<tr><td>{escape(say(key, locale))}</td><td><code>{escape(value)}</code></td></tr>"
        for key, value in rows
    )
    return f"<table><tbody>{cells}</tbody></table>"
