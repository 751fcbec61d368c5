"""The few last things that were worked out, kept in memory under the digest of what made them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")


class KeptFew(Generic[Made]):
    """Makes each thing once and forgets the one asked for longest ago when there are too many.

    Examples
    --------
    >>> kept = KeptFew[str](most=1)
    >>> kept.once("a", lambda: "first"), kept.once("a", lambda: "again")
    ('first', 'first')
    >>> kept.once("b", lambda: "other"), kept.once("a", lambda: "again")
    ('other', 'again')
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What was made under this name before, else what ``make`` gives now."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        # outside the lock: two who ask at once may both make it, and nobody waits for the other
        made = make()
        with self._lock:
            self._kept[name] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
