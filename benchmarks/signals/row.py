"""One measured figure as a line of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """``name`` measured as ``value``; ``section`` is the table it stands in.

    ``value`` is text, since figures of many shapes share the table ("191 of 200", "0.94 to 0.97").
    ``aim`` says what was asked for and ``met`` whether it was reached; ``met`` stays None where
    nothing was asked for. ``note`` explains a value that would surprise a reader.

    >>> Row(section="coverage", name="one answer", value="95 %", aim="93 to 97 %", met=True).met
    True
    """

    section: str
    name: str
    value: str
    aim: str = ""
    met: bool | None = None
    note: str = ""


Report = Callable[[], Sequence[Row]]
