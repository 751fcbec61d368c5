"""Who acts: the accounts of the store, and the demo people of a store that has none."""

from __future__ import annotations

from interview import Actor, PermissionDenied
from store import Reading, Store
from store.accounts import accounts
from workflow.session_cookie import session_key, sign, signed_by
from workflow.settings import Settings

# one person per role, so that every page can be tried before anybody signs in
DEMO_PEOPLE = (
    Actor(id="demo_hr_leader", roles=("hr_leader",), units=("*",)),
    Actor(id="demo_hiring_manager", roles=("hiring_manager",), units=("sales",)),
    Actor(id="demo_compliance", roles=("compliance",), units=("*",)),
    Actor(id="demo_data_scientist", roles=("data_scientist",), units=("*",)),
    Actor(id="demo_admin", roles=("admin",), units=("*",)),
)


def people(reading: Reading) -> tuple[Actor, ...]:
    """Everybody who may act: the store's accounts, else the demo people."""
    return tuple(account.actor for account in accounts(reading)) or DEMO_PEOPLE


def demo_cookie(store: Store, chosen: Settings, actor: str) -> str:
    """A signed cookie for a named demo person; only while the installation allows it.

    Raises
    ------
    PermissionDenied
        ``session.no_demo`` when demo people are switched off, ``session.unknown``.
    """
    if not chosen.demo:
        raise _no_demo()
    with store.read() as reading:
        known = people(reading)
    if actor not in {one.id for one in known}:
        raise PermissionDenied(
            "session.unknown",
            f"there is no account {actor!r}",
            f"use one of: {', '.join(one.id for one in known)}",
            actor=actor,
        )
    return sign(session_key(store.key), actor, store.clock())


def actor_of_cookie(store: Store, chosen: Settings, cookie: str | None) -> Actor:
    """Who a cookie speaks for, with the rights that account has now.

    Every cookie so far was given to a demo person, so none counts once those are switched off.

    Raises
    ------
    PermissionDenied
        ``session.missing``, ``session.altered``, ``session.expired``, ``session.no_demo``, or
        ``session.unknown`` when the account is gone.
    """
    name = signed_by(session_key(store.key), cookie, store.clock())
    if not chosen.demo:
        raise _no_demo()
    with store.read() as reading:
        for one in people(reading):
            if one.id == name:
                return one
    raise PermissionDenied(
        "session.unknown", f"there is no account {name!r} any more", "sign in again", actor=name
    )


def _no_demo() -> PermissionDenied:
    return PermissionDenied(
        "session.no_demo", "demo people are switched off here", "sign in with your own account"
    )
