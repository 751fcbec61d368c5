"""An explanation as one page that opens alone: no network, no script, every word escaped."""

from __future__ import annotations

from html import escape
from pathlib import Path

from interview import RoleModel, ScoreCard
from scoring.explanation import BY, By, Explanation, PartGroup
from scoring.explanation.stability import DRAWS
from ui.explanation_words import (
    conclusion,
    feature_name,
    method_sentence,
    number,
    parts_of,
    reason_name,
    reasons,
    stability_sentence,
    subject_name,
)
from ui.names import competency_names, role_title
from ui.say import say
from ui.wording import clock, per_cent

STYLE = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")
BARS = "td svg{min-width:9rem}"
MOST_QUOTES = 6


def explanation_html(
    explanation: Explanation, card: ScoreCard, role: RoleModel, locale: str
) -> str:
    """The explanation as a complete HTML document, for a manager first and a data scientist last.

    Parameters
    ----------
    explanation : Explanation
        Every number on the page is a number of this object.
    card : ScoreCard
        The card it explains, for the passages behind the reasons.
    role : RoleModel
    locale : str
        ``en`` or ``zh``.
    """
    title = say("explain.title", locale)
    subject = subject_name(explanation.subject, role, locale)
    first = explanation.views["feature"]
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=q>{escape(role_title(role, locale))} · {escape(explanation.interview)}</p>",
        f"<div class=box><p><b>{escape(conclusion(explanation, role, locale))}</b></p>",
        f"<p>{escape(stability_sentence(explanation, first, locale))}</p>",
        "".join(
            f"<p>{escape(one)}</p>" for one in reasons(explanation, "feature", role, card, locale)
        ),
        "</div>",
        _quotes(explanation, card, locale),
        *(_view(explanation, how, card, role, locale) for how in BY),
        f"<h2>{escape(say('explain.numbers', locale))}</h2>",
        f"<p class=q>{escape(say('explain.numbers_note', locale))}</p>",
        _numbers(explanation, card, role, locale),
        f"<h2>{escape(say('common.how', locale))}</h2>",
        f"<p>{escape(say('explain.how', locale, draws=DRAWS, limit='80 %'))}</p>",
        f"<p class=q>{escape(method_sentence(explanation, first, locale))}</p>",
    ]
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(f'{title}: {subject}')}</title><style>{STYLE}{BARS}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _quotes(explanation: Explanation, card: ScoreCard, locale: str) -> str:
    wanted = {
        (part.competency, part.answer, part.feature)
        for group in explanation.groups
        if group.named
        for part in parts_of(explanation, "feature", group)
    }
    pieces = sorted(
        (
            piece
            for score in card.competencies
            for piece in score.evidence
            if piece.quote
            and (score.competency, piece.answer, piece.feature.partition(".")[0]) in wanted
        ),
        key=lambda piece: -abs(piece.contribution),
    )
    shown = {piece.quote: piece for piece in reversed(pieces)}
    lines = "".join(
        f"<blockquote>{escape(piece.quote)}<br><span class=q>"
        f"{clock(piece.start_ms) if piece.start_ms is not None else ''}</span></blockquote>"
        for piece in list(reversed(shown.values()))[:MOST_QUOTES]
    )
    return f"<h2>{escape(say('explain.moments', locale))}</h2>{lines}" if lines else ""


def _view(explanation: Explanation, how: By, card: ScoreCard, role: RoleModel, locale: str) -> str:
    view = explanation.views[how]
    widest = max((max(abs(g.low), abs(g.high)) for g in view.groups), default=1.0) or 1.0
    rows = "".join(
        f"<tr><td>{'<b>' if g.named else ''}{escape(reason_name(g, how, role, card, locale))}"
        f"{'</b>' if g.named else ''}</td>"
        f"<td class=n>{g.points:+.2f}</td><td class=n>{g.low:+.2f}</td>"
        f"<td class=n>{g.high:+.2f}</td>"
        f"<td class=wide>{_bar(g, widest)}</td><td class=n>{per_cent(g.holds)}</td></tr>"
        for g in view.groups
    )
    heads = "".join(
        f"<th{kind}>{escape(say(f'explain.{key}', locale)) if key else ''}</th>"
        for key, kind in (
            ("col_group", ""),
            ("col_points", " class=n"),
            ("col_low", " class=n"),
            ("col_high", " class=n"),
            ("", " class=wide"),
            ("col_holds", " class=n"),
        )
    )
    return (
        f"<h2>{escape(say('explain.by', locale))}: {escape(say(f'explain.by_{how}', locale))}</h2>"
        f"<p class=q>{escape(stability_sentence(explanation, view, locale))}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _bar(group: PartGroup, widest: float) -> str:
    """Points from nought in the middle, with their interval."""

    def at(points: float) -> float:
        return 50.0 + 48.0 * points / widest

    left, right = sorted((50.0, at(group.points)))
    kind = "reaches" if group.points >= 0 else "below"
    return (
        '<svg viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect x="{left:.2f}" y="5" width="{right - left:.2f}" height="8" fill="var(--{kind})"/>'
        f'<rect x="{at(group.low):.2f}" y="8.2" '
        f'width="{max(at(group.high) - at(group.low), 0.3):.2f}" height="1.6" fill="var(--t)"/>'
        '<rect x="49.8" y="1" width="0.4" height="16" fill="var(--q)"/></svg>'
    )


def _numbers(explanation: Explanation, card: ScoreCard, role: RoleModel, locale: str) -> str:
    names = competency_names(role, locale)
    places = {a.answer: str(n) for n, a in enumerate(card.answers, 1)}
    rows = "".join(
        f"<tr><td>{escape(feature_name(p.feature, locale))}</td>"
        f"<td>{escape(names.get(p.competency, p.competency))}</td>"
        f"<td class=n>{places.get(p.answer, '—')}</td><td class=n>{p.points:+.4f}</td>"
        f"<td class=n>{'—' if p.value is None else number(p.value)}</td>"
        f"<td class=n>{'—' if p.usual is None else number(p.usual)}</td></tr>"
        for p in sorted(explanation.parts, key=lambda p: -abs(p.points))
    )
    heads = "".join(
        f"<th{kind}>{escape(say(f'explain.{key}', locale))}</th>"
        for key, kind in (
            ("col_feature", ""),
            ("col_competency", ""),
            ("col_answer", " class=n"),
            ("col_points", " class=n"),
            ("col_value", " class=n"),
            ("col_usual", " class=n"),
        )
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
