"""The audits that were kept, when the next one is due, and the way into each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

import workflow.audit
from interview import digest
from ui.asked import asked
from ui.audit_desk import SHORT
from ui.audit_words import SIGNS
from ui.here import Here
from ui.names import in_locale
from ui.parts.empty import empty
from ui.say import say
from ui.wording import day
from workflow.audit import StoredAudit
from workflow.audit_laws import audit_law, audit_laws


def kept_audits(where: Here) -> tuple[StoredAudit, ...]:
    """Every kept audit, newest first; read again only when the store has changed."""
    return asked(
        where, "kept_audits", lambda: workflow.audit.stored_audits(where.actor, where.store)
    )


def due_text(kept: Sequence[StoredAudit], law: str, locale: str, *, now: datetime) -> str:
    """When the next audit under a law is due, counted from the newest kept one."""
    months = audit_law(law).clocks.get("reaudit_months")
    if not months:
        return ""
    title = in_locale(audit_law(law).title, locale)
    newest = next((a for a in kept if a.report.policy.law == law), None)
    if newest is None:
        return say("fairness.due_none", locale, law=title, months=months)
    made = datetime.fromisoformat(newest.made_at)
    due = _later(made, months)
    key = "fairness.due_past" if due < now else "fairness.due"
    return say(key, locale, due=day(due, locale), months=months, law=title, made=day(made, locale))


def _later(at: datetime, months: int) -> datetime:
    """The same day some months on; the last of the month where there is no such day."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for last in (at.day, 30, 29, 28):
        try:
            return at.replace(year=year, month=month + 1, day=last)
        except ValueError:
            continue
    return at


def audit_history(where: Here) -> str | None:
    """The list; the name of the audit that was chosen."""
    import pandas as pd

    tongue = where.locale
    kept = kept_audits(where)
    if not kept:
        empty(say("fairness.kept_none_title", tongue), say("fairness.kept_none", tongue))
        return None
    now = datetime.now(UTC)
    for law in dict.fromkeys(a.report.policy.law for a in kept):
        st.caption(due_text(kept, law, tongue, now=now))
    laws = audit_laws()
    frame = pd.DataFrame(
        [
            {
                "made": datetime.fromisoformat(one.made_at).date(),
                "verdict": f"{SIGNS[one.report.verdict]} "
                + say(f"audit_verdict.{one.report.verdict}", tongue),
                "law": in_locale(laws[one.report.policy.law].title, tongue)
                if one.report.policy.law in laws
                else one.report.policy.law,
                "people": one.report.population,
                "stage": say(f"stage.{one.scope.get('stage', 'advance')}", tongue),
                "purpose": str(one.scope.get("purpose", "")),
                "name": one.name[:8],
            }
            for one in kept
        ]
    )
    config = st.column_config
    event = st.dataframe(
        frame,
        key=f"kept_{digest([a.name for a in kept])[:12]}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        alt=say("fairness.kept", tongue),
        column_config={
            "made": config.DateColumn(say("fairness.col_made", tongue), format="YYYY-MM-DD"),
            "verdict": config.TextColumn(say("audit_report.verdict", tongue)),
            "law": config.TextColumn(say("fairness.law", tongue)),
            "people": config.NumberColumn(
                say("audit_report.population", tongue), format="localized"
            ),
            "stage": config.TextColumn(say("fairness.stage", tongue)),
            "purpose": config.TextColumn(say("fairness.purpose", tongue), width="medium"),
            "name": config.TextColumn(say("fairness.col_name", tongue)),
        },
    )
    rows = event.selection.rows
    chosen = kept[rows[0]] if rows and rows[0] < len(kept) else None
    if chosen is None:
        st.caption(say("fairness.kept_pick", tongue))
        return None
    if st.button(say("common.open", tongue), type="primary", icon=":material/folder_open:"):
        return chosen.name[:SHORT]
    return None
