"""Protected attributes: encrypted, apart from everything else, read only for a stated purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from interview import Action, PermissionDenied
from store.acts import record, record_change
from store.keys import IN_CHUNK, find_key, load_keys, person_key
from store.sealing import seal_json, unseal_json
from store.tables import ATTRIBUTE, ATTRIBUTE_READ, PERSON
from store.transaction import Reading, Row, Transaction

if TYPE_CHECKING:
    import pandas as pd


def save_attributes(tx: Transaction, candidate: str, attributes: Mapping[str, str]) -> None:
    """Remember a person's groups (``{"sex": "women"}``); attributes not named stay as they are."""
    save_many_attributes(tx, {candidate: attributes})


def save_many_attributes(tx: Transaction, people: Mapping[str, Mapping[str, str]]) -> None:
    """The same for many people, each with an event of their own."""
    load_keys(tx, people)
    stored = _stored(tx, people)
    with tx.gathering():
        for candidate, groups in people.items():
            key = person_key(tx, candidate)
            before = stored.get(candidate, {})
            sealed = seal_json(key, {**before, **groups}, _context(candidate))
            row: Row = {"candidate_id": candidate, "sealed": sealed}
            if candidate in stored:
                record_change(tx, candidate, Action.ATTRIBUTE_SAVED, ATTRIBUTE, row)
            else:
                record(tx, candidate, Action.ATTRIBUTE_SAVED, [(ATTRIBUTE, [row])])


def attributes(tx: Transaction, *, purpose: str, actor: str | None = None) -> pd.DataFrame:
    """Everybody's attributes: ``candidate_id`` and one column ``attr_<name>`` for each attribute.

    Everybody in the store has a row, so that no one is lost from an audit; what was not stated or
    was erased is None. The reading itself is remembered, with who, when and what for.

    Raises
    ------
    PermissionDenied
        ``attribute.no_purpose`` when the purpose is empty.
    """
    import pandas as pd

    stated = purpose.strip()
    if not stated:
        raise PermissionDenied(
            "attribute.no_purpose",
            "protected attributes are read for a stated purpose only",
            "say what for, such as 'yearly audit of sales'",
        )
    people = [str(r["candidate_id"]) for r in tx.all(select(PERSON.c.candidate_id))]
    people.sort()
    stored = _stored(tx, None)
    names = sorted({name for groups in stored.values() for name in groups})
    table: dict[str, list[str | None]] = {"candidate_id": list(people)}
    for name in names:
        table[f"attr_{name}"] = [stored.get(one, {}).get(name) for one in people]
    who = actor or tx.actor
    row = {"actor": who, "purpose": stated, "people": len(people), "at": tx.now()}
    record(tx, "attribute", Action.ATTRIBUTE_READ, [(ATTRIBUTE_READ, [row])])
    return pd.DataFrame(table, dtype=object)


def attribute_reads(reading: Reading) -> tuple[Mapping[str, Any], ...]:
    """Who read protected attributes, when, what for and of how many people; newest first."""
    query = select(ATTRIBUTE_READ).order_by(ATTRIBUTE_READ.c.event_seq.desc())
    return tuple(dict(row) for row in reading.all(query))


def _stored(reading: Reading, people: Iterable[str] | None) -> dict[str, dict[str, str]]:
    """What can still be read, of these people or of all."""
    rows = []
    if people is None:
        rows = reading.all(select(ATTRIBUTE))
    else:
        wanted = list(people)
        for start in range(0, len(wanted), IN_CHUNK):
            some = wanted[start : start + IN_CHUNK]
            rows += reading.all(select(ATTRIBUTE).where(ATTRIBUTE.c.candidate_id.in_(some)))
    load_keys(reading, (row["candidate_id"] for row in rows))
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        key = find_key(reading, row["candidate_id"])
        if key is not None:
            groups = unseal_json(key, row["sealed"], _context(row["candidate_id"]))
            found[row["candidate_id"]] = groups if isinstance(groups, dict) else {}
    return found


def _context(candidate: str) -> str:
    return f"attribute:{candidate}"
