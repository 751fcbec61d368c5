"""Drift and effectiveness: what moved, what a change did, and how a month or quarter went."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

import store
from interview import RoleModel
from ui.here import Here, here
from ui.parts.address_choice import address_choice
from ui.parts.effectiveness_changes import effectiveness_changes
from ui.parts.effectiveness_drift import effectiveness_drift
from ui.parts.effectiveness_month import effectiveness_month
from ui.parts.jump import jump
from ui.parts.notice import notice
from ui.say import say
from workflow import require

DRIFT, CHANGES, REVIEW = "drift", "changes", "review"


def page() -> None:
    """One of three views, named in the address."""
    where = here()
    tongue = where.locale
    st.title(say("page.effectiveness", tongue))
    require(where.actor, "view_quality")
    notice()
    view = address_choice(
        "view",
        say("effectiveness.view", tongue),
        {one: say(f"effectiveness.view_{one}", tongue) for one in (DRIFT, CHANGES, REVIEW)},
        buttons=True,
        quiet=True,
    )
    roles = _roles(where)
    if view == DRIFT:
        effectiveness_drift(where, roles)
    elif view == CHANGES:
        effectiveness_changes(where, roles)
    else:
        effectiveness_month(where, roles)
    jump()


def _roles(where: Here) -> Mapping[str, RoleModel]:
    with where.store.read() as reading:
        return {one.key: one for one in store.roles(reading)}


page()
