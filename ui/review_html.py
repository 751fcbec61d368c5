"""A month or quarter as one page that opens alone and prints on A4: no network, all escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path

from interview import Estimate, RoleModel
from ui.change_words import change_text
from ui.review_chart import review_chart
from ui.review_words import (
    acts_text,
    figure_name,
    figure_text,
    review_counts_text,
    review_head,
    task_text,
    trend_text,
    withheld_text,
)
from ui.say import say
from ui.wording import count_text, moment
from workflow.effectiveness_review import EffectivenessReview, StoredReview

STYLE = (Path(__file__).parent / "audit.css").read_text(encoding="utf-8")


def review_html(found: StoredReview, roles: Mapping[str, RoleModel], locale: str) -> str:
    """The review as a complete HTML document: conclusion, what to do, figures, changes, method.

    Parameters
    ----------
    found : StoredReview
        What to print; every number on the page is a number of this object.
    roles : mapping
        Role models by key, for their titles.
    locale : str
        ``en`` or ``zh``.
    """
    review = found.review
    title = say("review.title", locale, period=review.period)
    kind = "exceeds" if review.finding else "within"
    sign = "!" if review.finding else "✓"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=q>{escape(review_counts_text(review, locale))}</p>",
        f'<div class=box><p class="big"><span class="chip {kind}">{sign}</span> '
        f"{escape(review_head(review, locale))}</p></div>",
        f"<h2>{_word('todo', locale)}</h2>{_tasks(review, roles, locale)}",
        f"<h2>{_word('figures', locale)}</h2>{_figures(review, locale)}",
        f"<h2>{_word('changed', locale)}</h2>{_changes(review, roles, locale)}",
        f"<h2>{_word('method', locale)}</h2><p>{_word('how', locale)}</p>",
        f"<p class=q>{_word('inside', locale)}</p>",
        _provenance(found, locale),
    ]
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def _word(key: str, locale: str, **slots: object) -> str:
    return escape(say(f"review.{key}", locale, **slots))


def _tasks(review: EffectivenessReview, roles: Mapping[str, RoleModel], locale: str) -> str:
    if not review.tasks:
        return f"<p>{_word('todo_none', locale)}</p>"
    rows = "".join(
        f'<li class="{"exceeds-edge" if task.finding else ""}">'
        f"{escape(task_text(task, roles, locale))}</li>"
        for task in review.tasks
    )
    return f"<ul class=f>{rows}</ul>"


def _figures(review: EffectivenessReview, locale: str) -> str:
    heads = "".join(
        f'<th class="{kind}">{escape(text)}</th>'
        for text, kind in (
            (say("review.col_figure", locale), ""),
            (review.period, "n"),
            (say("quality.n", locale), "n"),
            (review.previous, "n"),
            (say("review.col_trend", locale), "n"),
        )
    )
    body = ""
    for one in review.figures:
        known = isinstance(one.now, Estimate)
        now = figure_text(one, locale) if known else "—"
        before = figure_text(one, locale, before=True) if isinstance(one.before, Estimate) else "—"
        why = withheld_text(one.now, locale)
        note = f"<br><span class=q>{escape(why)}</span>" if why else ""
        body += (
            f"<tr><td>{escape(figure_name(one, locale))}{note}</td><td class=n>{escape(now)}</td>"
            f"<td class=n>{count_text(one.now.n)}</td><td class=n>{escape(before)}</td>"
            f"<td class=n>{escape(trend_text(one, locale))}</td></tr>"
        )
    table = (
        f"<div class=scroll><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
    return review_chart(review, locale) + table


def _changes(review: EffectivenessReview, roles: Mapping[str, RoleModel], locale: str) -> str:
    rows = [change_text(change, roles, locale) for change in review.changes]
    acts = acts_text(review, locale)
    if acts:
        rows.append(say("review.acts", locale, acts=acts))
    if not rows:
        return f"<p>{_word('changed_none', locale)}</p>"
    return f"<ul>{''.join(f'<li>{escape(row)}</li>' for row in rows)}</ul>"


def _provenance(found: StoredReview, locale: str) -> str:
    made = moment(datetime.fromisoformat(found.made_at), locale)
    rows = (
        (say("review.made", locale), escape(made)),
        (say("audit_report.digest", locale), f"<code>{escape(found.name)}</code>"),
        (say("audit_report.trail_digest", locale), f"<code>{escape(found.trail_digest)}</code>"),
    )
    cells = "".join(f"<tr><td>{escape(label)}</td><td>{value}</td></tr>" for label, value in rows)
    return f"<table><tbody>{cells}</tbody></table>"
