"""Does the score still tell who will do well? Validity over time, role by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from interview import Estimate, RoleModel
from ui.alert_words import when_text
from ui.charts.validity_line import validity_line
from ui.codes import said
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.quality_words import number, role_name
from ui.say import say
from ui.wording import per_cent
from workflow.instrument_drift import LabelShare, RoleValidity

NEWEST = 6


def effectiveness_validity(
    where: Here,
    found: Sequence[RoleValidity],
    labels: Sequence[LabelShare],
    roles: Mapping[str, RoleModel],
) -> None:
    """One role at a time, the one that broke first; a role that cannot be followed says why."""
    tongue = where.locale
    st.subheader(say("effectiveness.validity", tongue), anchor="validity")
    known = [one for one in found if one.found is not None]
    if not known:
        st.markdown(plain(say("effectiveness.validity_none", tongue)))
        return
    known.sort(key=lambda one: (not one.shown, one.adjusted_p or 1.0))
    chosen = address_choice(
        "role",
        say("quality.role", tongue),
        {one.role: role_name(one.role, roles, tongue) for one in known},
        width=320,
    )
    one = next(v for v in known if v.role == chosen)
    over = one.found
    if over is None:
        return
    name, broken = role_name(one.role, roles, tongue), over.broken
    label = ""
    if broken is None:
        sentence = say(
            "effectiveness.validity_why",
            tongue,
            role=name,
            why=said("periods.too_few", tongue).what,
        )
    elif not one.shown:
        count = len(over.periods)
        sentence = say("effectiveness.validity_quiet", tongue, role=name, count=count)
    else:
        before, after = (
            number(level.value) if isinstance(level, Estimate) else "—"
            for level in (broken.before, broken.after)
        )
        fell = isinstance(broken.fall, Estimate) and broken.fall.value > 0
        when = when_text(broken.at, broken.low, broken.high, tongue)
        label = say("chart.control_break", tongue, at=broken.at)
        sentence = say(
            f"alert.validity_{'fell' if fell else 'rose'}",
            tongue,
            role=name,
            when=when,
            before=before,
            after=after,
        )
    st.markdown(plain(sentence))
    drawn(
        validity_line(
            over, shown=one.shown, words=label, alt=sentence, palette=where.palette, locale=tongue
        ),
        "validity_line",
    )
    newest = labels[-NEWEST:]
    hired = sum(month.hired for month in newest)
    if hired:
        share = per_cent(sum(month.rated for month in newest) / hired)
        st.caption(plain(say("effectiveness.labels", tongue, share=share, count=len(newest))))
