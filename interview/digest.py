"""Canonical JSON and its SHA-256: how anything frozen is named and later recognised."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from operator import attrgetter

_PLAIN = frozenset({type(None), bool, int, float, str})
# of each dataclass met: the names of its fields, and what takes all their values at once
_FIELDS: dict[type, tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]] = {}
_LATER: dict[type, tuple[str, ...]] = {}  # those of them that it got later, where it has any

LATER = {"later": True}
"""Metadata of a field that a type of the vocabulary got after its values had been kept.

While such a field is empty (nothing, no text, no entries) it stays out of the canonical form, so
that whatever was named before the field existed keeps its digest.
"""


def plain(value: object) -> object:
    """Any value of the vocabulary as JSON types; sets sorted, times in UTC microseconds.

    Examples
    --------
    >>> plain({"b": {2, 1}, "a": None})
    {'b': [1, 2], 'a': None}
    """
    # most of a card is plain already: the exact type is asked first, once per value
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind in _FIELDS:
        names, values = _FIELDS[kind]
        out = {n: v if type(v) in _PLAIN else plain(v) for n, v in zip(names, values(value))}  # noqa: B905  # made together, and asked thousands of times a card
        if kind in _LATER:
            for name in _LATER[kind]:
                if not out[name]:
                    del out[name]
        return out
    if kind is dict:
        return {str(k): v if type(v) in _PLAIN else plain(v) for k, v in value.items()}  # type: ignore[attr-defined]
    if kind is tuple or kind is list:
        return [v if type(v) in _PLAIN else plain(v) for v in value]  # type: ignore[attr-defined]
    if isinstance(value, (bool, int, float, str)) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return utc_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        names = tuple(f.name for f in fields(value))
        # one name alone would be taken bare, without a tuple around it
        several = attrgetter(*names) if len(names) > 1 else None
        _FIELDS[kind] = names, several or (lambda one: tuple(getattr(one, n) for n in names))
        later = tuple(f.name for f in fields(value) if f.metadata.get("later"))
        if later:
            _LATER[kind] = later
        return plain(value)
    if isinstance(value, Mapping):
        return {str(k): v if type(v) in _PLAIN else plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(v) for v in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def utc_text(at: datetime) -> str:
    """``2026-03-12T08:30:00.000000Z``; a time without a zone is refused.

    Examples
    --------
    >>> utc_text(datetime(2026, 3, 12, 8, 30, tzinfo=UTC))
    '2026-03-12T08:30:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError(f"time {at.isoformat()} has no zone; give it one, UTC if unsure")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, NaN refused.

    Examples
    --------
    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    text = json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits.

    Examples
    --------
    >>> digest({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return hashlib.sha256(canonical(value)).hexdigest()
