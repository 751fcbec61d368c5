"""One form of writing for what is the same to a listener: widths of characters, old and new ones.

Somebody may type ３０％ or 30%, 團隊 or 团队. Lexicons know the plain form only, so texts are
brought into it before anything is looked for; quotes stay as they were written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "characters"
# 著 is 着 in traditional texts but for a few words that simplified text writes with it too
_DURATIVE = re.compile("(?<![显顯卓名专專编編原论論])著(?![名作称稱书書者])")
# marks that only dress the character before them (emoji styles, the frame of a key)
_DRESS = "\ufe0e\ufe0f\u20e3"


def plain_form(text: str) -> str:
    """The same text, character for character: half width, simplified, characters of dialects read.

    Every character keeps its place, so that what is found in the plain form can be quoted from
    the text itself. Regional words are not translated (软件 is also 軟體, which becomes 软体).

    Examples
    --------
    >>> plain_form("團隊提前３０％完成，Ｅｘｃｅｌ幫著我")
    '团队提前30%完成，Excel帮着我'
    >>> plain_form("我哋冇放弃，俺也没走"), plain_form("我唔係唔想，佢唔喺度")
    ('我们没放弃，我也没走', '我不是不想，他不在度')
    """
    if text.isascii():
        return text
    usual, cantonese, signs = _places()
    plain = text.translate(cantonese if not signs.isdisjoint(text) else usual)
    return _DURATIVE.sub("着", plain) if "著" in plain else plain


@cache
def _places() -> tuple[Mapping[int, str], Mapping[int, str], frozenset[str]]:
    """Character by character: as a rule, in Cantonese, and what tells Cantonese."""
    table, dialects = (
        tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
        for name in ("simplified", "dialect")
    )
    old, new = ("".join(table[key].split()) for key in ("traditional", "simplified"))
    places = {ord(a): b for a, b in zip(old, new, strict=True)}
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    # the full-width comma, stop and marks stay: Chinese sentences are cut at them
    places |= {code: chr(code - 0xFEE0) for code in [*wide, 0xFF05, 0xFF0B, 0xFF0E]}
    places |= dict.fromkeys(map(ord, _DRESS), " ")
    places[0x3000] = " "
    places |= {ord(a): b for a, b in dialects["pairs"].items()}
    there = dict(dialects["where_cantonese"])
    signs = frozenset(there.pop("signs"))
    return places, places | {ord(a): b for a, b in there.items()}, signs
