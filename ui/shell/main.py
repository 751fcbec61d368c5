"""The script behind every page: who asks, in which language, which pages; then the page itself."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from interview import CandorError
from ui.here import Here, here
from ui.languages import locale, remember_language
from ui.parts.top_line import top_line
from ui.parts.trouble import show_error, trouble
from ui.say import say
from ui.site import pages

ICON = Path(__file__).parents[1] / "icon.png"


def main() -> None:
    """One run of the app for one person."""
    tongue = locale()
    # a picture of our own: a named symbol would be fetched from outside
    st.set_page_config(page_title=say("app.name", tongue), page_icon=str(ICON), layout="wide")
    remember_language(tongue)
    try:
        where: Here = here()
    except CandorError as error:
        show_error(error, tongue)
        st.stop()
    page = st.navigation(pages(where.actor, tongue), position="top")
    top_line(where)
    with trouble():
        page.run()


# workers started from this process import this file under another name and must not run it
if __name__ == "__main__":
    main()
