"""Several choices that stand together in the page's address under one key."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.parts.address_choice import PREFIX
from ui.session import widget_values

BETWEEN = ","


def address_choices(
    key: str, label: str, names: Mapping[str, str], *, empty: str, help_text: str | None = None
) -> tuple[str, ...]:
    """Offer ``names`` (key to words) to pick any number of; the picked keys go into the address."""
    asked = st.query_params.get(key, "")
    # the address is where the choice lives; the widget shows what stands there
    st.session_state[PREFIX + key] = [one for one in asked.split(BETWEEN) if one in names]
    chosen = st.multiselect(
        label,
        list(names),
        key=PREFIX + key,
        placeholder=empty,
        format_func=lambda one: names.get(one, one),
        on_change=_keep,
        args=(key,),
        help=help_text,
    )
    return tuple(chosen)


def _keep(key: str) -> None:
    chosen = widget_values().get(PREFIX + key)
    if isinstance(chosen, list) and chosen:
        st.query_params[key] = BETWEEN.join(map(str, chosen))
    else:
        st.query_params.pop(key, None)
