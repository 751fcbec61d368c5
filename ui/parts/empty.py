"""An empty place says what will be here and offers the one action that fills it."""

from __future__ import annotations

import streamlit as st


def empty(title: str, text: str) -> None:
    """A quiet bordered box with a title and one sentence; the caller adds the action below."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        st.markdown(text)
