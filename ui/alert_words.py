"""Alerts about drift in words: what moved, since when, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from interview import RoleModel
from scoring.catalogue import FEATURES
from ui.names import feature_text, readable, unit_text
from ui.quality_words import number, role_name
from ui.say import known, say
from workflow.drift_alerts import Alert

SIZES = ("gap", "change")


def alert_text(alert: Alert, roles: Mapping[str, RoleModel], locale: str) -> str:
    """The sentence of one alert; one kept by another version is quoted by its code."""
    if not known(f"alert.{alert.code}"):
        return say("code.unknown", locale, code=alert.code)
    held = dict(alert.slots)
    signal = alert.kind == "signal"
    slots: dict[str, object] = {}
    for name, value in held.items():
        if isinstance(value, float):
            slots[name] = number(abs(value) if name in SIZES else value)
        elif name == "role" or (name == "place" and not signal):
            slots[name] = role_name(str(value), roles, locale)
        elif name == "place":
            slots[name] = readable(str(value))
        elif name == "measure":
            slots[name] = measure_name(str(value), locale)
        elif name == "fact":
            slots[name] = say(f"fact.{value}", locale)
        else:
            slots[name] = value
    if "at" in slots:
        low, high = held["low"], held["high"]
        slots["when"] = when_text(str(held["at"]), str(low), str(high), locale)
    if signal:
        spec = FEATURES.get(str(held.get("measure", "")))
        slots["unit"] = unit_text(spec.unit, locale) if spec else ""
    return say(f"alert.{alert.code}", locale, **slots)


def alert_name(alert: Alert, roles: Mapping[str, RoleModel], locale: str) -> str:
    """What moved, in three words and where."""
    place = str(alert.slots.get("role") or alert.slots.get("place") or "")
    where = readable(place) if alert.kind == "signal" else role_name(place, roles, locale)
    return say(f"alert.short_{alert.kind}", locale, place=where)


def alert_remedy(alert: Alert, locale: str) -> str:
    """What to do about it; empty for an alert of another version."""
    key = f"alert.do_{alert.kind}"
    return say(key, locale) if known(key) else ""


def when_text(at: str, low: str, high: str, locale: str) -> str:
    """A date with the interval in which it may lie; alone where nothing else fits.

    Examples
    --------
    >>> when_text("2026-01-05", "2025-12-29", "2026-01-12", "en")
    '2026-01-05 (between 2025-12-29 and 2026-01-12)'
    """
    return at if low == high else say("alert.when_between", locale, at=at, low=low, high=high)


def measure_name(key: str, locale: str) -> str:
    """What a signal measures, without the full stop of its description, to stand in a sentence.

    Examples
    --------
    >>> measure_name("voice_snr", "en")
    'how far the voice stands above the background sound'
    """
    text = feature_text(key, locale).rstrip(".。")
    return text[:1].lower() + text[1:] if locale == "en" else text
