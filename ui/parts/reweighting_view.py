"""Weights learned from the performance of hires: the proposal, whom it moves, and accepting it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd
import streamlit as st

from fairness import SMALLEST, GroupFinding, people_shown
from interview import CandorError, Estimate, RoleModel
from ui.asked import asked
from ui.audit_words import attribute_text, group_text
from ui.charts.weight_shares import weight_shares
from ui.choices import choices
from ui.codes import said
from ui.here import Here
from ui.modality_words import range_text, signed
from ui.names import competency_names
from ui.parts.address_choice import address_choice
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.safe import plain
from ui.parts.table_download import table_download
from ui.parts.trouble import show_error
from ui.say import say
from ui.session import session
from ui.wording import count_text, day, per_cent
from workflow import may
from workflow.modality_report import NO_PURPOSE, study_right
from workflow.reweighting import (
    Reweighting,
    StoredReweighting,
    accept_reweighting,
    propose_reweighting,
    stored_reweightings,
)

OCCASIONS = ("90_days", "6_months", "12_months")
FIRST = "6_months"


def reweighting_view(where: Here, roles: Mapping[str, str]) -> None:
    """One role's newest proposal; ``roles`` are the titles to choose from."""
    tongue = where.locale
    st.markdown(say("reweighting.intro", tongue))
    if not roles:
        empty(say("reweighting.none_title", tongue), say("reweighting.none", tongue))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        key = address_choice("role", say("reweighting.role", tongue), roles) or next(iter(roles))
    with right:
        occasion = address_choice(
            "after",
            say("reweighting.occasion", tongue),
            {one: say(f"modalities.occasion_{one}", tongue) for one in OCCASIONS},
            first=FIRST,
            buttons=True,
        )
    kept = asked(
        where, ("reweighting", key), lambda: stored_reweightings(where.actor, where.store, key)
    )
    newest = next((k for k in kept if k.reweighting.occasion == (occasion or FIRST)), None)
    if newest is None:
        empty(say("reweighting.none_title", tongue), say("reweighting.none", tongue))
        _propose(where, key, occasion or FIRST, again=False)
        return
    model = choices(where).roles.get(key)
    _conclusion(newest, tongue)
    _propose(where, key, occasion or FIRST, again=True)
    _accept(where, newest, model)
    st.subheader(say("reweighting.picture", tongue))
    names = competency_names(model, tongue) if model else {}
    drawn(
        weight_shares(newest.reweighting.proposal.weights, names, where.palette, tongue),
        "weight_shares",
    )
    _fairness(newest, tongue)
    _method(newest, tongue)


def headline(found: Reweighting, tongue: str) -> str:
    """What other weights would gain, and how sure that is."""
    proposal = found.proposal
    numbers: dict[str, object] = {"n": count_text(proposal.n)}
    if isinstance(proposal.gain, Estimate):
        gain, low, high = (
            signed(v) for v in (proposal.gain.value, proposal.gain.low, proposal.gain.high)
        )
        numbers |= {"gain": gain, "low": low, "high": high}
        if proposal.offered:
            for name, value in (("present", proposal.present), ("proposed", proposal.proposed)):
                numbers[name] = f"{value.value:.2f}" if isinstance(value, Estimate) else "—"
            return say("reweighting.head_offered", tongue, **numbers)
        return say("reweighting.head_no_gain", tongue, **numbers)
    if proposal.refused == "weights.too_few":
        needed = count_text(proposal.needed)
        return say("reweighting.head_too_few", tongue, n=count_text(proposal.n), needed=needed)
    return say("reweighting.head_other", tongue, why=said(proposal.refused, tongue).what)


def _conclusion(kept: StoredReweighting, tongue: str) -> None:
    found = kept.reweighting
    if kept.accepted_as is not None:
        text = say("reweighting.chip_accepted", tongue, version=kept.accepted_as)
        st.badge(text, icon=":material/check_circle:", color="green")
    elif found.proposal.offered:
        text = say("reweighting.chip_offered", tongue)
        st.badge(text, icon=":material/help:", color="gray")
    else:
        text = say("reweighting.chip_refused", tongue)
        st.badge(text, icon=":material/block:", color="orange")
    st.subheader(plain(headline(found, tongue)), anchor=False)
    if kept.reason:
        st.markdown(plain(say("reweighting.accepted_because", tongue, reason=kept.reason)))
    made = say(
        "reweighting.made",
        tongue,
        day=day(datetime.fromisoformat(kept.made_at), tongue),
        version=found.version,
        name=kept.name[:8],
    )
    st.caption(plain(made))


def _propose(where: Here, key: str, occasion: str, *, again: bool) -> None:
    tongue, actor = where.locale, where.actor
    if not may(actor, study_right(actor)):
        if not again:
            st.caption(say("reweighting.no_right", tongue))
        return
    purpose = ""
    if may(actor, "audit"):
        purpose = st.text_input(
            say("modalities.purpose", tongue),
            placeholder=say("modalities.purpose_hint", tongue),
            key="reweighting_purpose",
        )
    if not st.button(
        say("reweighting.again" if again else "reweighting.run", tongue),
        type="secondary" if again else "primary",
        icon=":material/balance:",
        key="propose_weights",
    ):
        return
    try:
        with st.spinner(say("reweighting.running", tongue)):
            propose_reweighting(actor, where.store, key, purpose=purpose, occasion=occasion)
    except CandorError as error:
        show_error(error, tongue)
        return
    st.rerun()


def _accept(where: Here, kept: StoredReweighting, model: RoleModel | None) -> None:
    tongue, found = where.locale, kept.reweighting
    if kept.accepted_as is not None or not found.proposal.offered:
        return
    if model is not None and model.version != found.version:
        st.caption(say("reweighting.outdated", tongue, version=found.version))
        return
    if not may(where.actor, "edit_role"):
        return
    with st.popover(say("reweighting.accept_title", tongue), icon=":material/gavel:"):
        st.markdown(say("reweighting.accept_text", tongue, version=found.version + 1))
        reason = st.text_area(say("reweighting.reason", tongue), key="reweighting_reason")
        if not st.button(say("reweighting.accept", tongue), type="primary", key="accept_weights"):
            return
        try:
            made = accept_reweighting(where.actor, where.store, kept.name, reason=reason)
        except CandorError as error:
            show_error(error, tongue)
            return
    session().notice(say("reweighting.accept_done", tongue, version=made.version))
    st.rerun()


def _fairness(kept: StoredReweighting, tongue: str) -> None:
    found = kept.reweighting
    st.markdown(
        say(
            "reweighting.moved",
            tongue,
            moved=count_text(found.moved),
            applicants=count_text(found.applicants),
            share=per_cent(found.pass_rate),
        )
    )
    st.subheader(say("reweighting.fairness", tongue))
    if found.groups_left_out:
        why = "purpose" if found.groups_left_out == NO_PURPOSE else "right"
        st.info(say(f"reweighting.left_out_{why}", tongue), icon=":material/visibility_off:")
        return
    rows = []
    for one in found.fairness:
        after = {g.group: g for g in one.after.groups}
        rows += [
            {
                "attribute": attribute_text(one.attribute, tongue),
                "group": group_text(group.group, tongue),
                # how many stated something rare is not written down
                "n": people_shown(group.n, SMALLEST),
                "before": _ratio(group, tongue),
                "after": _ratio(after[group.group], tongue) if group.group in after else None,
            }
            for group in one.before.groups
        ]
    config = st.column_config
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="—",
        alt=say("reweighting.fairness", tongue),
        column_config={
            "attribute": config.TextColumn(say("reweighting.col_attribute", tongue), pinned=True),
            "group": config.TextColumn(say("reweighting.col_group", tongue)),
            "n": config.NumberColumn(say("reweighting.col_n", tongue), format="localized"),
            "before": config.TextColumn(say("reweighting.col_before", tongue), alignment="right"),
            "after": config.TextColumn(say("reweighting.col_after", tongue), alignment="right"),
        },
    )
    st.caption(say("reweighting.fairness_note", tongue))
    table_download(rows, f"reweighting_{kept.name[:16]}", tongue, key="reweighting_csv")


def _ratio(group: GroupFinding, tongue: str) -> str:
    if group.reference:
        return say("reweighting.reference", tongue)
    if group.excluded:
        return say("reweighting.not_compared", tongue)
    return range_text(group.finding, tongue)


def _method(kept: StoredReweighting, tongue: str) -> None:
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        st.markdown(plain(say("reweighting.how_text", tongue)))
        rows = [
            f"- {plain(said(code, tongue).what)} {count_text(n)}"
            for code, n in kept.reweighting.proposal.excluded.items()
        ]
        if rows:
            st.markdown(f"**{say('reweighting.left_out', tongue)}**")
            st.markdown("\n".join(rows))
        st.markdown(
            f"- {say('modalities.digest', tongue)}: `{kept.name}`\n"
            f"- {say('modalities.trail_digest', tongue)}: `{kept.trail_digest}`"
        )
