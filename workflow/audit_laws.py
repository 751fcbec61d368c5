"""Law presets of an audit: what to compute, which duties stand beside it, which clocks run."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from interview import PolicyError

AUDIT_LAWS = Path(__file__).parent / "laws" / "audit"
DutyStatus = Literal["report", "elsewhere", "not_software"]
Read = Literal["primary", "secondary", "memory"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """One duty of the self-checking list: who owes what, and where it is met.

    ``status`` is ``report`` (met by this report), ``elsewhere`` (``where`` says where) or
    ``not_software``. Whatever was not read in the source itself is ``unconfirmed``.
    """

    key: str
    article: str
    who: str
    status: DutyStatus
    read: Read
    text: Mapping[str, str]
    where: Mapping[str, str]
    applies_from: str = ""

    @property
    def unconfirmed(self) -> bool:
        """True where counsel must confirm it before anyone relies on it."""
        return self.read != "primary"


@dataclass(frozen=True, kw_only=True, slots=True)
class Banned:
    """Signals the law keeps out, with its article."""

    signals: tuple[str, ...]
    article: str
    read: Read
    text: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditLaw:
    """One preset. ``limit`` is the ratio shown as a line; ``limit_is_law`` says whose line it is.

    ``metrics`` empty means everything the table allows; ``clocks`` are months or days by name.
    """

    key: str
    version: int
    jurisdiction: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    source: str
    verified_on: str
    metrics: tuple[str, ...]
    attributes: tuple[str, ...]
    intersections: int
    reference: str
    limit: float
    limit_is_law: bool
    smallest_share: float
    floor: int
    clocks: Mapping[str, int]
    duties: tuple[Duty, ...] = ()
    banned: tuple[Banned, ...] = ()


@cache
def audit_laws() -> Mapping[str, AuditLaw]:
    """Every audit preset that comes with Candor, by key.

    Examples
    --------
    >>> sorted(audit_laws())[:3]
    ['cn_pipl', 'co_sb26_189', 'eu_ai_act']
    """
    return {path.stem: _law(path) for path in sorted(AUDIT_LAWS.glob("*.toml"))}


def audit_law(key: str) -> AuditLaw:
    """One audit preset.

    Raises
    ------
    PolicyError
        ``policy.unknown`` names the presets there are, the closest first.

    Examples
    --------
    >>> audit_law("nyc_ll144").smallest_share
    0.02
    """
    laws = audit_laws()
    if key in laws:
        return laws[key]
    near = difflib.get_close_matches(key, laws, n=1, cutoff=0.0)
    names = ", ".join([*near, *(k for k in sorted(laws) if k not in near)])
    raise PolicyError(
        "policy.unknown",
        f"there is no law preset {key!r}",
        f"use one of: {names}",
        policy=key,
        known=names,
    )


def _law(path: Path) -> AuditLaw:
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        if held["key"] != path.stem:
            raise KeyError("key")
        rules = held["audit"]
        return AuditLaw(
            key=held["key"],
            version=int(held["version"]),
            jurisdiction=held["jurisdiction"],
            title=held["title"],
            summary=held["summary"],
            source=held["source"],
            verified_on=held["verified_on"],
            metrics=tuple(rules["metrics"]),
            attributes=tuple(rules["attributes"]),
            intersections=int(rules["intersections"]),
            reference=rules["reference"],
            limit=float(rules["limit"]),
            limit_is_law=bool(rules["limit_is_law"]),
            smallest_share=float(rules["smallest_share"]),
            floor=int(rules["floor"]),
            clocks={k: int(v) for k, v in held["clocks"].items()},
            duties=tuple(_duty(d) for d in held.get("duty", [])),
            banned=tuple(
                Banned(signals=tuple(b["signals"]), article=b["article"], read=b["read"],
                       text=b["text"])
                for b in held.get("banned", [])
            ),
        )  # fmt: skip
    except KeyError as missing:
        raise PolicyError(
            "policy.broken",
            f"audit preset {path.name} has no or a wrong {missing.args[0]!r}",
            "restore workflow/laws from the release",
            policy=path.stem,
            problem=str(missing.args[0]),
        ) from missing


def _duty(held: Mapping[str, Any]) -> Duty:
    return Duty(
        key=held["key"],
        article=held["article"],
        who=held["who"],
        status=cast(DutyStatus, held["status"]),
        read=cast(Read, held["read"]),
        text=held["text"],
        where=held["where"],
        applies_from=held.get("applies_from", ""),
    )
