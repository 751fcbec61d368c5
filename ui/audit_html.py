"""An audit as one page that opens alone and prints on A4: no network, no script, all escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from fairness import (
    AuditReport,
    AuditTable,
    Conclusion,
    GroupFinding,
    has_small_cells,
    people_shown,
    without_small_cells,
)
from fairness.small_cells import hidden
from interview import Estimate
from ui.audit_chart import audit_chart
from ui.audit_words import (
    SIGNS,
    attribute_text,
    conclusion_text,
    finding_text,
    group_text,
    method_texts,
    metric_means,
    metric_text,
    note_text,
    number_text,
    p_text,
    table_title,
)
from ui.codes import said
from ui.names import in_locale
from ui.say import say
from ui.wording import count_text, per_cent
from workflow.audit_laws import AuditLaw, audit_law

STYLE = (Path(__file__).parent / "audit.css").read_text(encoding="utf-8")
FIRST = 12


def audit_html(
    report: AuditReport, locale: str, *, trail_digest: str = "", smallest: int = 0
) -> str:
    """The audit as a complete HTML document: verdict, scope, tables, charts, methods, duties.

    Parameters
    ----------
    report : AuditReport
        What to print; every number on the page is a number of this object.
    locale : str
        ``en`` or ``zh``.
    trail_digest : str
        Digest of the newest event when the report was kept; empty for a table brought along.
    smallest : int
        Counts of people below it are not written, as in `without_small_cells`; 0 writes them all.
    """
    if smallest:
        report = without_small_cells(report, smallest)
    law = audit_law(report.policy.law)
    title = say("audit_report.title", locale)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=q>{escape(_subtitle(report, law, locale))}</p>",
        _verdict(report, law, locale),
        f"<h2>{_word('what_stands_out', locale)}</h2>",
        _findings(report, locale),
        f"<h2>{_word('who', locale)}</h2>",
        _who(report, locale),
        f"<h2>{_word('tables', locale)}</h2>",
        _small_cells(report, locale, smallest),
        *(_table(table, report, locale, smallest) for table in report.tables),
        f"<h2>{_word('methods', locale)}</h2>",
        _methods(report, law, locale),
        _checklist(law, locale),
        f"<h2>{_word('glossary', locale)}</h2>",
        _glossary(report, locale),
        f"<h2>{_word('provenance', locale)}</h2>",
        _provenance(report, locale, trail_digest),
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
    return escape(say(f"audit_report.{key}", locale, **slots))


def _subtitle(report: AuditReport, law: AuditLaw, locale: str) -> str:
    since, until = report.window
    window = (
        say("audit_report.window", locale, since=since[:10], until=until[:10])
        if since
        else say("audit_report.window_none", locale)
    )
    return say(
        "audit_report.subtitle",
        locale,
        population=count_text(report.population),
        window=window,
        law=in_locale(law.title, locale),
    )


def _chip(verdict: str, locale: str) -> str:
    word = escape(say(f"audit_verdict.{verdict}", locale))
    return f'<span class="chip {verdict}">{SIGNS[verdict]} {word}</span>'


def _verdict(report: AuditReport, law: AuditLaw, locale: str) -> str:
    means = escape(say(f"audit_verdict.{report.verdict}_means", locale))
    summary = escape(in_locale(law.summary, locale))
    return (
        f'<div class=box><p class="big">{_chip(report.verdict, locale)}</p><p>{means}</p>'
        f"<p class=q>{summary}</p></div>"
    )


def _findings(report: AuditReport, locale: str) -> str:
    shown = [f for f in report.findings if f.verdict != "within"][:FIRST] or report.findings[:3]
    if not shown:
        return f"<p>{_word('none', locale)}</p>"
    rest = len(report.findings) - len(shown)
    more = f"<p class=q>{_word('more', locale, count=count_text(rest))}</p>" if rest else ""
    return f"<ul class=f>{''.join(_finding(f, report, locale) for f in shown)}</ul>{more}"


def _finding(found: Conclusion, report: AuditReport, locale: str) -> str:
    where = escape(attribute_text(found.attribute, locale))
    words = escape(conclusion_text(found, report.policy, locale))
    return (
        f'<li class="{found.verdict}-edge">{_chip(found.verdict, locale)} '
        f"<span class=q>{where}</span><br>{words}</li>"
    )


def _who(report: AuditReport, locale: str) -> str:
    rows = [(say("audit_report.population", locale), report.population)]
    rows += [(said(reason, locale).what, n) for reason, n in report.excluded.items()]
    cells = "".join(
        f"<tr><td>{escape(text)}</td><td class=n>{count_text(n)}</td></tr>" for text, n in rows
    )
    nobody = "" if report.excluded else f"<p>{_word('nobody_left_out', locale)}</p>"
    return (
        f"<table><tbody>{cells}</tbody></table>{nobody}<p class=q>{_word('everybody', locale)}</p>"
    )


def _small_cells(report: AuditReport, locale: str, smallest: int) -> str:
    if not any(has_small_cells(table) for table in report.tables):
        return ""
    return f"<p>{_word('small_cells', locale, smallest=smallest)}</p>"


def _table(table: AuditTable, report: AuditReport, locale: str, smallest: int) -> str:
    counted = any(g.selected is not None for g in table.groups)
    heads = [("group", ""), ("people", "n")]
    heads += [("selected", "n")] if counted else []
    heads += [("rate" if counted else "mean", "n"), ("finding", "n"), ("interval", "n"), ("p", "n")]
    heads += [("verdict", "")]
    level = per_cent(report.policy.level)
    top = "".join(
        f'<th class="{kind}">{_word(key, locale, level=level)}</th>' for key, kind in heads
    )
    body = "".join(_group(g, table, locale, smallest, counted=counted) for g in table.groups)
    notes = _sentences(note_text(note, locale) for note in table.notes)
    left = _sentences(
        f"{said(reason, locale).what} ({count_text(n)})" for reason, n in table.excluded.items()
    )
    return (
        f"<h3>{escape(table_title(table, locale))}</h3>"
        f"<p>{_chip(table.verdict, locale)}</p>"
        f"{audit_chart(table, report.policy, locale, smallest=smallest)}"
        f"<div class=scroll><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{notes}{left}"
    )


def _group(
    group: GroupFinding, table: AuditTable, locale: str, smallest: int, *, counted: bool
) -> str:
    found, rate = group.finding, group.rate
    interval = "—"
    if isinstance(found, Estimate) and not group.reference:
        interval = (
            f"{number_text(table.metric, found.low)} – {number_text(table.metric, found.high)}"
        )
    rated = "—"
    if isinstance(rate, Estimate):
        rated = per_cent(rate.value) if counted else f"{rate.value:.2f}"
    reading = _reading(group, locale)
    p = "—" if group.p_value is None else p_text(group.p_value)
    few = f"< {smallest}"
    people = few if people_shown(group.n, smallest) is None else count_text(group.n)
    chosen = "—" if group.selected is None else count_text(group.selected)
    if hidden(group):
        chosen = few
    cells = [
        f"<td>{escape(group_text(group.group, locale))}</td>",
        f"<td class=n>{escape(people)}</td>",
    ]
    if counted:
        cells.append(f"<td class=n>{escape(chosen)}</td>")
    cells += [
        f"<td class=n>{rated}</td>",
        f"<td class=n>{escape(finding_text(table.metric, found, locale))}</td>",
        f"<td class=n>{interval}</td>",
        f"<td class=n>{escape(p)}</td>",
        f"<td>{reading}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _reading(group: GroupFinding, locale: str) -> str:
    if group.excluded:
        return f"<span class=q>{escape(said(group.excluded, locale).what)}</span>"
    if group.reference:
        return f"<span class=q>{_word('reference', locale)}</span>"
    more = []
    if group.flips:
        more.append(_word("flips", locale))
    if group.shortfall and group.verdict == "exceeds":
        more.append(_word("shortfall", locale, count=group.shortfall))
    after = f" <span class=q>({', '.join(more)})</span>" if more else ""
    return _chip(group.verdict, locale) + after


def _sentences(texts: Iterable[str]) -> str:
    return "".join(f"<p class=q>{escape(text)}</p>" for text in texts)


def _methods(report: AuditReport, law: AuditLaw, locale: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in method_texts(report, law, locale))


def _checklist(law: AuditLaw, locale: str) -> str:
    if not law.duties:
        return ""
    rows = "".join(
        f"<tr><td>{escape(in_locale(d.text, locale))}"
        f"<br><span class=q>{escape(d.article)}"
        + (f" · {_word('from_date', locale, date=d.applies_from)}" if d.applies_from else "")
        + (f" · {_word('confirm', locale)}" if d.unconfirmed else "")
        + f"</span></td><td><b>{_word(f'status_{d.status}', locale)}</b><br>"
        f"{escape(in_locale(d.where, locale))}</td></tr>"
        for d in law.duties
    )
    banned = "".join(
        f"<li>{escape(in_locale(b.text, locale))} <span class=q>{escape(b.article)}"
        + (f" · {_word('confirm', locale)}" if b.read != "primary" else "")
        + "</span></li>"
        for b in law.banned
    )
    source = _word(
        "law_read",
        locale,
        law=in_locale(law.title, locale),
        version=law.version,
        date=law.verified_on,
        source=law.source,
    )
    kept_out = f"<h3>{_word('banned', locale)}</h3><ul>{banned}</ul>" if banned else ""
    return (
        f"<h2>{_word('checklist', locale)}</h2><p>{_word('checklist_note', locale)}</p>"
        f"<table><thead><tr><th>{_word('duty', locale)}</th><th>{_word('where_met', locale)}</th>"
        f"</tr></thead><tbody>{rows}</tbody></table>{kept_out}<p class=q>{source}</p>"
    )


def _glossary(report: AuditReport, locale: str) -> str:
    metrics = dict.fromkeys(t.metric.partition(".")[0] for t in report.tables)
    rows = "".join(
        f"<dt>{escape(metric_text(m, locale))}</dt><dd>{escape(metric_means(m, locale))}</dd>"
        for m in metrics
    )
    return f"<dl>{rows}</dl>"


def _provenance(report: AuditReport, locale: str, trail_digest: str) -> str:
    rows = [
        ("digest", report.digest),
        ("policy_digest", report.policy.digest),
        ("data_digest", report.data),
    ]
    if trail_digest:
        rows.append(("trail_digest", trail_digest))
    cells = "".join(
        f"<tr><td>{_word(key, locale)}</td><td><code>{escape(text)}</code></td></tr>"
        for key, text in rows
        if text
    )
    none = "" if trail_digest else f"<p class=q>{_word('trail_none', locale)}</p>"
    return f"<table><tbody>{cells}</tbody></table>{none}"
