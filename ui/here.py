"""Where a page is: who asks, which store, which language, which appearance."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from interview import Actor
from store import Store
from ui.acting import current_actor
from ui.charts import DARK, LIGHT, Palette
from ui.installation import installation
from ui.languages import locale
from workflow import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Here:
    """Everything a page starts from."""

    actor: Actor
    store: Store
    settings: Settings
    locale: str
    palette: Palette


def here() -> Here:
    """This run's surroundings.

    Raises
    ------
    CandorError
        When the store cannot be opened or nobody is signed in.
    """
    place = installation()
    return Here(
        actor=current_actor(place.store, place.settings),
        store=place.store,
        settings=place.settings,
        locale=locale(),
        palette=DARK if st.context.theme.type == "dark" else LIGHT,
    )
