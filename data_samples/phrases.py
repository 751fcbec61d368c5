"""The building blocks answers are written from, one set per language, and the slots in them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NUMBERS = {
    "n": (24, 480),
    "small": (3, 9),
    "pct": (8, 45),
    "days": (2, 9),
    "weeks": (3, 10),
    "pages": (20, 60),
    "low": (3, 28),
    "high": (36, 72),
}
"""Slots filled with a whole number from low to high, both included."""


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """One language: scenes by question, actions and empty talk by competency, turns and slots."""

    scenes: Mapping[str, tuple[str, ...]]
    actions: Mapping[str, tuple[tuple[str, ...], ...]]
    empty: Mapping[str, tuple[str, ...]]
    turns: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, tuple[str, ...]]

    def fill(self, role: str, rng: random.Random) -> dict[str, str]:
        """One value for every slot, the same all through one answer."""
        draw = rng.random
        values = {key: words[int(draw() * len(words))] for key, words in self.slots.items()}
        counted = self.measures[role]
        values["measure"] = counted[int(draw() * len(counted))]
        for key, (low, high) in NUMBERS.items():
            values[key] = str(low + int(draw() * (high - low + 1)))
        return values

    def scene(self, question: str, version: int) -> tuple[str, ...]:
        """Openings for one version of one question."""
        return self.scenes.get(f"{question}@{version}") or self.scenes[question]


@cache
def phrases(locale: str) -> Phrases:
    """The building blocks of one language, read once.

    Examples
    --------
    >>> len(phrases("zh").actions["teamwork"])
    5
    """
    folder = files("data_samples") / "words"
    blocks = tomllib.loads((folder / f"{locale}.toml").read_text(encoding="utf-8"))
    scenes = tomllib.loads((folder / f"{locale}_scenes.toml").read_text(encoding="utf-8"))
    return Phrases(
        scenes={key: tuple(value) for key, value in scenes.items()},
        actions={
            key: tuple(tuple(ways) for ways in behaviours)
            for key, behaviours in blocks["actions"].items()
        },
        empty={key: tuple(value) for key, value in blocks["empty"].items()},
        turns={key: tuple(value) for key, value in blocks["turns"].items()},
        slots={key: tuple(value) for key, value in blocks["slots"].items()},
        measures={key: tuple(value) for key, value in blocks["measures"].items()},
    )
