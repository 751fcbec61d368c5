"""One person's development goals as a page that opens alone, or as a table."""

from __future__ import annotations

from html import escape
from pathlib import Path

from interview import Estimate
from ui.development_words import anchor_text, figure_name, range_text
from ui.names import competency_names, role_title
from ui.parts.table_download import table_csv
from ui.quality_words import number
from ui.say import say
from ui.wording import day, score_text, short_id
from workflow.person_development import GoalEvidence, PersonDevelopment

STYLE = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")


def development_html(one: PersonDevelopment, locale: str) -> str:
    """Goals, what was said, what a strong answer shows, later figures; no network, no script."""

    def word(key: str, **slots: object) -> str:
        return escape(say(key, locale, **slots))

    names = competency_names(one.role, locale)
    who = one.name or short_id(one.candidate)
    goals = [_goal(g, names, locale) for g in one.goals if g.goal.standing != "met"]
    later = "".join(
        f"<tr><td>{escape(figure_name(f.kpi, locale))}</td>"
        f"<td class=n>{escape(range_text(f.person.expected))}</td>"
        f"<td class=n>{'—' if f.person.later is None else number(f.person.later, 1)}</td></tr>"
        for f in one.later
    )
    title = f"{say('development.title', locale)}: {who}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=q>{escape(role_title(one.role, locale))} · "
        f"{word('development.interviewed', day=day(one.interviewed_at, locale))}</p>",
        f"<p>{word('development.export_intro')}</p>",
        *(goals or [f"<p>{word('development.person_met')}</p>"]),
    ]
    if later:
        parts += [
            f"<h2>{word('development.later')}</h2>",
            f"<table><thead><tr><th>{word('development.figure')}</th>"
            f"<th class=n>{word('development.col_expected')}</th>"
            f"<th class=n>{word('development.col_later')}</th></tr></thead>"
            f"<tbody>{later}</tbody></table>",
            f"<p class=q>{word('development.how_baseline')}</p>",
        ]
    parts.append(
        f"<p class=q>{word('card.card_digest')}: <code>{escape(one.card_digest)}</code></p>"
    )
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _goal(one: GoalEvidence, names: dict[str, str], locale: str) -> str:
    goal = one.goal
    score = say(
        "development.goal_score", locale, score=score_text(goal.finding, locale),
        threshold=f"{goal.threshold:.1f}",
    )  # fmt: skip
    quotes = "".join(f"<blockquote>{escape(q.quote)}</blockquote>" for q in one.quotes)
    anchor = anchor_text(one.question.anchors, locale) if one.question else ""
    aim = f"<p>{escape(say('development.aim', locale, anchor=anchor))}</p>" if anchor else ""
    return (
        f"<h2>{escape(names.get(goal.competency, goal.competency))}</h2>"
        f"<p><b>{escape(say(f'development.goal_{goal.standing}', locale))}</b></p>"
        f"<p>{escape(score)}</p>{quotes}{aim}"
    )


def development_csv(one: PersonDevelopment, locale: str) -> str:
    """One row per competency; no cell can run as a formula."""
    names = competency_names(one.role, locale)
    rows = []
    for held in one.goals:
        found = held.goal.finding
        known = isinstance(found, Estimate)
        rows.append(
            {
                "competency": names.get(held.goal.competency, held.goal.competency),
                "standing": held.goal.standing,
                "score": round(found.value, 2) if isinstance(found, Estimate) else None,
                "low": round(found.low, 2) if isinstance(found, Estimate) else None,
                "high": round(found.high, 2) if isinstance(found, Estimate) else None,
                "n": found.n if known else None,
                "threshold": held.goal.threshold,
                "said": " | ".join(q.quote for q in held.quotes),
                "aim": anchor_text(held.question.anchors, locale) if held.question else "",
            }
        )
    return table_csv(rows)
