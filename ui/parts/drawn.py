"""A drawing put on the page: no toolbar, its conclusion spoken, its values one click away."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.charts import Drawing

STILL: dict[str, Any] = {"displayModeBar": False, "responsive": True}


def drawn(drawing: Drawing, key: str) -> None:
    """Show a figure with its sentence for those who do not see it."""
    st.plotly_chart(drawing.figure, key=key, config=STILL, alt=drawing.alt)
