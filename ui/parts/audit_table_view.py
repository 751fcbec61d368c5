"""One table of an audit as a sortable table, with everybody in it and the withheld named."""

from __future__ import annotations

import streamlit as st

from fairness import AuditPolicy, AuditTable, GroupFinding
from interview import Estimate
from ui.audit_words import (
    SIGNS,
    attribute_text,
    finding_text,
    group_text,
    metric_text,
    note_text,
    number_text,
    p_text,
    table_title,
)
from ui.codes import said
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, per_cent


def audit_table_view(table: AuditTable, policy: AuditPolicy, locale: str, key: str) -> None:
    """The table, its notes, and whom it leaves out."""
    import pandas as pd

    rows = [_row(group, table, locale) for group in table.groups]
    config = st.column_config
    level = per_cent(policy.level)
    counted = any(g.selected is not None for g in table.groups)
    frame = pd.DataFrame(rows)
    if not counted:
        frame = frame.drop(columns="selected")
    if frame["p"].isna().all():
        frame = frame.drop(columns="p")
    st.dataframe(
        frame,
        key=key,
        hide_index=True,
        placeholder="—",
        alt=table_title(table, locale),
        column_config={
            "group": config.TextColumn(
                attribute_text(table.attribute, locale).replace("$", ""), pinned=True
            ),
            "n": config.NumberColumn(say("audit_report.people", locale), format="localized"),
            "selected": config.NumberColumn(
                say("audit_report.selected", locale), format="localized"
            ),
            "rate": config.TextColumn(
                say("audit_report.rate" if counted else "audit_report.mean", locale),
                alignment="right",
            ),
            "finding": config.TextColumn(metric_text(table.metric, locale), alignment="right"),
            "interval": config.TextColumn(
                say("audit_report.interval", locale, level=level), alignment="right"
            ),
            "p": config.TextColumn(say("fairness.col_p", locale), alignment="right"),
            "verdict": config.TextColumn(say("audit_report.verdict", locale), width="large"),
        },
    )
    texts = [note_text(note, locale) for note in table.notes]
    texts += [
        f"{said(reason, locale).what} ({count_text(n)})" for reason, n in table.excluded.items()
    ]
    for text in dict.fromkeys(texts):
        st.caption(plain(text))


def _row(group: GroupFinding, table: AuditTable, locale: str) -> dict[str, object]:
    found, rate = group.finding, group.rate
    interval = None
    if isinstance(found, Estimate) and not group.reference:
        interval = " – ".join(number_text(table.metric, v) for v in (found.low, found.high))
    rated = None
    if isinstance(rate, Estimate):
        rated = per_cent(rate.value) if group.selected is not None else f"{rate.value:.2f}"
    p = group.p_value if group.adjusted_p is None else group.adjusted_p
    return {
        "group": group_text(group.group, locale),
        "n": group.n,
        "selected": group.selected,
        "rate": rated,
        "finding": finding_text(table.metric, found, locale),
        "interval": interval,
        "p": None if p is None else p_text(p),
        "verdict": reading(group, locale),
    }


def reading(group: GroupFinding, locale: str) -> str:
    """What to make of one group: its verdict, or why it has none."""
    if group.excluded:
        return said(group.excluded, locale).what
    if group.reference:
        return say("audit_report.reference", locale)
    parts = [f"{SIGNS[group.verdict]} {say(f'audit_verdict.{group.verdict}', locale)}"]
    if group.flips:
        parts.append(say("audit_report.flips", locale))
    if group.shortfall and group.verdict == "exceeds":
        parts.append(say("audit_report.shortfall", locale, count=group.shortfall))
    return " · ".join(parts)
