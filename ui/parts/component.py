"""Small browser parts of our own, read from the files beside this one and registered once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def component(name: str, root: str) -> Any:
    """The mount function of ``<name>.js`` with ``<name>.css`` where there is one.

    ``root`` is the id of the element the script fills. Styles stay inside the part.
    """
    import streamlit as st

    style = HERE / f"{name}.css"
    return st.components.v2.component(
        f"candor_{name}",
        html=f'<div id="{root}"></div>',
        css=style.read_text(encoding="utf-8") if style.exists() else None,
        js=(HERE / f"{name}.js").read_text(encoding="utf-8"),
    )
