"""What could be done about a difference, and what the law does not allow, side by side."""

from __future__ import annotations

import streamlit as st

from ui.names import in_locale
from ui.parts.safe import plain
from ui.say import say
from workflow.audit_laws import AuditLaw

# in the order in which they should be tried
ALLOWED = ("item", "signal", "weights", "bands", "pool")


def audit_remedies(law: AuditLaw, locale: str) -> None:
    """Two columns: the allowed order of remedies, and what stays forbidden whatever it would do."""
    st.subheader(say("fairness.remedies", locale), anchor="remedies")
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, height="stretch"):
        st.markdown(f"**{say('fairness.may', locale)}**")
        st.caption(say("fairness.may_order", locale))
        steps = [
            f"{i}. **{say(f'fairness.do_{key}', locale)}** {say(f'fairness.do_{key}_why', locale)}"
            for i, key in enumerate(ALLOWED, 1)
        ]
        st.markdown("\n".join(steps))
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"**{say('fairness.may_not', locale)}**")
        st.caption(say("fairness.may_not_note", locale))
        rows = [
            f"- **{say('fairness.not_cuts', locale)}** {say('fairness.not_cuts_why', locale)}",
            f"- **{say('fairness.not_scores', locale)}** {say('fairness.not_scores_why', locale)}",
            f"- **{say('fairness.not_guess', locale)}** {say('fairness.not_guess_why', locale)}",
        ]
        for one in law.banned:
            confirm = f" ({say('audit_report.confirm', locale)})" if one.read != "primary" else ""
            rows.append(f"- {plain(in_locale(one.text, locale))} · {plain(one.article)}{confirm}")
        st.markdown("\n".join(rows))
