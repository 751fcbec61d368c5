"""The cards of a batch that is kept in the store, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.card_json import card_from_json, card_json
from store import Reading, Store, card, signals
from workflow.progress import BatchReport


def whole_card(reading: Reading, interview: str) -> dict[str, Any] | None:
    """An interview's current card with its timelines and timings; None when there is none."""
    stored = card(reading, interview)
    if stored is None:
        return None
    return card_json(card_from_json(stored), signals=signals(reading, interview))


def stored_cards(store: Store, report: BatchReport) -> Mapping[str, Mapping[str, Any]]:
    """The current card of every interview of a report that has one."""
    found: dict[str, Mapping[str, Any]] = {}
    with store.read() as reading:
        for item in report.items:
            if item.state in ("done", "withheld"):
                whole = whole_card(reading, item.interview)
                if whole is not None:
                    found[item.interview] = whole
    return found
