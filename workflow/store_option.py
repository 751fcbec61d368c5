"""``--store``: which store a command works on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from store import Store, open_store
from workflow.settings import settings

StoreOption = Annotated[
    str | None,
    typer.Option("--store", help="A folder, or a postgresql:// address (default: CANDOR_HOME)."),
]


def opened(where: str | None, *, create: bool = False) -> Store:
    """The store named on the command line, else the installation's own.

    With an address the keys and encrypted files stay in the installation's folder.

    Raises
    ------
    StoreError
        ``store.missing`` when there is none and none is to be made.
    """
    chosen = settings()
    if where is None:
        return open_store(chosen.store_url, folder=chosen.home, create=create)
    if "://" in where:
        return open_store(where, folder=chosen.home, create=create)
    return open_store(None, folder=Path(where), create=create)
