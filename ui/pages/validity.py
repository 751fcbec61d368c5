"""Validity: do scores tell who will do well? By competency and its KPI, and by question."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from interview import CandorError
from ui.codes import said
from ui.here import Here, here
from ui.parts.address_choice import address_choice, forget_choices
from ui.parts.audit_verdicts import COLOURS, ICONS
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.parts.validity_export import validity_export
from ui.parts.validity_kpis import validity_kpis
from ui.parts.validity_map import validity_map_part
from ui.parts.validity_method import validity_method
from ui.parts.validity_people import validity_people
from ui.parts.validity_questions import validity_questions
from ui.say import say
from ui.validity_kept import newest_validity
from ui.validity_names import validity_names
from ui.validity_words import VERDICTS, basis, headline, headline_evidence
from ui.wording import day
from workflow import may, require
from workflow.validate import StoredValidity, validate_store
from workflow.validity_people import OCCASIONS, ValidityScope

MAP, QUESTIONS, PEOPLE, KPIS = "map", "questions", "people", "kpis"
FIRST = "6_months"


def page() -> None:
    """The conclusion, the map, and what stands behind it."""
    where = here()
    tongue = where.locale
    st.title(say("page.validity", tongue))
    require(where.actor, "view_quality")
    notice()
    names = {one: say(f"validity.occasion_{one}", tongue) for one in OCCASIONS}
    head = st.container()
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    with right:
        occasion = (
            address_choice("after", say("validity.occasion", tongue), names, first=FIRST) or FIRST
        )
    kept = newest_validity(where, occasion)
    with head:
        if kept is None:
            st.markdown(say("validity.intro", tongue))
        else:
            _conclusion(where, kept)
    views = [MAP, QUESTIONS, PEOPLE] if kept is not None else [MAP]
    views += [KPIS] * may(where.actor, "edit_role")
    with left:
        view = (
            address_choice(
                "view",
                say("validity.view", tongue),
                {one: say(f"validity.view_{one}", tongue) for one in views},
                buttons=True,
                quiet=True,
            )
            if len(views) > 1
            else MAP
        )
    if view == KPIS:
        validity_kpis(where)
        return
    if kept is None:
        empty(say("validity.none_title", tongue), say("validity.none", tongue))
        _run(where, occasion, again=False)
        return
    known = validity_names(where)
    if view == QUESTIONS:
        validity_questions(where, kept.study, known)
    elif view == PEOPLE:
        validity_people(where, kept)
    else:
        validity_map_part(where, kept.study, known)
    for flag in kept.study.notes:
        st.info(plain(said(flag.code, tongue, flag.slots).what), icon=":material/info:")
    validity_method(kept, tongue)


def _conclusion(where: Here, kept: StoredValidity) -> None:
    tongue, study = where.locale, kept.study
    verdict = headline_evidence(study)
    sign = VERDICTS[verdict]
    st.badge(say(f"validity.evidence_{verdict}", tongue), icon=ICONS[sign], color=COLOURS[sign])
    st.subheader(plain(headline(study, tongue)), anchor=False)
    made = day(datetime.fromisoformat(kept.made_at), tongue)
    occasion = say(f"validity.occasion_{kept.scope.get('occasion', FIRST)}", tongue)
    parts = [
        basis(study, tongue),
        say("validity.told_after", tongue, occasion=occasion),
        say("validity.made", tongue, day=made, name=kept.name[:8]),
    ]
    st.caption(plain(" · ".join(part for part in parts if part)))
    with st.container(horizontal=True, vertical_alignment="center"):
        _run(where, str(kept.scope.get("occasion", FIRST)), again=True)
        validity_export(where, kept)


def _run(where: Here, occasion: str, *, again: bool) -> None:
    tongue = where.locale
    if not may(where.actor, "validate"):
        if not again:
            st.caption(say("validity.no_right", tongue))
        return
    label = say("validity.run_again" if again else "validity.run", tongue)
    pressed = st.button(
        label,
        type="secondary" if again else "primary",
        icon=":material/insights:",
        key="run_validity",
    )
    if not pressed:
        return
    try:
        with st.spinner(say("validity.running", tongue)):
            validate_store(where.actor, where.store, ValidityScope(occasion=occasion))
    except CandorError as error:
        show_error(error, tongue)
        return
    forget_choices("among", "which")
    st.rerun()


page()
