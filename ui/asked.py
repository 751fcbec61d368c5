"""Answers of workflow kept until something changes: the trail's newest digest names the state."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from store import newest_digest
from ui.here import Here

T = TypeVar("T")
MOST = 64
_KEPT: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
_LOCK = threading.Lock()


def asked(where: Here, question: Hashable, ask: Callable[[], T]) -> T:
    """The answer to ``ask``, computed once for this actor and this state of the store.

    Every act that changes anything appends to the trail, so a kept answer is never stale; the
    actor's roles and departments are part of the name, so nobody gets another's answer. Meant
    for overviews only: acts and single records are always asked anew.
    """
    with where.store.read() as reading:
        state = newest_digest(reading)
    actor = where.actor
    name = (str(where.store.folder), state, actor.id, actor.roles, actor.units, question)
    with _LOCK:
        if name in _KEPT:
            _KEPT.move_to_end(name)
            kept: T = _KEPT[name]
            return kept
    answer = ask()
    with _LOCK:
        # what an earlier state answered is never asked for again and may name somebody since erased
        for old in [one for one in _KEPT if one[0] == name[0] and one[1] != state]:
            del _KEPT[old]
        _KEPT[name] = answer
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return answer
