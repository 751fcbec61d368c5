"""Who is looking: the account the signed cookie names, checked anew on every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import streamlit as st

from interview import Actor, Locale, PermissionDenied
from store import Store, departments
from ui.names import department_name, readable
from ui.say import say
from ui.session import session
from ui.wording import listing
from workflow import Settings
from workflow.session_cookie import COOKIE
from workflow.sign_in import actor_of_cookie, people


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody one may act as in the demo."""

    actor: Actor
    departments: Mapping[str, Mapping[Locale, str]]

    @property
    def id(self) -> str:
        """The account's id."""
        return self.actor.id

    @property
    def link(self) -> str:
        """Where the server changes the session cookie and comes back."""
        return f"/auth/demo?actor={quote(self.actor.id, safe='')}&next=/"

    def name(self, locale: str) -> str:
        """Role in words, with the departments when not all are seen."""
        roles = listing((say(f"role.{role}", locale) for role in self.actor.roles), locale)
        if "*" in self.actor.units or not self.actor.units:
            return roles
        units = listing(
            (department_name(unit, self.departments, locale) for unit in self.actor.units), locale
        )
        return say("shell.person_of", locale, role=roles, units=units)


def current_actor(store: Store, chosen: Settings) -> Actor:
    """The actor of this run.

    Raises
    ------
    PermissionDenied
        ``session.missing``, ``session.altered``, ``session.expired`` or ``session.unknown``.
    """
    with store.read() as reading:
        known = {one.id: one for one in people(reading)}
    own = session().actor
    if own in known:
        return known[own]
    try:
        cookie = st.context.cookies.get(COOKIE)
        return actor_of_cookie(store, chosen, cookie if isinstance(cookie, str) else None)
    except PermissionDenied:
        if not chosen.demo:
            raise
        return next(iter(known.values()))


def actor_names(store: Store, locale: str) -> Callable[[str], str]:
    """How the people of the trail are called on a page, by their accounts' ids."""
    known = {person.id: person.name(locale) for person in demo_people(store)}
    known["system"] = say("role.system", locale)
    return lambda actor: known.get(actor) or readable(actor)


def demo_people(store: Store) -> tuple[Person, ...]:
    """Everyone the role switch offers."""
    with store.read() as reading:
        names = {unit.key: unit.name for unit in departments(reading)}
        return tuple(Person(actor=one, departments=names) for one in people(reading))
