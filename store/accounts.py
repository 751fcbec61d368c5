"""Accounts: who may act, in which roles, for which departments."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import RowMapping

from interview import ROLES, Action, Actor, InputError, Role
from store.acts import record_change
from store.restoring import dumped
from store.tables import ACCOUNT
from store.transaction import Reading, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Somebody who can sign in; ``units`` as in `Actor`, ``locale`` the language of the pages."""

    id: str
    roles: tuple[Role, ...]
    units: tuple[str, ...] = ()
    locale: str = "en"

    @property
    def actor(self) -> Actor:
        """The actor this account acts as."""
        return Actor(id=self.id, roles=self.roles, units=self.units)


def save_account(tx: Transaction, account: Account) -> None:
    """Add or change an account; InputError ``account.unknown_role``.

    Nobody signs in as the system: it is whoever works on the machine itself.
    """
    known = [one for one in ROLES if one != "system"]
    wrong = [one for one in account.roles if one not in known]
    if wrong:
        raise InputError(
            "account.unknown_role",
            f"there is no role {wrong[0]!r} to act in",
            f"use some of: {', '.join(known)}",
            role=wrong[0],
        )
    row = {
        "id": account.id,
        "roles": dumped(account.roles),
        "units": dumped(account.units),
        "locale": account.locale,
    }
    record_change(tx, account.id, Action.ACCOUNT_SAVED, ACCOUNT, row)


def accounts(reading: Reading) -> tuple[Account, ...]:
    """All accounts, by id."""
    return tuple(_account(row) for row in reading.all(select(ACCOUNT).order_by(ACCOUNT.c.id)))


def account(reading: Reading, account_id: str) -> Account | None:
    """One account; None when unknown."""
    row = reading.first(select(ACCOUNT).where(ACCOUNT.c.id == account_id))
    return None if row is None else _account(row)


def _account(row: RowMapping) -> Account:
    return Account(
        id=row["id"],
        roles=tuple(json.loads(row["roles"])),
        units=tuple(json.loads(row["units"])),
        locale=row["locale"],
    )
