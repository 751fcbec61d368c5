"""Training and onboarding: what new hires need, how they came on, what the strongest share."""

from __future__ import annotations

import streamlit as st

from interview import CandorError
from ui.here import Here, here
from ui.names import role_title
from ui.parts.address_choice import address_choice
from ui.parts.development_baseline import development_baseline
from ui.parts.development_needs import development_needs
from ui.parts.development_person import development_person
from ui.parts.development_strong import development_strong
from ui.parts.empty import empty
from ui.parts.notice import notice
from ui.quality_desk import kept_quality
from ui.say import say
from ui.site import address
from ui.wording import count_text
from workflow import may, require
from workflow.development import HiredRoles, RoleDevelopment, hired_roles, role_development
from workflow.hired_people import OCCASIONS

NEEDS, BASELINE, STRONG, PERSON = "needs", "baseline", "strong", "person"
FIRST_OCCASION = "6_months"


def page() -> None:
    """One role: its needs, its baseline, its strong performers, one of its people."""
    where = here()
    tongue = where.locale
    st.title(say("page.development", tongue))
    require(where.actor, "view_development")
    notice()
    try:
        with st.spinner(say("quality.working", tongue)):
            known = kept_quality(
                where,
                "hired_roles",
                lambda: hired_roles(where.actor, where.store),
                right="view_development",
            )
    except CandorError as error:
        if error.code != "development.nobody":
            raise
        _empty(where)
        return
    chosen, occasion = _choices(where, known)
    with st.spinner(say("quality.working", tongue)):
        found = kept_quality(
            where,
            # whose ratings lift which covers is the reader's own
            ("role_development", chosen, occasion, where.actor.id, where.actor.roles),
            lambda: role_development(where.actor, where.store, chosen, occasion=occasion),
            right="view_development",
        )
    st.caption(_scope(found, tongue))
    view = address_choice(
        "view",
        say("development.view", tongue),
        {one: say(f"development.view_{one}", tongue) for one in (NEEDS, BASELINE, STRONG, PERSON)},
        buttons=True,
        quiet=True,
    )
    if view == BASELINE:
        development_baseline(where, found)
    elif view == STRONG:
        development_strong(where, found)
    elif view == PERSON:
        development_person(where, found)
    else:
        development_needs(where, known.needs, found.role)
    with st.expander(say("common.how", tongue), icon=":material/calculate:"):
        for part in ("needs", "baseline", "strong", "care"):
            st.markdown(say(f"development.how_{part}", tongue))


def _choices(where: Here, known: HiredRoles) -> tuple[str, str]:
    tongue = where.locale
    titles = {
        key: role_title(known.models[key], tongue) if key in known.models else key
        for key in known.hired
    }
    with st.container(horizontal=True):
        role = address_choice("role", say("quality.role", tongue), titles, width=280)
        occasion = address_choice(
            "occasion",
            say("development.occasion", tongue),
            {one: say(f"development.occasion_{one}", tongue) for one in OCCASIONS},
            first=FIRST_OCCASION,
            width=200,
        )
    return role or next(iter(titles)), occasion or FIRST_OCCASION


def _scope(found: RoleDevelopment, tongue: str) -> str:
    return say(
        "development.scope", tongue, hired=count_text(found.hired), left=count_text(found.left),
        rated=count_text(found.rated),
        occasion=say(f"development.occasion_{found.occasion}", tongue),
    )  # fmt: skip


def _empty(where: Here) -> None:
    tongue = where.locale
    empty(say("development.nothing_title", tongue), say("development.nothing", tongue))
    if may(where.actor, "list_candidates"):
        st.page_link(
            address("candidates"), label=say("page.candidates", tongue), icon=":material/groups:"
        )


page()
