"""Why a finding is withheld, at the terminal: in words, with the code that others can quote."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from interview import Withheld
from workflow.page_rendering import rendered_reason
from workflow.printable import printable


def reason(code: str) -> str:
    """What a code means, as a part of a sentence.

    Examples
    --------
    >>> reason("correlation.too_few")
    'there are too few cases to say'
    """
    said = rendered_reason(code).rstrip(".。")
    return said[:1].lower() + said[1:]


class WithheldWords:
    """Collects why cells of a table are empty, and says it once below.

    Examples
    --------
    >>> words = WithheldWords()
    >>> words.cell(Withheld(code="correlation.too_few", n=3))
    'withheld (1)'
    >>> words.show(Console(width=80))
    (1) There are too few cases to say. [correlation.too_few]
    """

    def __init__(self) -> None:
        self._codes: list[str] = []

    def cell(self, found: Withheld) -> str:
        """What stands in the cell: a number that the words below belong to."""
        if found.code not in self._codes:
            self._codes.append(found.code)
        return f"withheld ({self._codes.index(found.code) + 1})"

    def show(self, console: Console) -> None:
        """Print the reasons met since it was last shown; nothing where all was known."""
        for i, code in enumerate(self._codes, 1):
            console.print(Text(f"({i}) {printable(rendered_reason(code))} [{code}]"), style="dim")
        self._codes.clear()
