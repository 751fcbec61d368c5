"""What a page says when something did not work: what happened, what to do, a code to quote."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from interview import CandorError, PermissionDenied
from ui.codes import said_error
from ui.languages import locale
from ui.parts.safe import plain
from ui.say import say

LOG = logging.getLogger("candor.ui")


def show_error(error: CandorError, tongue: str) -> None:
    """An error in words; its code stands last so that it can be quoted."""
    words = said_error(error, tongue)
    refused = isinstance(error, PermissionDenied)
    title = say("error.refused" if refused else "error.title", tongue)
    parts = [f"**{title}** · {plain(words.what)}"]
    if words.remedy:
        parts.append(f"**{say('error.do', tongue)}:** {plain(words.remedy)}")
    parts.append(f"`{words.code}`")
    if refused:
        st.warning("  \n".join(parts), icon=":material/lock:")
    else:
        st.error("  \n".join(parts), icon=":material/error:")


def failed(error: BaseException) -> bool:
    """Whatever stopped a run, said in our words; the log names the place, never the content.

    True tells the server that the reader has been told.
    """
    tongue = locale()
    if isinstance(error, CandorError):
        show_error(error, tongue)
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    LOG.error("page failed: %s at %s", type(error).__name__, place)
    st.error(f"{say('error.unexpected', tongue)}  \n`page.unexpected`", icon=":material/error:")
    return True


@contextmanager
def trouble() -> Iterator[None]:
    """Run a page so that no traceback reaches it."""
    try:
        yield
    except Exception as error:
        failed(error)
