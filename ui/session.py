"""What one browser tab remembers, in one typed object; everything else is in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import streamlit as st

from ui.say import LOCALES

LOCALE = "candor.locale"
ACTOR = "candor.actor"
TICKED = "candor.ticked"
TICK_ROUND = "candor.tick_round"
NOTICE = "candor.notice"
JUMP = "candor.jump"


class Session:
    """The only reader and writer of session state, so that every key has one name and type."""

    @property
    def locale(self) -> str | None:
        """The language chosen in this tab, None before the first choice."""
        value = st.session_state.get(LOCALE)
        return value if value in LOCALES else None

    @locale.setter
    def locale(self, value: str) -> None:
        st.session_state[LOCALE] = value

    @property
    def actor(self) -> str | None:
        """Id of the account this tab acts as; set by tests, else the cookie says."""
        return cast("str | None", st.session_state.get(ACTOR))

    @property
    def ticked(self) -> tuple[str, ...]:
        """Interviews ticked in the list of candidates, in the order they were ticked."""
        return tuple(st.session_state.get(TICKED, ()))

    @ticked.setter
    def ticked(self, interviews: tuple[str, ...]) -> None:
        st.session_state[TICKED] = interviews

    @property
    def tick_round(self) -> int:
        """Counts the times all ticks were taken away, so that the list starts afresh."""
        return cast(int, st.session_state.get(TICK_ROUND, 0))

    def untick(self) -> None:
        """Take all ticks away."""
        st.session_state[TICKED] = ()
        st.session_state[TICK_ROUND] = self.tick_round + 1

    def notice(self, text: str) -> None:
        """A sentence to show once on the next page, after something was saved."""
        st.session_state[NOTICE] = text

    def take_notice(self) -> str | None:
        """The sentence kept by `notice`, once."""
        return cast("str | None", st.session_state.pop(NOTICE, None))

    @property
    def jump(self) -> tuple[int, str]:
        """How often this tab has jumped, and the anchor it jumped to last."""
        return cast("tuple[int, str]", st.session_state.get(JUMP, (0, "")))

    def jump_to(self, anchor: str) -> None:
        """Bring a heading into view after this run."""
        st.session_state[JUMP] = (self.jump[0] + 1, anchor)


def widget_values() -> Mapping[str, object]:
    """Values of the widgets of this tab by their keys, for callbacks."""
    return cast("Mapping[str, object]", st.session_state)


def session() -> Session:
    """This tab's session."""
    return Session()
