"""The pages there are, by what people come for; a menu hides, only workflow forbids."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from interview import Actor
from ui.say import say
from workflow import Verb, may

PAGES = Path(__file__).parent / "pages"
# section, file, icon, the right it needs to be offered, and whether the menu lists it
LISTED: tuple[tuple[str, str, str, Verb, bool], ...] = (
    ("", "today", "today", "today", True),
    ("", "candidates", "groups", "list_candidates", True),
    ("", "score", "upload_file", "score", True),
    ("", "record", "person", "view_record", False),
    ("", "compare", "compare_arrows", "compare", False),
    ("fairness", "fairness", "balance", "audit_table", True),
    ("fairness", "cultural_expression", "theater_comedy", "view_audits", True),
    ("explanations", "explanations", "lightbulb", "explain", True),
    ("explanations", "what_if", "tune", "explain", True),
    ("explanations", "modalities", "graphic_eq", "validate", True),
    ("bank", "question_bank", "quiz", "assess_bank", True),
    ("quality", "validity", "insights", "view_quality", True),
    ("quality", "reliability", "groups_2", "view_quality", True),
    ("quality", "effectiveness", "monitoring", "view_quality", True),
    ("quality", "development", "school", "view_development", True),
    ("governance", "models", "deployed_code", "view_models", True),
)


@cache
def address(name: str) -> Path:
    """The file of a page."""
    return PAGES / f"{name}.py"


def pages(actor: Actor, locale: str) -> dict[str, list[st.Page]]:
    """The pages to offer this person by section, the first one their start.

    Everyone has at least Today; a section of which nothing is offered is not shown.
    """
    found: dict[str, list[st.Page]] = {}
    for section, name, icon, verb, listed in LISTED:
        heading = say(f"section.{section}", locale) if section else ""
        found.setdefault(heading, []).append(
            st.Page(
                address(name),
                title=say(f"page.{name}", locale),
                icon=f":material/{icon}:",
                help=say(f"page.{name}_help", locale),
                url_path=name,
                default=name == "today",
                visibility="visible" if listed and may(actor, verb) else "hidden",
            )
        )
    return found
