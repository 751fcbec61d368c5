"""Whom a score of the store is compared with; read once, and again only what has changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from interview import Actor
from scoring.explanation import ComparisonGroup, PointsTable
from store import Reading, Store, card_contents, role_cards, role_cards_state

MOST = 12
Key = tuple[str, str, str, str]


@dataclass(eq=False)
class _Held:
    """The cards of one role and scorer as numbers; no id stays beside them."""

    state: str = ""
    table: PointsTable = field(default_factory=PointsTable)
    groups: dict[tuple[str, ...], ComparisonGroup] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_HELD: OrderedDict[Key, _Held] = OrderedDict()
_LOCK = threading.Lock()


def comparison_group(
    actor: Actor, store: Store, reading: Reading, role: str, scorer: str, version: str
) -> ComparisonGroup:
    """The current cards of everybody interviewed for a role whom this actor may see.

    Kept in memory under the state of the store: a card that was read once is not read again, and
    an erased person's is forgotten with the next reading.
    """
    held = _held(store, (str(store.folder), role, scorer, version))
    state = role_cards_state(reading, role, scorer, version)
    with held.lock:
        if held.state != state:
            now = role_cards(reading, role, scorer, version)
            known = held.table.rows
            new = [one for one in now if one.digest not in known]
            for one, content in card_contents(reading, new):
                held.table.add_json(one.digest, content, one.department)
            held.table.keep(one.digest for one in now)
            held.groups.clear()
            held.state = state
        if actor.units not in held.groups:
            held.groups[actor.units] = held.table.group(
                "role", of=lambda department: _seen(actor, department)
            )
        return held.groups[actor.units]


def _seen(actor: Actor, department: object) -> bool:
    return actor.sees(department if isinstance(department, str) else None)


def _held(store: Store, key: Key) -> _Held:
    with _LOCK:
        held = _HELD.setdefault(key, _Held())
        _HELD.move_to_end(key)
        while len(_HELD) > MOST:
            _HELD.popitem(last=False)
        return held
