"""Jumping to a heading of the same page after a button was pressed."""

from __future__ import annotations

from ui.parts.component import component
from ui.session import session


def jump() -> None:
    """Carry out the jump asked for by `Session.jump_to`; call it once, at the end of a page."""
    jumps, anchor = session().jump
    component("jump", "jump")(key="jump", data={"jumps": jumps, "anchor": anchor})
