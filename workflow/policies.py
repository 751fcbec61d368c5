"""Law presets: which signals may be measured and which may count, read once from workflow/laws."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from interview import EXPRESSION, MODALITIES, PolicyError, SignalPolicy

LAWS = Path(__file__).parent / "laws"


@cache
def shipped_policies() -> Mapping[str, SignalPolicy]:
    """Every law preset that comes with Candor, by key.

    Examples
    --------
    >>> sorted(shipped_policies())
    ['cn_pipl', 'eu_ai_act', 'none', 'us_il', 'us_nyc']
    """
    return {key: _policy(key, preset) for key, preset in _presets().items()}


def signal_policy(key: str) -> SignalPolicy:
    """What one law preset says of signals.

    Raises
    ------
    PolicyError
        ``policy.unknown`` names the presets there are, the closest first.

    Examples
    --------
    >>> signal_policy("cn_pipl").cap("face")
    0.05
    """
    policies = shipped_policies()
    if key in policies:
        return policies[key]
    near = difflib.get_close_matches(key, policies, n=1, cutoff=0.0)
    names = ", ".join([*near, *(k for k in sorted(policies) if k not in near)])
    raise PolicyError(
        "policy.unknown",
        f"there is no law preset {key!r}",
        f"use one of: {names}",
        policy=key,
        known=names,
    )


def policy_title(key: str, locale: str) -> str:
    """The preset's name in one language; English when that language is not there.

    Examples
    --------
    >>> policy_title("eu_ai_act", "en")
    'European Union, AI Act'
    """
    signal_policy(key)
    title = _presets()[key]["title"]
    return str(title.get(locale, title["en"]))


def policy_summary(key: str, locale: str) -> str:
    """What the preset says of signals, in one sentence a recruiter understands.

    Examples
    --------
    >>> policy_summary("none", "en")
    'Voice and face are measured and shown, and weigh nothing.'
    """
    signal_policy(key)
    summary = _presets()[key]["summary"]
    return str(summary.get(locale, summary["en"]))


def decided_policy(key: str, *, voice: float = 0.0, face: float = 0.0) -> SignalPolicy:
    """A preset with the company's own decision on how much voice and face may carry.

    Only presets that leave the choice to the company state a ceiling; the decision must stay
    within it. The result has another digest than the preset, so a card shows the difference.

    Raises
    ------
    PolicyError
        ``policy.no_choice`` when the preset leaves no choice, ``policy.above_ceiling`` when the
        decision asks for more than it allows; the message names the largest that works.

    Examples
    --------
    >>> decided_policy("us_nyc", voice=0.1).cap("voice")
    0.1
    """
    policy = signal_policy(key)
    asked = {"voice": voice, "face": face}
    ceiling = _presets()[key]["signals"].get("ceiling")
    if ceiling is None:
        if all(asked[m] == policy.caps.get(m, 0.0) for m in asked):
            return policy
        choosers = sorted(k for k, p in _presets().items() if "ceiling" in p["signals"])
        raise PolicyError(
            "policy.no_choice",
            f"preset {key!r} leaves no choice about voice and face",
            f"keep its own caps, or use one of: {', '.join(choosers)}",
            policy=key,
            known=", ".join(choosers),
        )
    for modality, share in asked.items():
        _within(key, modality, share, float(ceiling[modality]))
    _within(key, "voice and face together", voice + face, float(ceiling["together"]))
    return replace(policy, caps=asked, expression_cap=voice + face)


def policy_ceiling(key: str) -> Mapping[str, float] | None:
    """How far the company itself may raise voice, face and both together; None without a choice.

    Examples
    --------
    >>> policy_ceiling("us_nyc")["face"], policy_ceiling("cn_pipl")
    (0.05, None)
    """
    signal_policy(key)
    ceiling = _presets()[key]["signals"].get("ceiling")
    return None if ceiling is None else {name: float(x) for name, x in ceiling.items()}


def _within(key: str, what: str, share: float, ceiling: float) -> None:
    # sums of tenths carry rounding noise; a share that reads as the ceiling is the ceiling
    if -1e-12 <= share <= ceiling + 1e-12:
        return
    raise PolicyError(
        "policy.above_ceiling",
        f"{what} at {share:g} is outside what preset {key!r} allows",
        f"use 0 to {ceiling:g}",
        policy=key,
        share=share,
        ceiling=ceiling,
    )


@cache
def _presets() -> Mapping[str, dict[str, Any]]:
    # the key inside the file is the name; a file named otherwise is a mistake of ours
    presets: dict[str, dict[str, Any]] = {}
    for path in sorted(LAWS.glob("*.toml")):
        preset = tomllib.loads(path.read_text(encoding="utf-8"))
        if preset.get("key") != path.stem:
            raise PolicyError(
                "policy.broken",
                f"{path.name} holds key {preset.get('key')!r}",
                f'write key = "{path.stem}" or rename the file',
                policy=path.stem,
                problem="key",
            )
        presets[path.stem] = preset
    return presets


def _policy(key: str, preset: Mapping[str, Any]) -> SignalPolicy:
    signals = preset["signals"]
    policy = SignalPolicy(
        key=key,
        version=int(preset["version"]),
        compute=tuple(signals["compute"]),
        caps={m: float(signals["caps"].get(m, 0.0)) for m in EXPRESSION},
        expression_cap=float(signals["expression_cap"]),
        needs_consent=tuple(signals["needs_consent"]),
    )
    named = {*policy.compute, *policy.needs_consent}
    problem = ""
    if not named <= set(MODALITIES):
        problem = f"modalities {sorted(named - set(MODALITIES))}"
    elif not all(0.0 <= x <= 1.0 for x in (policy.expression_cap, *policy.caps.values())):
        problem = "caps outside 0 to 1"
    elif any(policy.caps[m] > 0 and m not in policy.compute for m in EXPRESSION):
        problem = "a modality that counts but may not be computed"
    if problem:
        raise PolicyError(
            "policy.broken",
            f"preset {key!r} contradicts itself: {problem}",
            "restore workflow/laws from the release",
            policy=key,
            problem=problem,
        )
    return policy
