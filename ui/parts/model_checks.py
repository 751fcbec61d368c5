"""The check-list before a promotion: what passed, what did not, and what would be enough."""

from __future__ import annotations

import streamlit as st

from interview import Estimate
from ui.here import Here
from ui.model_words import check_said, check_title, figure
from ui.parts.safe import plain
from ui.say import say
from workflow.promotion_checks import CheckList


def model_checks(where: Here, found: CheckList) -> None:
    """One line per check, those that failed first in plain sight."""
    tongue = where.locale
    st.subheader(say("models.checks", tongue), anchor="checks")
    count, failed = len(found.checks), len(found.failed)
    if failed:
        st.markdown(plain(say("models.checks_failed", tongue, failed=failed, count=count)))
    else:
        st.markdown(plain(say("models.checks_passed", tongue, count=count)))
    for check in found.failed:
        words = check_said(check, tongue)
        with st.container(border=True):
            st.markdown(f":material/cancel: **{plain(check_title(check, tongue))}**")
            st.markdown(plain(words.what))
            if words.remedy:
                enough = say("models.enough", tongue)
                st.markdown(f"**{plain(enough)}** {plain(words.remedy)}")
            st.caption(f"`{words.code}`")
    lines = []
    for check in found.checks:
        if check.passed:
            text = f":material/check_circle: {plain(check_title(check, tongue))}"
            if isinstance(check.finding, Estimate):
                signed = check.key in ("gain", "golden")
                text += f" · {plain(figure(check.finding, tongue, signed=signed))}"
            if unsure := check.slots.get("unsure"):
                text += f" · {plain(say('models.unsure', tongue, count=unsure))}"
            lines.append(text)
    if lines:
        st.markdown("  \n".join(lines))
