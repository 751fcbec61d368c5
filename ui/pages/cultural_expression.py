"""Cultural expression: does the score take restrained display for lower ability?"""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pandas as pd
import streamlit as st

import workflow.expression_audit
from fairness import AuditTable, Conclusion, GroupFinding
from interview import CandorError, Estimate
from ui.asked import asked
from ui.audit_desk import SHORT
from ui.audit_words import attribute_text, capital, finding_text, group_text, number_text
from ui.charts import expression_gap, quality_by_group, weight_choices
from ui.charts.expression_gap import measure_text
from ui.codes import said
from ui.display_words import (
    comparable_sentence,
    display_sentence,
    gate_sentence,
    raters_sentence,
    shown_sentence,
)
from ui.here import Here, here
from ui.parts.address_choice import address_choice, forget_choices
from ui.parts.audit_store_form import attribute_names, scope_form
from ui.parts.audit_table_view import reading
from ui.parts.audit_verdicts import chip
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from ui.wording import count_text, day, joined, listing, per_cent
from workflow import may, require
from workflow.expression_audit import Equal, StoredExpression, expression_audit

RESULT, NEW = "result", "new"
FIRST = "display_style"
LIMIT = 0.80


def page() -> None:
    """The newest answer, or the question asked anew."""
    where = here()
    tongue = where.locale
    st.title(say("page.cultural_expression", tongue))
    require(where.actor, "view_audits")
    kept = asked(
        where,
        "kept_expressions",
        lambda: workflow.expression_audit.stored_expressions(where.actor, where.store),
    )
    asks = may(where.actor, "audit")
    views = [RESULT] * bool(kept) + [NEW] * asks
    view = views[0] if views else ""
    if len(views) > 1:
        view = (
            address_choice(
                "view",
                say("fairness.view", tongue),
                {RESULT: say("fairness.view_result", tongue), NEW: say("display.new", tongue)},
                first=RESULT,
                buttons=True,
                quiet=True,
            )
            or RESULT
        )
    if view == RESULT:
        _result(where, _chosen(kept, tongue))
    elif view == NEW:
        _ask(where)
    else:
        empty(say("display.none_title", tongue), say("display.none", tongue))


def _chosen(kept: tuple[StoredExpression, ...], tongue: str) -> StoredExpression:
    if len(kept) == 1:
        return kept[0]
    names = {
        one.name[:SHORT]: say(
            "display.kept_name",
            tongue,
            attribute=attribute_text(one.found.attribute, tongue),
            day=day(datetime.fromisoformat(one.made_at), tongue),
            name=one.name[:8],
        )
        for one in kept
    }
    name = address_choice("answer", say("display.kept", tongue), names, width=420)
    return next(one for one in kept if one.name.startswith(name or ""))


def _ask(where: Here) -> None:
    tongue = where.locale
    st.markdown(say("display.intro", tongue))
    left, right = st.columns(2, gap="medium")
    with left:
        attribute = address_choice(
            "attribute", say("fairness.attribute", tongue), attribute_names(tongue), first=FIRST
        )
    with right:
        equal = address_choice(
            "equal",
            say("display.equal", tongue),
            {one: say(f"display.equal_{one}", tongue) for one in ("words", "ratings")},
            buttons=True,
            help_text=say("display.equal_help", tongue),
        )
    scope = scope_form(where, "expression", audit=False)[0]
    if not st.button(
        say("display.run", tongue), type="primary", icon=":material/theater_comedy:", key="run"
    ):
        return
    if not scope.purpose.strip():
        st.warning(say("fairness.purpose_needed", tongue), icon=":material/edit:")
        return
    try:
        with st.spinner(say("display.running", tongue)):
            made = expression_audit(
                where.actor,
                where.store,
                scope,
                attribute=attribute or FIRST,
                equal=cast(Equal, equal or "words"),
            )
    except CandorError as error:
        show_error(error, tongue)
        return
    forget_choices("view", "group")
    st.query_params["answer"] = made.name[:SHORT]
    st.rerun()


def _result(where: Here, kept: StoredExpression) -> None:
    tongue, found = where.locale, kept.found
    if not found.conclusions:
        empty(say("fairness.nothing_title", tongue), say("fairness.nothing", tongue))
        _method(kept, tongue)
        return
    for one in found.conclusions:
        chip(one.verdict, tongue)
        st.subheader(plain(capital(display_sentence(kept, one, tongue))), anchor=False)
    st.caption(plain(_scope(kept, tongue)))
    one = _group(found.conclusions, tongue)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("display.gap", tongue))
        st.markdown(plain(shown_sentence(one, tongue)))
        drawing = expression_gap(found, one.group, where.palette, tongue)
        if drawing is not None:
            drawn(drawing, "gap")
        st.caption(
            joined([say("display.gap_note", tongue), comparable_sentence(kept, tongue)], tongue)
        )
    with right:
        st.subheader(say("display.weights", tongue))
        st.markdown(say("display.weights_text", tongue))
        drawn(weight_choices(found, one.group, LIMIT, where.palette, tongue), "weights")
        st.caption(say("display.weights_note", tongue))
    _earned(kept, tongue)
    _quality(where, found.quality)
    _method(kept, tongue)


def _group(conclusions: tuple[Conclusion, ...], tongue: str) -> Conclusion:
    if len(conclusions) == 1:
        return conclusions[0]
    chosen = address_choice(
        "group",
        say("audit_report.group", tongue),
        {str(i): group_text(c.group, tongue) for i, c in enumerate(conclusions)},
        width=320,
    )
    return conclusions[int(chosen or 0)]


def _earned(kept: StoredExpression, tongue: str) -> None:
    st.subheader(say("display.earned", tongue))
    st.markdown(plain(gate_sentence(kept, tongue)))
    told = raters_sentence(kept, tongue)
    if told:
        st.markdown(plain(told))


def _quality(where: Here, tables: tuple[AuditTable, ...]) -> None:
    tongue = where.locale
    st.subheader(say("display.quality", tongue))
    if not tables:
        st.caption(say("display.quality_none", tongue))
        return
    verdicts = {table.verdict for table in tables}
    worst = next(v for v in ("exceeds", "cannot_tell", "within") if v in verdicts)
    with st.container(horizontal=True, vertical_alignment="center"):
        chip(worst, tongue)
        st.markdown(say(f"display.quality_{worst}", tongue))
    drawing = quality_by_group(tables, where.palette, tongue)
    if drawing is not None:
        drawn(drawing, "quality")
    rows = [_quality_row(table, group, tongue) for table in tables for group in table.groups]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("display.quality", tongue),
        column_config={
            "measure": config.TextColumn(say("display.col_measure", tongue), pinned=True),
            "group": config.TextColumn(say("audit_report.group", tongue)),
            "n": config.NumberColumn(say("audit_report.people", tongue), format="localized"),
            "mean": config.TextColumn(say("display.col_mean", tongue), alignment="right"),
            "finding": config.TextColumn(say("display.col_gap", tongue), alignment="right"),
            "interval": config.TextColumn(
                say("audit_report.interval", tongue, level=per_cent(0.95)), alignment="right"
            ),
            "verdict": config.TextColumn(say("audit_report.verdict", tongue), width="medium"),
        },
    )
    st.caption(say("display.quality_note", tongue))


def _quality_row(table: AuditTable, group: GroupFinding, tongue: str) -> dict[str, object]:
    found, rate = group.finding, group.rate
    row: dict[str, object] = {
        "measure": measure_text(table.metric.partition(".")[2], tongue),
        "group": group_text(group.group, tongue),
        "n": group.n,
        "mean": _mean(rate.value, group.selected) if isinstance(rate, Estimate) else None,
        "finding": None,
        "interval": None,
        "verdict": reading(group, tongue),
    }
    if isinstance(found, Estimate) and not group.reference:
        ends = (number_text(table.metric, v) for v in (found.low, found.high))
        row["finding"], row["interval"] = (
            finding_text(table.metric, found, tongue),
            " – ".join(ends),
        )
    return row


def _mean(value: float, selected: int | None) -> str:
    return per_cent(value) if selected is not None else f"{value:.3g}"


def _scope(kept: StoredExpression, tongue: str) -> str:
    found = kept.found
    made = day(datetime.fromisoformat(kept.made_at), tongue)
    parts = [
        say("fairness.interviews", tongue, count=count_text(kept.population)),
        attribute_text(found.attribute, tongue),
        say("display.equal_is", tongue, what=say(f"display.equal_{kept.equal}", tongue)),
    ]
    if found.reference:
        reference = group_text(found.reference, tongue)
        parts.append(say("display.against", tongue, reference=reference))
    parts.append(say("fairness.made", tongue, day=made, name=kept.name[:8]))
    return " · ".join(parts)


def _method(kept: StoredExpression, tongue: str) -> None:
    found = kept.found
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        st.markdown(say("display.how", tongue))
        if kept.invariance is not None:
            st.markdown(say("display.how_comparable", tongue))
        st.markdown(f"**{say('audit_report.who', tongue)}**")
        rows = [f"- {say('display.interviews', tongue)}: {count_text(kept.population)}"]
        rows += [
            f"- {plain(group_text(name, tongue))}: {count_text(n)}"
            for name, n in found.groups.items()
        ]
        rows += [
            f"- {plain(said(reason, tongue).what)} {count_text(n)}"
            for reason, n in found.excluded.items()
        ]
        st.markdown("\n".join(rows))
        if kept.left_out:
            names = listing((measure_text(name, tongue) for name in kept.left_out), tongue)
            st.markdown(say("display.left_out", tongue, measures=names))
        for note in found.notes:
            st.markdown(plain(said(note.code, tongue, note.slots).what))
        st.markdown(
            f"- {say('audit_report.digest', tongue)}: `{kept.name}`\n"
            f"- {say('audit_report.trail_digest', tongue)}: `{kept.trail_digest}`"
        )


page()
