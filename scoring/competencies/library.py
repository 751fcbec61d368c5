"""The competency library: what each competency is called and what people say who show it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from interview import CompanyValue, InputError, Locale

_FOLDER = Path(__file__).parent
_LEVELS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Behaviour:
    """One observable behaviour of a competency.

    ``example`` is a sentence that shows it, ``phrases`` are how people put it; both by locale.
    Phrases use ``...`` for a short gap and ``(a/b)`` for alternatives.
    """

    key: str
    example: Mapping[Locale, str]
    phrases: Mapping[Locale, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Competency:
    """One competency: names, five behaviours, anchors by locale and level (1 low to 5 high).

    ``expression`` lists the voice and face features that may speak to it at all; empty means that
    language alone does. Whether they count is for policy and role model to say. ``value`` marks
    a value: values belong to a company, and those in the library to the sample one.
    """

    key: str
    name: Mapping[Locale, str]
    behaviours: tuple[Behaviour, ...]
    anchors: Mapping[Locale, Mapping[int, str]]
    expression: tuple[str, ...] = ()
    value: bool = False


_company: dict[str, Competency] = {}
_on_change: list[Callable[[], None]] = []


def define(values: Sequence[CompanyValue]) -> None:
    """Make a company's own values known to this process, as a role model carries them.

    Asked for before every answer, so that each is judged by its own role's words; costs nothing
    when they are known already.

    Raises
    ------
    InputError
        ``company.taken`` when a value has the key of a competency of the library.
    """
    for value in values:
        if value.key in library():
            raise InputError(
                "company.taken",
                f"{value.key!r} is a competency of the library already",
                f"give the company's own value another key, such as own_{value.key}",
                key=value.key,
                better=f"own_{value.key}",
            )
        found = Competency(
            key=value.key,
            name=value.name,
            behaviours=tuple(
                Behaviour(key=b.key, example=b.example, phrases=b.phrases) for b in value.behaviours
            ),
            anchors=value.anchors,
            value=True,
        )
        before = _company.get(value.key)
        if before == found:
            continue
        _company[value.key] = found
        if before is not None:
            for forget in _on_change:
                forget()


def on_change(forget: Callable[[], None]) -> None:
    """``forget`` is called when a company's value gets another definition: for what is cached."""
    _on_change.append(forget)


@cache
def library() -> Mapping[str, Competency]:
    """Every competency by key, in the order of ``library.toml``; read once per process.

    A language is added by putting its file beside ``en.toml`` and its name into ``library.toml``.

    Raises
    ------
    InputError
        ``competency.broken_library`` when a language misses a competency or a behaviour.

    Examples
    --------
    >>> library()["teamwork"].name["en"]
    'Teamwork'
    >>> [b.key for b in library()["teamwork"].behaviours][:2]
    ['share_work', 'help_colleague']
    """
    rows = _read("library")
    by_locale = {locale: _read(locale) for locale in locales()}
    return MappingProxyType({key: _competency(key, row, by_locale) for key, row in rows.items()})


def competency(key: str) -> Competency:
    """One competency by its key: of the library, or a company's own that a role model carries.

    Examples
    --------
    >>> competency("planning").name["zh"]
    '计划组织'
    >>> competency("charm")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    interview.errors.InputError: no competency 'charm'; use one of: communication, ...
    """
    found = library().get(key) or _company.get(key)
    if found is None:
        known = ", ".join(library())
        raise InputError(
            "competency.unknown", f"no competency {key!r}", f"use one of: {known}", competency=key
        )
    return found


@cache
def locales() -> tuple[Locale, ...]:
    """The languages the library speaks: one per file beside ``library.toml``.

    Examples
    --------
    >>> locales()
    ('en', 'zh')
    """
    return tuple(sorted(p.stem for p in _FOLDER.glob("*.toml") if p.stem != "library"))


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _competency(
    key: str, row: dict[str, Any], texts: Mapping[Locale, dict[str, Any]]
) -> Competency:
    for locale, text in texts.items():
        if key not in text:
            raise _broken(key, f"{locale}.toml has no [{key}]")
        if len(text[key]["anchors"]) != _LEVELS:
            raise _broken(key, f"{locale}.toml [{key}] needs {_LEVELS} anchors")
    first = texts[next(iter(texts))][key]
    keys = [name for name in first if name != "anchors"]
    for locale, text in texts.items():
        if {name for name in text[key] if name != "anchors"} != set(keys):
            raise _broken(key, f"{locale}.toml [{key}] names other behaviours than the first file")
    return Competency(
        key=key,
        name=MappingProxyType(dict(row["name"])),
        behaviours=tuple(_behaviour(key, name, texts) for name in keys),
        anchors=MappingProxyType(
            {
                locale: MappingProxyType(dict(enumerate(text[key]["anchors"], start=1)))
                for locale, text in texts.items()
            }
        ),
        expression=tuple(row["expression"]),
        value=bool(row.get("value", False)),
    )


def _behaviour(key: str, name: str, texts: Mapping[Locale, dict[str, Any]]) -> Behaviour:
    return Behaviour(
        key=name,
        example=MappingProxyType({loc: text[key][name]["example"] for loc, text in texts.items()}),
        phrases=MappingProxyType(
            {loc: tuple(text[key][name]["phrases"]) for loc, text in texts.items()}
        ),
    )


def _broken(key: str, reason: str) -> InputError:
    return InputError(
        "competency.broken_library",
        f"the competency library cannot be read: {reason}",
        "give every language the same competencies and behaviours",
        competency=key,
    )
