"""The form in which a person names each competency's own KPI, role by role."""

from __future__ import annotations

import streamlit as st

from interview import CandorError, RoleModel
from ui.asked import asked
from ui.choices import choices
from ui.here import Here
from ui.names import competency_names, role_title
from ui.parts.address_choice import address_choice
from ui.parts.trouble import show_error
from ui.say import say
from ui.session import session
from ui.validity_words import kpi_text
from workflow.kpi_map import kpis_of, set_kpis
from workflow.validity_people import kpis_told


def validity_kpis(where: Here) -> None:
    """One list of figures per competency; saving makes the role's next version."""
    tongue = where.locale
    st.markdown(say("validity.kpis_intro", tongue))
    models = choices(where).roles
    titles = {key: role_title(model, tongue) for key, model in models.items()}
    left, _ = st.columns([1, 2])
    with left:
        key = address_choice("role", say("validity.role", tongue), titles)
    if key is None:
        return
    model = models[key]
    told = asked(where, "kpis_told", lambda: kpis_told(where.actor, where.store)).get(key, ())
    names, current = competency_names(model, tongue), kpis_of(model)
    offered = list(dict.fromkeys([*told, *current.values(), *current]))
    with st.form(f"kpis_{key}_{model.version}", border=True):
        chosen = {
            competency: st.selectbox(
                say("validity.kpis_of", tongue, competency=names[competency]),
                offered,
                index=offered.index(kpi),
                format_func=lambda one: _offer(one, told, tongue),
                accept_new_options=True,
                key=f"kpi_{key}_{model.version}_{competency}",
            )
            for competency, kpi in current.items()
        }
        if st.form_submit_button(
            say("validity.kpis_save", tongue), type="primary", icon=":material/save:"
        ):
            _save(where, model, {one: str(kpi) for one, kpi in chosen.items() if kpi})


def _offer(key: str, told: tuple[str, ...], tongue: str) -> str:
    name = kpi_text(key, tongue)
    return name if key in told else f"{name} · {say('validity.kpis_no_figures', tongue)}"


def _save(where: Here, model: RoleModel, chosen: dict[str, str]) -> None:
    tongue = where.locale
    try:
        made = set_kpis(where.actor, where.store, model.key, chosen)
    except CandorError as error:
        show_error(error, tongue)
        return
    if made.version == model.version:
        st.info(say("validity.kpis_same", tongue), icon=":material/info:")
        return
    words = say("validity.kpis_saved", tongue, version=made.version, role=role_title(made, tongue))
    session().notice(words)
    st.rerun()
