"""Every word on a page, in the reader's language.

One TOML file per locale in ui/text, the same keys and slots in each. A key's entry is a sentence
with named slots, or a table with ``one`` and ``other`` where the count changes the wording.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

TEXT = Path(__file__).parent / "text"
LOCALES: tuple[str, ...] = ("en", "zh")
FALLBACK = "en"


@cache
def sentences(locale: str) -> Mapping[str, str]:
    """All entries of one locale as ``area.key`` -> template; plural forms end in their name.

    Examples
    --------
    >>> sentences("zh")["page.candidates"]
    '候选人'
    """
    tree = tomllib.loads((TEXT / f"{locale}.toml").read_text(encoding="utf-8"))
    flat: dict[str, str] = {}

    def walk(prefix: str, node: Mapping[str, object]) -> None:
        for key, value in node.items():
            path = f"{prefix}.{key}" if prefix else key
            if isinstance(value, Mapping):
                walk(path, value)
            else:
                flat[path] = str(value)

    walk("", tree)
    return flat


def known(key: str, locale: str = FALLBACK) -> bool:
    """True when this locale has a sentence of that name."""
    table = sentences(locale)
    return key in table or f"{key}.other" in table


def say(key: str, /, locale: str, **slots: object) -> str:
    """One sentence, its slots filled in.

    Parameters
    ----------
    key : str
        Name in the text files, for example ``record.answers``.
    locale : str
        ``en`` or ``zh``.
    slots : object
        Values by name. ``count`` chooses between ``one`` and ``other`` where both exist.

    Raises
    ------
    KeyError
        When no sentence has that name or a slot is not given: a fault of the page, found by tests.

    Examples
    --------
    >>> say("candidates.found", "en", count=1)
    '1 candidate'
    >>> say("candidates.found", "en", count="1,240")
    '1,240 candidates'
    """
    table = sentences(locale if locale in LOCALES else FALLBACK)
    template = table.get(key)
    if template is None:
        form = "one" if slots.get("count") in (1, "1") else "other"
        template = table[f"{key}.{form}"]
    # format() reads braces in the template only, so a slot's own text stays as it is
    return template.format(**slots)


def say_loosely(key: str, locale: str, slots: Mapping[str, object]) -> str:
    """Like `say`, for sentences whose slots come with a stored flag or error: what is missing
    shows as a dash instead of failing the page.

    Examples
    --------
    >>> say_loosely("code.face.too_many", "en", {})
    'More than one face is in the picture (— at most).'
    """
    table = sentences(locale if locale in LOCALES else FALLBACK)
    parts: list[str] = []
    for text, name, spec, _ in Formatter().parse(table[key]):
        parts.append(text)
        if name is not None:
            parts.append(_shown(slots.get(name), spec or ""))
    return "".join(parts)


def _shown(value: object, spec: str) -> str:
    if value is None:
        return "—"
    if isinstance(value, (int, float)):
        # a share is written as per cent; other numbers with three figures at most
        return format(value, spec) if spec else f"{value:.3g}" if value % 1 else f"{value:.0f}"
    return str(value)
