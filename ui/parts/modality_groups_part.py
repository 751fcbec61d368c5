"""Who would gain or lose when voice or face count, and what the signals give away."""

from __future__ import annotations

import streamlit as st

from ui.audit_words import attribute_text, group_text
from ui.charts.modality_groups import modality_leaks, modality_ratios
from ui.here import Here
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.safe import plain
from ui.say import say
from workflow.modality_report import NO_PURPOSE, ModalityStudy


def modality_groups_part(where: Here, study: ModalityStudy) -> None:
    """One attribute at a time: impact ratios by combination, and the proxy leak."""
    tongue = where.locale
    st.subheader(say("modalities.groups", tongue))
    if study.groups_left_out:
        why = "purpose" if study.groups_left_out == NO_PURPOSE else "right"
        st.info(say(f"modalities.groups_left_out_{why}", tongue), icon=":material/visibility_off:")
        return
    attributes = list(dict.fromkeys(one.attribute for one in study.gaps))
    if not attributes:
        st.caption(say("modalities.lacking", tongue))
        return
    worst = min(study.changes, key=lambda c: _after_before(c.before, c.after), default=None)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        attribute = address_choice(
            "attribute",
            say("fairness.attribute", tongue),
            {one: attribute_text(one, tongue) for one in attributes},
            first=worst.attribute if worst else None,
        )
    gaps = [one for one in study.gaps if one.attribute == attribute]
    reference = gaps[0].ratio.reference
    others = [g.group for g in gaps[0].ratio.groups if not g.reference]
    with middle:
        group = address_choice(
            "group",
            say("modalities.group", tongue),
            {one: group_text(one, tongue) for one in others},
            first=worst.group if worst and worst.group in others else None,
        )
    with right:
        criterion = address_choice(
            "trained_on",
            say("modalities.criterion", tongue),
            {
                one.name: say(f"modalities.{one.name}_short", tongue)
                for one in study.frontier.criteria
            },
            buttons=True,
        )
    one_side, other_side = st.columns(2, gap="large")
    with one_side:
        words = say("modalities.groups_text", tongue, reference=group_text(reference, tongue))
        st.markdown(plain(words))
        drawing = modality_ratios(
            [one for one in gaps if one.criterion == criterion],
            group or "",
            where.palette,
            tongue,
        )
        if drawing is not None:
            drawn(drawing, "modality_ratios")
    with other_side:
        words = say("modalities.leak", tongue, attribute=attribute_text(attribute or "", tongue))
        st.markdown(plain(words))
        leaks = [one for one in study.leaks if one.attribute == attribute]
        drawing = modality_leaks(leaks, group or "", where.palette, tongue)
        if drawing is not None:
            drawn(drawing, "modality_leaks")
        st.caption(say("modalities.leak_note", tongue))


def _after_before(before: float | None, after: float | None) -> float:
    return (after or 0.0) / before if before else 1.0
