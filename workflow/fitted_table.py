"""A table for a terminal of any width: columns go before a name or a number loses letters."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

NAME_WIDTH = 24


def fitted(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    console: Console,
    *,
    names: Collection[str],
    spare: Sequence[str] = (),
    title: str | None = None,
) -> Table:
    """A table in which nothing is cut off.

    Where the terminal is too narrow for all columns, those of ``spare`` are left out one by one,
    the first first; what is left out is named under the table. What is still too wide is a name,
    which then goes over several lines, whole.

    Parameters
    ----------
    headings : Sequence[str]
        Headings of all columns.
    rows : Sequence[Sequence[str or Text]]
        Cells, one for each heading; text, never markup.
    console : Console
        Where it will be printed.
    names : Collection[str]
        Headings of columns that may go over several lines.
    spare : Sequence[str]
        Headings that may be left out, the least needed first.
    title : str, optional
        What stands above.

    Examples
    --------
    >>> row = ("a_question_of_some_length", "0.31 [0.1, 0.5]", "works")
    >>> headings = ("question", "r", "evidence")
    >>> narrow = Console(width=24)
    >>> shown = fitted(headings, [row], narrow, names={"question"}, spare=("evidence",))
    >>> [column.header for column in shown.columns], shown.caption
    (['question', 'r'], 'Not shown for want of width: evidence.')
    """
    # a column without a single entry tells nothing
    kept = [i for i in range(len(headings)) if not rows or any(str(row[i]) for row in rows)]
    gone = []
    for name in spare:
        if _width(kept, headings, rows, names) <= console.width:
            break
        at = headings.index(name)
        if at in kept:
            kept.remove(at)
            gone.append(name)
    shown = Table(title=title, title_justify="left", box=None)
    if gone:
        shown.caption = f"Not shown for want of width: {', '.join(gone)}."
        shown.caption_justify = "left"
    for i in kept:
        whole = headings[i] not in names
        shown.add_column(headings[i], no_wrap=whole, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(c) if isinstance(c := row[i], str) else c for i in kept))
    return shown


def _width(
    kept: Sequence[int],
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Text]],
    names: Collection[str],
) -> int:
    """How wide these columns want to be; a name is content with `NAME_WIDTH` or its own length."""
    total = 0
    for i in kept:
        widest = max([Text(headings[i]).cell_len, *(Text(str(row[i])).cell_len for row in rows)])
        total += 2 + (min(widest, NAME_WIDTH) if headings[i] in names else widest)
    return total
