"""What moves the scores of a role: importance, how points follow a feature, what works together."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from interview import Estimate
from scoring.catalogue import FEATURES
from scoring.explanation import dependence
from scoring.explanation.role_explanation import DRAWS
from ui.charts.dependence_line import dependence_line
from ui.charts.interval_rows import IntervalRow, interval_rows
from ui.explanation_words import feature_name, number, together_name
from ui.here import Here
from ui.names import unit_text
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text
from workflow.explain_role import RoleExplanation

SHOWN = 10
MOST_PAIRS = 10


def importance_shown(where: Here, found: RoleExplanation) -> None:
    """The most important reasons with their intervals, and all of them as a table."""
    tongue = where.locale
    st.subheader(say("explanations.importance", tongue))
    st.caption(say("explanations.importance_note", tongue))
    rows = [
        IntervalRow(
            name=together_name(one.names, tongue),
            detail=say(f"modality.{one.modality}", tongue),
            words=say("explanations.row", tongue, points=f"{one.points.value:.2f}"),
            finding=one.points,
        )
        for one in found.importance[:SHOWN]
        if isinstance(one.points, Estimate)
    ]
    highest = max((r.finding.high for r in rows if isinstance(r.finding, Estimate)), default=1.0)
    drawing = interval_rows(
        rows,
        (),
        (0.0, max(highest * 1.08, 0.1)),
        say("explanations.importance_axis", tongue),
        "; ".join(f"{r.name}: {r.words}" for r in rows),
        where.palette,
    )
    drawn(drawing, "importance")
    table = importance_table(found, tongue)
    config = st.column_config
    st.dataframe(
        table,
        hide_index=True,
        placeholder="—",
        alt=say("explanations.importance", tongue),
        column_config={
            say("explanations.col_points", tongue): config.NumberColumn(format="%.3f"),
            say("explanations.col_interval", tongue): config.TextColumn(alignment="right"),
            say("explanations.col_n", tongue): config.NumberColumn(format="localized"),
        },
    )
    st.download_button(
        say("explanations.export", tongue),
        table.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"importance_{found.role.key}_{found.subject}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def importance_table(found: RoleExplanation, locale: str) -> pd.DataFrame:
    """Every group of features with its mean absolute points and interval."""
    return pd.DataFrame(
        [
            {
                say("explanations.col_first", locale): together_name(one.names, locale),
                say("explanations.col_signal", locale): say(f"modality.{one.modality}", locale),
                say("explanations.col_points", locale): round(one.points.value, 3),
                say(
                    "explanations.col_interval", locale
                ): f"{one.points.low:.3f} – {one.points.high:.3f}",
                say("explanations.col_n", locale): one.points.n,
            }
            for one in found.importance
            if isinstance(one.points, Estimate)
        ]
    )


def dependence_shown(where: Here, found: RoleExplanation) -> None:
    """One feature's points over its values; the feature stands in the address."""
    tongue = where.locale
    st.subheader(say("explanations.dependence", tongue))
    ordered = [name for one in found.importance for name in one.names]
    feature = address_choice(
        "feature",
        say("explanations.dependence_of", tongue),
        {name: feature_name(name, tongue) for name in ordered},
    )
    points = dependence(found.found, feature or ordered[0])
    known = [p for p in points if isinstance(p.points, Estimate)]
    if len(known) < 2:
        st.caption(say("explanations.dependence_none", tongue))
        return
    name = feature or ordered[0]
    spec = FEATURES.get(name)
    unit = unit_text(spec.unit, tongue) if spec else ""
    first, last = known[0], known[-1]
    alt = say(
        "explanations.dependence_alt",
        tongue,
        low=number(first.value),
        high=number(last.value),
        unit=unit,
        first=f"{getattr(first.points, 'value', 0.0):+.2f}",
        last=f"{getattr(last.points, 'value', 0.0):+.2f}",
    )
    drawing = dependence_line(
        points,
        say("explanations.dependence_axis", tongue, name=feature_name(name, tongue), unit=unit),
        say("explanations.dependence_points", tongue),
        alt,
        where.palette,
    )
    st.markdown(plain(alt))
    drawn(drawing, "dependence")


def together_shown(found: RoleExplanation, locale: str) -> None:
    """Pairs of features that give more together, or that there are none and why."""
    st.subheader(say("explanations.together", locale))
    if found.additive or not found.together:
        st.markdown(say("explanations.together_none", locale))
        return
    count = count_text(len(found.together))
    st.caption(say("explanations.together_note", locale, count=count))
    rows = [
        {
            say("explanations.col_first", locale): feature_name(one.first, locale),
            say("explanations.col_second", locale): feature_name(one.second, locale),
            say("explanations.col_points", locale): round(one.points.value, 3),
            say(
                "explanations.col_interval", locale
            ): f"{one.points.low:.3f} – {one.points.high:.3f}",
        }
        for one in found.together[:MOST_PAIRS]
        if isinstance(one.points, Estimate)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=say("explanations.together", locale))


def method(found: RoleExplanation, locale: str) -> None:
    """How everything was computed, closed by default."""
    with st.expander(say("common.how", locale)):
        st.markdown(
            plain(
                say(
                    "explanations.how",
                    locale,
                    draws=DRAWS,
                    digest=found.found.digest[:12],
                    scorer=found.model.ref,
                )
            )
        )
