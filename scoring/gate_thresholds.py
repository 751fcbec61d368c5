"""The limits of the quality gate, read from the one file that states them with their reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

THRESHOLDS_FILE = Path(__file__).parent / "gate_thresholds.toml"

Stops = Literal["modality", "feature", "flag", "timeline", "moment"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Threshold:
    """One limit: its value in a unit, what happens on the wrong side of it, and why it is there.

    ``stops`` is ``modality`` (withheld whole), ``feature`` (those in ``of`` are withheld),
    ``flag`` (a reviewer is told), ``timeline`` (a gap) or ``moment`` (what counts as one; nothing
    is withheld or scored). ``code`` is what the card or record then says.
    """

    key: str
    value: float
    unit: str
    stops: Stops
    of: tuple[str, ...]
    code: str
    reason: Mapping[str, str]

    @property
    def area(self) -> str:
        """``language``, ``voice``, ``face``, ``moments`` or ``display``."""
        return self.key.partition(".")[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """Something a feature needs that is no number, the code without it, and why."""

    feature: str
    code: str
    reason: Mapping[str, str]


def _read(tables: Mapping[str, Any]) -> dict[str, Threshold]:
    found = {}
    for area, rows in tables.items():
        if area == CONDITIONS_TABLE:
            continue
        for name, row in rows.items():
            key = f"{area}.{name}"
            if row["stops"] not in get_args(Stops) or not {"en", "zh"} <= row["reason"].keys():
                raise ValueError(f"{key} needs stops (one of {get_args(Stops)}) and two reasons")
            found[key] = Threshold(
                key=key,
                value=row["value"],
                unit=row["unit"],
                stops=row["stops"],
                of=tuple(row.get("of", ())),
                code=row.get("code", ""),
                reason=row["reason"],
            )
    return found


CONDITIONS_TABLE = "conditions"
_TABLES = tomllib.loads(THRESHOLDS_FILE.read_text("utf-8"))
THRESHOLDS: Mapping[str, Threshold] = MappingProxyType(_read(_TABLES))
CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {
        name: Condition(feature=name, code=row["code"], reason=row["reason"])
        for name, row in _TABLES[CONDITIONS_TABLE].items()
    }
)


def limit(key: str) -> float:
    """The value of one threshold in its unit.

    Examples
    --------
    >>> limit("voice.least_speech"), limit("face.blink_fps")
    (3.0, 12.5)
    """
    return THRESHOLDS[key].value
