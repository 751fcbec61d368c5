"""Findings about quality, kept until an act changes them: rating does, reading does not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from store.circumstances import newest_act
from ui.here import Here
from workflow import Verb, require
from workflow.quality_scope import CHANGING

T = TypeVar("T")
MOST = 24
_KEPT: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
_LOCK = threading.Lock()
_ASKING: dict[tuple[Hashable, ...], threading.Lock] = {}


def kept_quality(
    where: Here, question: Hashable, ask: Callable[[], T], *, right: Verb = "view_quality"
) -> T:
    """The answer to ``ask``, computed once for the departments seen and this state of the store.

    Opening records and keeping reports change no figure here and so do not make a page compute
    again. The right is checked each time, the departments seen are part of the name; where the
    answer depends on who asks, the question names them.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right, by default to see the evidence of quality.
    """
    require(where.actor, right)
    with where.store.read() as reading:
        state = newest_act(reading, CHANGING)
    home, units = str(where.store.folder), tuple(sorted(where.actor.units))
    name = (home, state, units, question)
    with _LOCK:
        if name in _KEPT:
            _KEPT.move_to_end(name)
            kept: T = _KEPT[name]
            return kept
        mine = _ASKING.setdefault(name, threading.Lock())
    # who asks the same meanwhile waits for the answer instead of working it out beside
    with mine:
        with _LOCK:
            if name in _KEPT:
                known: T = _KEPT[name]
                return known
        answer = ask()
        _keep(home, state, name, answer)
    return answer


def _keep(home: str, state: int, name: tuple[Hashable, ...], answer: object) -> None:
    """Remember an answer; what an earlier state answered is never asked for again."""
    with _LOCK:
        for old in [one for one in _KEPT if one[0] == home and one[1] != state]:
            del _KEPT[old]
        _KEPT[name] = answer
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
        _ASKING.pop(name, None)
