"""The steps and the costs of a modality study as tables, and the same to take along."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.modality_frontier import SUBSETS, Subset
from fairness import SMALLEST, people_shown
from interview import Estimate, Finding
from ui.modality_words import (
    added_text,
    carried,
    gain_text,
    laws_of,
    range_text,
    set_text,
    signals_of,
    signed,
)
from ui.parts.table_download import table_download
from ui.say import say
from ui.wording import count_text, per_cent
from workflow.modality_report import ModalityStudy, StoredModalities

SHORT = 16


def steps_table(study: ModalityStudy, tongue: str) -> None:
    """Every step with its difference, interval and reading, for each criterion."""
    st.subheader(say("modalities.steps", tongue))
    rows = []
    for criterion in study.frontier.criteria:
        for one in criterion.additions:
            found = one.difference
            base = say(f"modalities.base_{'_'.join(one.base)}", tongue)
            rows.append(
                {
                    "step": say(
                        "modalities.step", tongue, base=base, added=added_text(one.added, tongue)
                    ),
                    "of": say(f"modalities.{criterion.name}_short", tongue),
                    "gain": gain_text(found),
                    "interval": f"{signed(found.low)} – {signed(found.high)}"
                    if isinstance(found, Estimate)
                    else range_text(found, tongue),
                    "reading": say(f"modalities.bought_{one.bought}", tongue),
                    "needed": one.needed,
                }
            )
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("modalities.steps", tongue),
        column_config={
            "step": config.TextColumn(say("modalities.col_step", tongue), pinned=True),
            "of": config.TextColumn(say("modalities.col_of", tongue)),
            "gain": config.TextColumn(say("modalities.col_gain", tongue), alignment="right"),
            "interval": config.TextColumn(
                say("modalities.col_interval", tongue), alignment="right"
            ),
            "reading": config.TextColumn(say("modalities.col_reading", tongue), width="medium"),
            "needed": config.NumberColumn(say("modalities.col_needed", tongue), format="localized"),
        },
    )
    st.caption(say("modalities.steps_note", tongue, margin=f"{study.frontier.margin:.2f}"))


def costs_table(study: ModalityStudy, tongue: str) -> None:
    """Every combination with its validity beside what it costs."""
    st.subheader(say("modalities.costs", tongue))
    names = {
        "set": "col_set", "ratings": "col_ratings", "performance": "col_performance",
        "carried": "col_carried", "seconds": "col_seconds", "failed": "col_failed",
        "barred": "col_barred", "laws": "col_laws",
    }  # fmt: skip
    left = ("set", "laws")
    st.dataframe(
        pd.DataFrame([_cost_row(study, s, tongue) for s in SUBSETS]),
        hide_index=True,
        placeholder="—",
        alt=say("modalities.costs", tongue),
        column_config={
            key: st.column_config.TextColumn(
                say(f"modalities.{label}", tongue),
                pinned=key == "set",
                alignment="left" if key in left else "right",
            )
            for key, label in names.items()
        },
    )
    cost = study.cost
    note = say(
        f"modalities.costs_note_{cost.source}",
        tongue,
        count=count_text(cost.recordings),
        minutes=f"{cost.minutes:.1f}",
    )
    st.caption(note)
    st.caption(say("modalities.carried_note", tongue))


def modality_download(kept: StoredModalities, tongue: str) -> None:
    """Every figure of the study as one long table."""
    table_download(
        modality_rows(kept.study), f"modalities_{kept.name[:SHORT]}", tongue, key="modalities_csv"
    )


def modality_rows(study: ModalityStudy) -> list[dict[str, object]]:
    """One row per figure: part, combination, criterion, group, and the finding's own numbers."""
    rows: list[dict[str, object]] = []

    def put(part: str, subset: str, found: Finding, **more: object) -> None:
        known = isinstance(found, Estimate)
        rows.append(
            {
                "part": part,
                "combination": subset,
                "criterion": more.get("criterion", ""),
                "attribute": more.get("attribute", ""),
                "group": more.get("group", ""),
                "value": found.value if isinstance(found, Estimate) else None,
                "low": found.low if isinstance(found, Estimate) else None,
                "high": found.high if isinstance(found, Estimate) else None,
                "n": people_shown(found.n, SMALLEST) if "group" in more else found.n,
                "reading": more.get("reading", "") if known else getattr(found, "code", ""),
            }
        )

    for criterion in study.frontier.criteria:
        for one in criterion.validity:
            put("validity", "+".join(one.subset), one.finding, criterion=criterion.name)
        for step in criterion.additions:
            name = f"{'+'.join(step.base)} > {'+'.join(step.added)}"
            put("added", name, step.difference, criterion=criterion.name, reading=step.bought)
    for cost in study.cost.subsets:
        put("seconds", "+".join(cost.subset), cost.seconds)
    for signals in study.signals:
        put("failed", "+".join(signals.subset), signals.failed)
        put("barred", "+".join(signals.subset), signals.barred)
    for law in study.laws:
        rows += [
            {
                "part": f"law {one.preset}", "combination": "+".join(law.subset),
                "criterion": "", "attribute": "", "group": "", "value": one.most, "low": None,
                "high": None, "n": None, "reading": one.why or one.counts,
            }
            for one in law.laws
        ]  # fmt: skip
    for gap in study.gaps:
        for part, table in (("impact_ratio", gap.ratio), ("score_gap", gap.gap)):
            for group in table.groups:
                put(
                    part, "+".join(gap.subset), group.finding, criterion=gap.criterion,
                    attribute=gap.attribute, group=group.group, reading=group.verdict,
                )  # fmt: skip
    for leak in study.leaks:
        for group in leak.table.groups:
            put(
                "proxy_leak", "+".join(leak.subset), group.finding, attribute=leak.attribute,
                group=group.group, reading=group.verdict,
            )  # fmt: skip
    return rows


def _cost_row(study: ModalityStudy, subset: Subset, tongue: str) -> dict[str, object]:
    signals = signals_of(study, subset)
    laws = laws_of(study, subset)
    row: dict[str, object] = {"set": set_text(subset, tongue)}
    for name in ("ratings", "performance"):
        criterion = study.frontier.criterion(name)
        row[name] = range_text(criterion.of(subset), tongue) if criterion else None
    share = carried(study, subset, "ratings")
    row["carried"] = None if share is None else per_cent(share)
    row["seconds"] = range_text(study.cost.of(subset), tongue, digits=1)
    row["failed"] = _share(signals.failed)
    row["barred"] = _share(signals.barred)
    row["laws"] = say(
        "modalities.laws_of",
        tongue,
        yes=sum(law.counts == "yes" for law in laws),
        decision=sum(law.counts == "decision" for law in laws),
        all=len(laws),
    )
    return row


def _share(found: Finding) -> str | None:
    return per_cent(found.value) if isinstance(found, Estimate) else None
