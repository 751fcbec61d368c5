"""Alerts about drift in words: what moved, since when, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from interview import RoleModel
from scoring.catalogue import FEATURES
from ui.names import feature_text, readable, unit_text
from ui.quality_words import number, role_name
from ui.say import say
from workflow.drift_alerts import Alert

SIZES = ("gap", "change")


def alert_text(alert: Alert, roles: Mapping[str, RoleModel], locale: str) -> str:
    """The sentence of one alert."""
    held = dict(alert.slots)
    signal = alert.code.startswith("alert.signal")
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
        key = "alert.when" if low == high else "alert.when_between"
        slots["when"] = say(key, locale, at=held["at"], low=low, high=high)
    if signal:
        spec = FEATURES.get(str(held.get("measure", "")))
        slots["unit"] = unit_text(spec.unit, locale) if spec else ""
    return say(alert.code, locale, **slots)


def alert_name(alert: Alert, roles: Mapping[str, RoleModel], locale: str) -> str:
    """What moved, in three words and where."""
    kind = alert.code.partition(".")[2].partition("_")[0]
    place = str(alert.slots.get("role") or alert.slots.get("place") or "")
    where = readable(place) if kind == "signal" else role_name(place, roles, locale)
    return say(f"alert.short_{kind}", locale, place=where)


def alert_remedy(alert: Alert, locale: str) -> str:
    """What to do about it."""
    return say(f"alert.do_{alert.code.partition('.')[2].partition('_')[0]}", locale)


def measure_name(key: str, locale: str) -> str:
    """What a signal measures, without the full stop of its description, to stand in a sentence.

    Examples
    --------
    >>> measure_name("voice_snr", "en")
    'how far the voice stands above the background sound'
    """
    text = feature_text(key, locale).rstrip(".。")
    return text[:1].lower() + text[1:] if locale == "en" else text
