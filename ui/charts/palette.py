"""One quiet palette: an accent, greys, three verdicts that also differ in shape and word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """Colours of one appearance; they are told apart by people with any colour vision.

    Based on blue, teal, violet and orange of differing lightness (after Okabe and Ito 2008),
    each at 4.5 to 1 or better on its background.
    """

    text: str
    quiet: str
    line: str
    ground: str
    accent: str
    accent_soft: str
    teal: str
    violet: str
    good: str
    warn: str
    unsure: str

    @property
    def modality(self) -> Mapping[str, str]:
        """Language, voice and face."""
        return {"language": self.accent, "voice": self.teal, "face": self.violet}

    @property
    def series(self) -> tuple[str, ...]:
        """Up to four people side by side, each also with a mark of its own."""
        return (self.accent, self.warn, self.teal, self.violet)

    @property
    def verdict(self) -> Mapping[str, str]:
        """Reaches, below, and cannot tell."""
        return {"reaches": self.good, "below": self.warn, "unsure": self.unsure}


LIGHT = Palette(
    text="#10161d",
    quiet="#5b6672",
    line="#d5dbe1",
    ground="#ffffff",
    accent="#1f5a94",
    accent_soft="#a9c4de",
    teal="#1f7d77",
    violet="#7d5fa8",
    good="#1d7a4f",
    warn="#b4530a",
    unsure="#5b6672",
)
DARK = Palette(
    text="#e8edf2",
    quiet="#a3afbb",
    line="#35404b",
    ground="#0d1116",
    accent="#7db2ea",
    accent_soft="#3a5878",
    teal="#5cc2ba",
    violet="#b9a2dc",
    good="#5fc391",
    warn="#e9a05c",
    unsure="#a3afbb",
)
