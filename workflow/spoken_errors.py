"""Errors at the command line: one clear sentence with its code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from interview import CandorError
from workflow.printable import printable

ERROR = 2


@contextmanager
def spoken_errors() -> Iterator[None]:
    """Print what is wrong and what would work, and end with exit code 2."""
    try:
        yield
    except CandorError as error:
        # values of a foreign table stand in the sentence
        said = printable(str(error), keep="\n")
        Console(stderr=True).print(said, markup=False, emoji=False, style="red", soft_wrap=True)
        raise typer.Exit(ERROR) from None
