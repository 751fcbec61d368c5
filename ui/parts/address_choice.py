"""A choice that stands in the page's address under its key, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from ui.session import widget_values

PREFIX = "choice_"


def address_choice(
    key: str,
    label: str,
    names: Mapping[str, str],
    *,
    empty: str | None = None,
    first: str | None = None,
    buttons: bool = False,
    quiet: bool = False,
    width: int | Literal["stretch"] = "stretch",
    help_text: str | None = None,
) -> str | None:
    """Offer ``names`` (key to words); the chosen key goes into the address, a default does not.

    Parameters
    ----------
    key : str
        Name in the address.
    empty : str | None
        Words for choosing nothing; None when something is always chosen.
    first : str | None
        What is chosen at first where something always is; the first of ``names`` by default.
    buttons : bool
        All choices in a row instead of a list to open.
    quiet : bool
        The label is for screen readers only.
    """
    widget = PREFIX + key
    default = None if empty is not None else first or next(iter(names), None)
    asked = st.query_params.get(key)
    # the address is where the choice lives; the widget shows what stands there
    st.session_state[widget] = asked if asked in names else default
    shown: Literal["collapsed", "visible"] = "collapsed" if quiet else "visible"
    chosen: str | None
    if buttons:
        chosen = st.segmented_control(
            label,
            list(names),
            key=widget,
            required=True,
            format_func=lambda one: names.get(one, one),
            on_change=_keep,
            args=(key, default),
            label_visibility=shown,
            help=help_text,
        )
    else:
        chosen = st.selectbox(
            label,
            list(names),
            key=widget,
            index=None if empty is not None else 0,
            placeholder=empty,
            format_func=lambda one: names.get(one, one),
            on_change=_keep,
            args=(key, default),
            label_visibility=shown,
            help=help_text,
            width=width,
        )
    return chosen if chosen in names else default


def forget_choices(*keys: str) -> None:
    """Take choices out of the address; call it before the widgets, as from a callback."""
    for key in keys:
        st.query_params.pop(key, None)


def _keep(key: str, default: str | None) -> None:
    chosen = widget_values().get(PREFIX + key)
    # another choice begins at the first page of its results
    st.query_params.pop("page", None)
    if chosen is None or chosen == default:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = str(chosen)
