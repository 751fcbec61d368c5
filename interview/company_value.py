"""A value a company asks of its people, in the company's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview.question import Locale


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueBehaviour:
    """Something people say who live by a value.

    ``example`` is a sentence that shows it, ``phrases`` are how people put it; both by locale.
    Phrases use ``...`` for a short gap and ``(a/b)`` for alternatives.
    """

    key: str
    example: Mapping[Locale, str]
    phrases: Mapping[Locale, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class CompanyValue:
    """One value: its name, what people say who live by it, and anchors by locale and level.

    A role model that measures it carries it, so that the role's digest names the very words by
    which an answer was judged. Voice and face never speak to a value.
    """

    key: str
    name: Mapping[Locale, str]
    behaviours: tuple[ValueBehaviour, ...]
    anchors: Mapping[Locale, Mapping[int, str]]
