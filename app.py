"""The server: the pages of ui, and beside them our own addresses for sign-in and recordings."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from ui.installation import open_once, warm
from ui.parts.trouble import failed
from workflow import settings
from workflow.media_route import routes
from workflow.web_middleware import middleware


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Load what the first page needs while the first visitor is still on the way."""
    threading.Thread(target=warm, name="candor-warming", daemon=True).start()
    yield


app = st.App(
    Path(__file__).parent / "ui" / "shell" / "main.py",
    lifespan=ready,
    on_script_error=failed,
    routes=routes(open_once, settings()),
    middleware=middleware(open_once, settings()),
)

if __name__ == "__main__":
    app.run()
