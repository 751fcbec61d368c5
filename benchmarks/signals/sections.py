"""Finds the sections, runs them one by one and keeps going when one fails."""

from __future__ import annotations

import importlib
import pkgutil
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

import benchmarks.signals
from benchmarks.signals.row import Report, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What one section gave: its rows, or why it has none, and the processor seconds it took."""

    name: str
    rows: tuple[Row, ...]
    failure: str = ""
    cpu_s: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether the section ran and missed no aim."""
        return not self.failure and all(row.met is not False for row in self.rows)


def section_names() -> tuple[str, ...]:
    """Names of the modules of this package, in the order of the alphabet."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(benchmarks.signals.__path__)))


def _report_of(name: str) -> Report | None:
    module = importlib.import_module(f"benchmarks.signals.{name}")
    return cast("Report | None", getattr(module, "report", None))


def run(
    names: Iterable[str] = (), *, reports: Mapping[str, Report] | None = None
) -> Iterator[Outcome]:
    """Run the sections named, all by default; a section that raises becomes a failed outcome.

    ``reports`` replaces the modules of the package, for a caller that has its own measurements.

    >>> def broken() -> list[Row]:
    ...     raise ValueError("no sound in clip 3")
    >>> [outcome.failure for outcome in run(reports={"voice": broken})]
    ['ValueError: no sound in clip 3']
    """
    wanted = tuple(names)
    known = tuple(reports) if reports is not None else section_names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        reason = f"there is no section of this name; there are: {', '.join(known)}"
        yield from (Outcome(name=name, rows=(), failure=reason) for name in unknown)
    for name in known:
        if wanted and name not in wanted:
            continue
        start = time.process_time()
        try:
            report = reports[name] if reports is not None else _report_of(name)
            if report is None:
                if wanted:
                    yield Outcome(name=name, rows=(), failure="the module has no report()")
                continue
            rows = tuple(report())
            failure = "" if rows else "the section measured nothing"
        except Exception as error:  # one broken measurement must not hide the others
            traceback.print_exc()
            rows, failure = (), f"{type(error).__name__}: {error}"
        yield Outcome(name=name, rows=rows, failure=failure, cpu_s=time.process_time() - start)
