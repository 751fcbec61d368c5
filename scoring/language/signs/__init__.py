"""Phrases by which a sentence puts off, blames, generalises or recites: a file per language.

They are cues like those of ``scoring/language/en.toml``; `scoring.language.claims` takes the
sentences that hold one for no deed. How far an answer comes is read by grammar instead
(`scoring.language.ladder`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from interview import Locale
from scoring.language.lexicon import lexicon

_FOLDER = Path(__file__).parent


@cache
def sign_patterns(locale: Locale) -> Mapping[str, re.Pattern[str]]:
    """What finds each kind of sign in a text's normal form, read and compiled once.

    Examples
    --------
    >>> bool(sign_patterns("en")["avoid"].search(" i just leav it at that . "))
    True
    >>> sorted(sign_patterns("zh")) == sorted(sign_patterns("en"))
    True
    """
    with (_FOLDER / f"{locale}.toml").open("rb") as file:
        rows = tomllib.load(file)
    lex = lexicon(locale)
    return {name: lex.compile(tuple(phrases)) for name, phrases in rows.items()}
