"""Modalities: what letting voice or face count beside the words would buy, and what it costs."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from ui.asked import asked
from ui.charts.modality_validity import modality_validity
from ui.here import Here, here
from ui.modality_words import VERDICTS, code_of, headline
from ui.parts.address_choice import address_choice
from ui.parts.audit_verdicts import COLOURS, ICONS
from ui.parts.drawn import drawn
from ui.parts.empty import empty
from ui.parts.modality_form import modality_form, watched
from ui.parts.modality_groups_part import modality_groups_part
from ui.parts.modality_law_chips import modality_law_chips
from ui.parts.modality_method import modality_method
from ui.parts.modality_tables import costs_table, modality_download, steps_table
from ui.parts.notice import notice
from ui.parts.safe import plain
from ui.say import say
from ui.wording import count_text, day
from workflow import require
from workflow.modality_report import StoredModalities, stored_modalities, study_right

SHORT = 16


def page() -> None:
    """The newest study, or the question asked."""
    where = here()
    tongue = where.locale
    st.title(say("page.modalities", tongue))
    require(where.actor, study_right(where.actor))
    notice()
    running = watched(where)
    kept = asked(where, "modalities", lambda: stored_modalities(where.actor, where.store))
    if not kept:
        st.markdown(say("modalities.intro", tongue))
        if not running:
            empty(say("modalities.none_title", tongue), say("modalities.none", tongue))
            modality_form(where)
        return
    one = _chosen(kept, tongue)
    _conclusion(one, tongue)
    if not running:
        with st.popover(say("modalities.again", tongue), icon=":material/graphic_eq:"):
            modality_form(where)
    _picture(where, one)
    steps_table(one.study, tongue)
    costs_table(one.study, tongue)
    modality_download(one, tongue)
    modality_law_chips(one.study, tongue)
    modality_groups_part(where, one.study)
    modality_method(one, tongue)


def _chosen(kept: tuple[StoredModalities, ...], tongue: str) -> StoredModalities:
    if len(kept) == 1:
        return kept[0]
    names = {
        one.name[:SHORT]: say(
            "modalities.kept_name",
            tongue,
            day=day(datetime.fromisoformat(one.made_at), tongue),
            occasion=say(f"modalities.occasion_{one.study.occasion}", tongue),
            kind=say(f"modalities.kind_{one.study.kind}", tongue),
            name=one.name[:8],
        )
        for one in kept
    }
    name = address_choice("study", say("modalities.kept", tongue), names, width=420)
    return next((one for one in kept if one.name.startswith(name or "")), kept[0])


def _conclusion(kept: StoredModalities, tongue: str) -> None:
    study = kept.study
    code = code_of(study, ("face",))
    sign = VERDICTS[code]
    st.badge(say(f"modalities.chip_{code}", tongue), icon=ICONS[sign], color=COLOURS[sign])
    st.subheader(plain(headline(study, ("face",), tongue)), anchor=False)
    for added in (("voice",), ("voice", "face")):
        st.markdown(plain(headline(study, added, tongue)))
    made = day(datetime.fromisoformat(kept.made_at), tongue)
    st.caption(plain(say("modalities.made", tongue, day=made, name=kept.name[:8])))


def _picture(where: Here, kept: StoredModalities) -> None:
    tongue, study = where.locale, kept.study
    columns = st.columns(2, gap="large")
    for column, name in zip(columns, ("performance", "ratings"), strict=True):
        with column:
            st.subheader(say(f"modalities.{name}", tongue))
            criterion = study.frontier.criterion(name)
            if criterion is None:
                st.caption(say("modalities.lacking", tongue))
                continue
            drawn(modality_validity(criterion, where.palette, tongue), f"modality_{name}")
            lost = sum(study.excluded.values())
            st.caption(
                say(
                    "modalities.of_people",
                    tongue,
                    people=count_text(criterion.n),
                    openings=count_text(criterion.groups),
                    lacking=say("modalities.left_out", tongue, count=count_text(lost))
                    if lost
                    else "",
                ).strip()
            )


page()
