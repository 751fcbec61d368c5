"""What a person could do differently: the one list that advice and smallest changes may draw on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "actionable.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Actionable:
    """A feature somebody can change by what they say: which way helps, and why it is in reach.

    ``whole`` ones are counted and move in whole steps.
    """

    direction: int
    reason: str
    whole: bool = False


@cache
def actionable() -> Mapping[str, Actionable]:
    """The shipped list, by feature.

    Examples
    --------
    >>> actionable()["lang_results"].direction, actionable()["lang_hedges"].direction
    (1, -1)
    >>> any(name.startswith(("voice_", "face_")) for name in actionable())
    False
    """
    rows = tomllib.loads(FILE.read_text("utf-8"))
    return {
        name: Actionable(
            direction={"more": 1, "less": -1}[row["direction"]],
            reason=row["reason"],
            whole=bool(row.get("whole", False)),
        )
        for name, row in rows.items()
    }
