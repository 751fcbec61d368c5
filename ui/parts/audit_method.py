"""How an audit was computed, who was left out, which duties stand beside it: closed by default."""

from __future__ import annotations

import streamlit as st

from fairness import AuditReport
from ui.audit_words import method_texts
from ui.codes import said
from ui.names import in_locale
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, listing
from workflow.audit_laws import AuditLaw


def audit_method(report: AuditReport, law: AuditLaw, trail_digest: str, locale: str) -> None:
    """Method in plain words, population and exclusions, the self-checking list, digests."""
    with st.expander(say("common.how", locale), icon=":material/calculate:"):
        st.markdown(f"**{say('audit_report.who', locale)}**")
        rows = [f"- {say('audit_report.population', locale)}: {count_text(report.population)}"]
        rows += [
            f"- {plain(said(reason, locale).what)} {count_text(n)}"
            for reason, n in report.excluded.items()
        ]
        if not report.excluded:
            rows.append(f"- {say('audit_report.nobody_left_out', locale)}")
        st.markdown("\n".join(rows))
        st.markdown(f"**{say('fairness.method', locale)}**")
        for text in method_texts(report, law, locale):
            st.markdown(plain(text))
        st.markdown(f"**{say('audit_report.provenance', locale)}**")
        lines = [
            (say("audit_report.digest", locale), report.digest),
            (say("audit_report.policy_digest", locale), report.policy.digest),
            (say("audit_report.data_digest", locale), report.data),
            (say("audit_report.trail_digest", locale), trail_digest),
        ]
        st.markdown("\n".join(f"- {label}: `{value}`" for label, value in lines if value))
        if not trail_digest:
            st.caption(say("audit_report.trail_none", locale))
        versions = [f"{name} {number}" for name, number in report.versions.items()]
        st.caption(plain(listing(versions, locale)))
    if law.duties:
        with st.expander(say("audit_report.checklist", locale), icon=":material/checklist:"):
            _duties(law, locale)


def _duties(law: AuditLaw, locale: str) -> None:
    import pandas as pd

    st.caption(say("audit_report.checklist_note", locale))
    config = st.column_config
    rows = [
        {
            "duty": in_locale(duty.text, locale),
            "status": say(f"audit_report.status_{duty.status}", locale),
            "where": in_locale(duty.where, locale),
            "article": duty.article,
            "confirm": say("audit_report.confirm", locale) if duty.unconfirmed else "",
        }
        for duty in law.duties
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=70,
        alt=say("audit_report.checklist", locale),
        column_config={
            "duty": config.TextColumn(say("audit_report.duty", locale), width="large"),
            "status": config.TextColumn(say("fairness.col_status", locale)),
            "where": config.TextColumn(say("audit_report.where_met", locale), width="large"),
            "article": config.TextColumn(say("fairness.col_article", locale)),
            "confirm": config.TextColumn(say("fairness.col_confirm", locale)),
        },
    )
    st.caption(
        plain(
            say(
                "audit_report.law_read",
                locale,
                law=in_locale(law.title, locale),
                version=law.version,
                date=law.verified_on,
                source=law.source,
            )
        )
    )
