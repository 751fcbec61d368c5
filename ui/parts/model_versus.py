"""Champion and challenger side by side: the picture, the figures, and the groups."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analysis import ComparedCorrelations
from fairness import Verdict
from interview import Estimate, Finding
from ui.audit_words import attribute_text, group_text
from ui.charts.interval_rows import IntervalRow, Line, interval_rows
from ui.here import Here
from ui.model_words import figure, short_ref, why_not
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.say import say
from ui.wording import count_text, per_cent
from workflow.model_comparison import ModelComparison, gain
from workflow.model_fairness import FLOOR


def model_versus(where: Here, found: ModelComparison) -> None:
    """Everything of one comparison."""
    tongue = where.locale
    st.subheader(say("models.versus", tongue), anchor="versus")
    st.caption(plain(f"{short_ref(found.first)} · {short_ref(found.second)}"))
    _picture(where, found)
    _figures(where, found)
    _groups(where, found)


def _pairs(found: ModelComparison) -> list[tuple[str, ComparedCorrelations]]:
    known = (("with_ratings", found.ratings), ("with_performance", found.performance))
    return [(key, one) for key, one in known if one is not None]


def _picture(where: Here, found: ModelComparison) -> None:
    tongue = where.locale
    rows: list[IntervalRow] = []
    texts: list[str] = []
    for key, one in _pairs(found):
        name = say(f"models.{key}", tongue)
        better = gain(one)
        judged: Verdict | None = None
        if isinstance(better, Estimate):
            judged = "within" if better.low > 0 else "exceeds" if better.high < 0 else "cannot_tell"
        for who, finding, verdict in (
            ("champion", one.first, None),
            ("challenger", one.second, None),
            ("gain", better, judged),
        ):
            rows.append(
                IntervalRow(
                    name=f"{say(f'models.row_{who}', tongue)} · {name}",
                    detail="",
                    words=_words(finding, tongue, signed=who == "gain"),
                    finding=finding,
                    verdict=verdict,
                )
            )
        texts.append(
            say(
                "models.versus_alt",
                tongue,
                name=name,
                first=figure(one.first, tongue),
                second=figure(one.second, tongue),
                gain=figure(better, tongue, signed=True),
            )
        )
    if not any(isinstance(row.finding, Estimate) for row in rows):
        st.caption(say("models.versus_alt_none", tongue))
        return
    zero = Line(at=0.0, words=say("models.zero", tongue), strong=True)
    lowest = min(row.finding.low for row in rows if isinstance(row.finding, Estimate))
    ends = (min(-0.1, round(lowest - 0.05, 2)), 1.0)
    drawing = interval_rows(
        rows, [zero], ends, say("models.versus_axis", tongue), " ".join(texts), where.palette
    )
    drawn(drawing, "models_versus")


def _words(finding: Finding, tongue: str, *, signed: bool) -> str:
    if isinstance(finding, Estimate):
        return f"{figure(finding, tongue, signed=signed)} · n {count_text(finding.n)}"
    return why_not(finding, tongue)


def _figures(where: Here, found: ModelComparison) -> None:
    import pandas as pd

    tongue = where.locale
    rows = [_row(*line, tongue) for line in _lines(found, tongue)]
    with st.expander(say("models.side", tongue), expanded=True, key="side_by_side"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            placeholder="—",
            alt=say("models.side", tongue),
            key="models_side",
            column_config={
                say("models.col_measure", tongue): st.column_config.TextColumn(pinned=True),
                say("models.col_n", tongue): st.column_config.NumberColumn(format="localized"),
            },
        )
        share = per_cent(found.held_out)
        st.caption(plain(say("models.held_out", tongue, share=share)))
        table_download(rows, "models_side_by_side", tongue, key="models_side_csv")


def _lines(found: ModelComparison, tongue: str) -> list[tuple[str, str, str, str, int | None]]:
    """Measure, champion, challenger, difference, n."""
    one, two = (found.with_people.get(ref) for ref in found.models)
    lost = [found.withheld.get(ref, 0) for ref in found.models]
    lines: list[tuple[str, str, str, str, int | None]] = [
        ("m_withheld", count_text(lost[0]), count_text(lost[1]), "", found.interviews),
    ]
    for key, pair in (("m_ratings", found.ratings), ("m_performance", found.performance)):
        if pair is not None:
            better = gain(pair)
            lines.append(
                (
                    key,
                    figure(pair.first, tongue),
                    figure(pair.second, tongue),
                    figure(better, tongue, signed=True),
                    better.n,
                )
            )
    if one is not None and two is not None:
        a, b = one.human_machine, two.human_machine
        for key, x, y in (
            ("m_qwk", a.qwk, b.qwk),
            ("m_icc", a.icc_agreement, b.icc_agreement),
            ("m_prmse", a.prmse, b.prmse),
        ):
            lines.append((key, figure(x, tongue), figure(y, tongue), "", y.n))
        human = one.human_human.qwk
        lines.append(("m_human", figure(human, tongue), figure(human, tongue), "", human.n))
    lines.append(("m_apart", "", "", figure(found.apart, tongue, signed=True), found.apart.n))
    for key, shared in (("m_alike", found.alike), ("m_together", found.together)):
        lines.append((key, "", "", figure(shared, tongue), shared.n))
    return lines


def _row(
    key: str, first: str, second: str, apart: str, n: int | None, tongue: str
) -> dict[str, object]:
    cells: Mapping[str, object] = {
        "measure": say(f"models.{key}", tongue),
        "first": first,
        "second": second,
        "difference": apart,
        "n": n,
    }
    return {say(f"models.col_{name}", tongue): cell for name, cell in cells.items()}


def _groups(where: Here, found: ModelComparison) -> None:
    import pandas as pd

    tongue = where.locale
    st.subheader(say("models.groups", tongue), anchor="groups")
    fair = found.fairness
    if fair is None:
        st.markdown(say("models.groups_none", tongue))
        return
    if not fair.groups:
        st.markdown(say("models.groups_few", tongue, floor=FLOOR))
        return
    rows = [
        {
            say(f"models.col_{key}", tongue): cell
            for key, cell in (
                ("attribute", attribute_text(g.attribute, tongue)),
                ("group", group_text(g.group, tongue)),
                ("verdict", say(f"models.worse_{g.verdict}", tongue)),
                ("ratio_first", figure(g.ratio_first, tongue)),
                ("ratio_second", figure(g.ratio_second, tongue)),
                ("difference", figure(g.difference, tongue, signed=True)),
                ("gap_first", figure(g.gap_first, tongue, signed=True)),
                ("gap_second", figure(g.gap_second, tongue, signed=True)),
                ("n", g.n),
                ("reference", group_text(g.reference, tongue)),
            )
        }
        for g in fair.groups
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("models.groups", tongue),
        key="models_groups",
        column_config={
            say("models.col_n", tongue): st.column_config.NumberColumn(format="localized"),
        },
    )
    st.caption(plain(say("models.groups_note", tongue, share=per_cent(fair.share))))
    leaks = [
        {
            say("models.col_attribute", tongue): attribute_text(x.attribute, tongue),
            say("models.col_group", tongue): group_text(x.group, tongue),
            say("models.col_first", tongue): figure(x.first, tongue),
            say("models.col_second", tongue): figure(x.second, tongue),
            say("models.col_n", tongue): x.n,
        }
        for x in fair.leaks
    ]
    with st.expander(say("models.leaks", tongue), key="leaks"):
        st.dataframe(
            pd.DataFrame(leaks),
            hide_index=True,
            placeholder="—",
            alt=say("models.leaks", tongue),
            key="models_leaks",
        )
    table_download(rows, "models_groups", tongue, key="models_groups_csv")
