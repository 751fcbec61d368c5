"""The store and the choices of this installation, opened once for pages and addresses alike."""

from __future__ import annotations

import importlib
import threading
from dataclasses import dataclass
from pathlib import Path

from store import Store, open_store
from ui.upload_folder import UPLOADS, remove_left_behind
from workflow import Settings, settings

_OPEN: dict[tuple[str, str | None], Store] = {}
_LOCK = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """What every page needs: where things are kept and what was chosen."""

    store: Store
    settings: Settings


def open_once() -> Store:
    """The store of the settings in force; the same object for every page and request.

    Raises
    ------
    StoreError
        When the store cannot be opened; the next call tries again.
    """
    chosen = settings()
    key = (str(chosen.home), chosen.store_url)
    with _LOCK:
        if key not in _OPEN:
            _OPEN[key] = open_store(chosen.store_url, folder=Path(chosen.home))
            remove_left_behind(Path(chosen.home) / UPLOADS)
        return _OPEN[key]


def warm() -> None:
    """Load the libraries that the first page draws with; they take seconds the first time."""
    for name in ("pandas", "plotly.graph_objects", "analysis", "fairness", "scoring"):
        importlib.import_module(name)


def installation() -> Installation:
    """The open store and the settings in force."""
    return Installation(store=open_once(), settings=settings())
