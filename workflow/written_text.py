"""What a command writes: to a file, or to standard output for the next program."""

from __future__ import annotations

import sys
from pathlib import Path

from workflow.journal import disk_error


def write_text(target: str, text: str) -> None:
    """Write ``text`` to the file ``target``; ``-`` is standard output.

    Raises
    ------
    StoreError
        When the disk is full or the file may not be written.
    """
    if target == "-":
        sys.stdout.write(text)
        return
    path = Path(target)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise disk_error(error, path) from None
