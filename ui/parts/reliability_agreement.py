"""People with people beside people with the machine, by role or by competency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analysis import Agreement, PairAgreement
from analysis.agreement import SMALLEST_QWK
from interview import Estimate, Finding, RoleModel
from ui.charts.interval_rows import Line
from ui.charts.paired_rows import PairedRow, paired_rows
from ui.codes import said
from ui.here import Here
from ui.names import competency_name
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.quality_words import ends_text, number, role_name, value_of
from ui.say import say
from ui.wording import count_text, joined, listing
from workflow.rater_quality import AgreementOf, RaterQuality

MEASURES = ("qwk", "icc_agreement", "icc_consistency", "shift", "prmse")


def reliability_agreement(where: Here, found: RaterQuality, roles: Mapping[str, RoleModel]) -> None:
    """One measure at a time, both kinds of pairs in each row; the whole table below."""
    tongue = where.locale
    st.subheader(say("reliability.agreement", tongue), anchor="agreement")
    overall = found.overall
    if overall.found is None:
        words = said(overall.refused, tongue)
        st.info(plain(f"{words.what} {words.remedy}"), icon=":material/info:")
        return
    for sentence in _sentences(overall.found, tongue):
        st.markdown(plain(sentence))
    note = say("reliability.agreement_note", tongue)
    st.caption(plain(joined((note, say("reliability.chart_unit", tongue)), tongue)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = address_choice(
            "measure",
            say("quality.measure", tongue),
            {one: say(f"reliability.{one}", tongue) for one in MEASURES},
            width=380,
        )
        by = address_choice(
            "by",
            say("reliability.by", tongue),
            {one: say(f"reliability.by_{one}", tongue) for one in ("role", "competency")},
            buttons=True,
            quiet=True,
        )
    chosen = measure or MEASURES[0]
    mine = [
        (_name(one, roles, tongue), one.found)
        for one in (overall, *(one for one in found.agreements if one.by == by))
        if one.found is not None
    ]
    rows = [_row(name, one, chosen, tongue) for name, one in mine]
    ends = [v for row in rows for f in (row.first, row.second) for v in _ends(f)]
    low, high = min([0.0, *ends]), max([0.5 if chosen == "shift" else 1.0, *ends])
    told = listing((f"{row.name}: {row.words}" for row in rows), tongue)
    drawn(
        paired_rows(
            rows,
            (say("reliability.human_human", tongue), say("reliability.human_machine", tongue)),
            [Line(at=0.0, words=say("reliability.by_chance", tongue))] if low < 0 else [],
            (low - 0.02, high * 1.02),
            say(f"reliability.{chosen}", tongue),
            told,
            where.palette,
        ),
        "agreement_pairs",
    )
    _table(mine, tongue)


def _sentences(found: Agreement, locale: str) -> list[str]:
    """What the flags say, with the figures a reader can act on."""
    made = []
    codes = {flag.code for flag in found.flags}
    bias = found.bias
    if "agreement.shifted" in codes and isinstance(bias, Estimate):
        down = bias.value < 0
        ends = (-bias.value, -bias.high, -bias.low) if down else (bias.value, bias.low, bias.high)
        value, low, high = (number(v) for v in ends)
        key = f"reliability.bias_{'low' if down else 'high'}"
        made.append(say(key, locale, value=value, low=low, high=high))
    if "agreement.behind_people" in codes:
        flag = next(one for one in found.flags if one.code == "agreement.behind_people")
        made.append(said(flag.code, locale, flag.slots).what)
    human = found.human_human.qwk
    if "agreement.low" in codes and isinstance(human, Estimate):
        wanted = number(SMALLEST_QWK)
        made.append(
            say("reliability.convention", locale, wanted=wanted, human=_short(human, locale))
        )
    return made


def of_pair(pair: PairAgreement, measure: str) -> Finding:
    """One measure of a pair by its name."""
    found: Finding = getattr(pair, measure)
    return found


def _name(one: AgreementOf, roles: Mapping[str, RoleModel], locale: str) -> str:
    if one.by == "role":
        return role_name(one.key, roles, locale)
    if one.by == "competency":
        return competency_name(one.key, locale)
    return say("common.all", locale)


def _row(name: str, found: Agreement, measure: str, locale: str) -> PairedRow:
    human, machine = of_pair(found.human_human, measure), of_pair(found.human_machine, measure)
    words = say(
        "reliability.row_words",
        locale,
        human=_short(human, locale),
        machine=_short(machine, locale),
    )
    return PairedRow(
        name=name,
        detail=say("finding.n", locale, n=count_text(found.targets)),
        words=words,
        first=human,
        second=machine,
        stands_out=any(flag.code == "agreement.behind_people" for flag in found.flags),
    )


def _short(found: Finding, locale: str) -> str:
    return number(found.value) if isinstance(found, Estimate) else said(found.code, locale).what


def _ends(found: Finding) -> tuple[float, ...]:
    return (found.low, found.high) if isinstance(found, Estimate) else ()


def _table(mine: Sequence[tuple[str, Agreement]], locale: str) -> None:
    import pandas as pd

    rows: list[dict[str, object]] = []
    for name, found in mine:
        pairs = (("human_human", found.human_human), ("human_machine", found.human_machine))
        for key, pair in pairs:
            row: dict[str, object] = {
                "key": name,
                "pair": say(f"reliability.{key}", locale),
                "n": found.targets if key == "human_machine" else found.double_rated,
            }
            for measure in MEASURES:
                row[measure] = value_of(of_pair(pair, measure))
                row[f"{measure}_range"] = ends_text(of_pair(pair, measure))
            rows.append(row)
    config = st.column_config
    shown: dict[str, Any] = {
        "key": config.TextColumn(say("reliability.by", locale), pinned=True),
        "pair": config.TextColumn(""),
        "n": config.NumberColumn(say("quality.n", locale), format="localized"),
    }
    for measure in MEASURES:
        shown[measure] = config.NumberColumn(say(f"reliability.{measure}", locale), format="%.2f")
        shown[f"{measure}_range"] = config.TextColumn(
            say("quality.interval", locale), alignment="right"
        )
    st.dataframe(
        pd.DataFrame(rows), key="agreement_table", hide_index=True, placeholder="—",
        alt=say("reliability.agreement", locale), column_config=shown,
    )  # fmt: skip
    table_download(rows, "agreement", locale, key="agreement_csv")
