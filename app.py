"""The server: the pages of ui, and beside them our own addresses for sign-in and recordings."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.installation import open_once
from workflow import settings
from workflow.media_route import routes
from workflow.web_middleware import middleware

app = st.App(
    Path(__file__).parent / "ui" / "shell" / "main.py",
    routes=routes(open_once, settings()),
    middleware=middleware(open_once, settings()),
)

if __name__ == "__main__":
    app.run()
