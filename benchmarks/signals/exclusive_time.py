"""Processor time by group of functions, each moment counted once: what a function spends itself."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class ExclusiveTime:
    """Wraps functions in place and adds up the processor time each group spends in itself.

    A call made from inside another wrapped one is taken off the outer group's account.

    Examples
    --------
    >>> import types
    >>> kitchen = types.SimpleNamespace(cook=lambda: kitchen.wash(), wash=lambda: sum(range(10**6)))
    >>> spent = ExclusiveTime()
    >>> with spent.watching([(kitchen, "cook", "cooking"), (kitchen, "wash", "washing")]):
    ...     _ = kitchen.cook()
    >>> spent.seconds["washing"] > spent.seconds["cooking"]
    True
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def wrap(self, call: Callable[..., Any], group: str) -> Callable[..., Any]:
        """The same function, on the group's account."""

        @functools.wraps(call)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return call(*args, **kwargs)
            finally:
                whole = time.process_time() - start
                self.seconds[group] += whole - self._inner.pop()
                if self._inner:
                    self._inner[-1] += whole

        return wrapped

    @contextmanager
    def watching(self, places: list[tuple[Any, str, str]]) -> Iterator[None]:
        """Wrap (owner, name, group) while the block runs, and put everything back afterwards."""
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in places]
        try:
            for owner, name, group in places:
                setattr(owner, name, self.wrap(getattr(owner, name), group))
            yield
        finally:
            for owner, name, call in before:
                setattr(owner, name, call)
