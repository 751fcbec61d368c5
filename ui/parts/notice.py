"""The sentence that confirms what was just saved, shown once."""

from __future__ import annotations

import streamlit as st

from ui.session import session


def notice() -> None:
    """Show and forget the sentence kept by the action before."""
    text = session().take_notice()
    if text:
        st.success(text, icon=":material/check_circle:")
