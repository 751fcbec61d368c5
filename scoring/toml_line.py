"""Where in a TOML text a value stands, so that an error can name the line to change."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*=""")


def toml_line(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) on which the value at ``path`` stands, or its nearest parent's.

    Parameters
    ----------
    text : str
        The TOML text as written.
    path : sequence of str or int
        Keys from the top; an ``int`` counts the tables of an array from 0.

    Returns
    -------
    int
        Line number from 1; 1 when nothing of the path is in the text.

    Examples
    --------
    >>> toml_line("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3\\n", ("b", 1, "c"))
    5
    >>> toml_line("a = 1\\n[[b]]\\nc = 2\\n", ("b", 0, "missing"))
    2
    """
    wanted = tuple(str(part) for part in path)
    counts: dict[str, int] = {}
    here: tuple[str, ...] = ()
    best, best_depth = 1, 0
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            here = _table(header[2], header[1] == "[[", counts)
            place = here
        else:
            key = _KEY.match(line)
            if not key:
                continue
            place = (*here, key[1] or key[2] or key[3])
        if wanted[: len(place)] == place and len(place) > best_depth:
            best, best_depth = number, len(place)
    return best


def _table(name: str, array: bool, counts: dict[str, int]) -> tuple[str, ...]:
    """The path of a table header, array positions included."""
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    if array:
        counts[name] = counts.get(name, -1) + 1
        for inner in [other for other in counts if other.startswith(f"{name}.")]:
            del counts[inner]  # tables inside are counted anew in each
    out: list[str] = []
    for depth, part in enumerate(parts, start=1):
        out.append(part)
        prefix = ".".join(parts[:depth])
        if prefix in counts:
            out.append(str(counts[prefix]))
    return tuple(out)
