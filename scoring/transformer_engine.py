"""The transformers library made ready: offline, quiet, one thread, and without what it lacks."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import suppress
from functools import cache
from typing import Any, Final

OFFLINE: Final[dict[str, Any]] = {
    # a name that is no folder is never looked up in a hub, and code or pickles beside the weights
    # are never run: what a model folder holds is data
    "local_files_only": True,
    "trust_remote_code": False,
}

BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)
"""What the library raises on a folder that is damaged or holds another kind of model."""


@cache
def transformers() -> Any:
    """The library, imported once with one arithmetic thread and nothing to say.

    Examples
    --------
    >>> transformers().__name__
    'transformers'
    """
    hidden = _hide_broken_torchaudio()
    import torch
    import transformers as library

    # lazily imported parts look for torchaudio only now
    library.pipelines.__name__  # noqa: B018
    if hidden:
        del sys.modules["torchaudio"]
    torch.set_num_threads(1)
    with suppress(RuntimeError):  # it may be set only before the first parallel work
        torch.set_num_interop_threads(1)
    telling: Any = library.utils.logging
    telling.set_verbosity_error()
    telling.disable_progress_bar()
    return library


def _hide_broken_torchaudio() -> bool:
    """Whether torchaudio was hidden: it is not needed here, and one built for another torch fails.

    Sound reaches a model at the model's own rate, so nothing is ever resampled by it; yet the
    library imports it wherever it is installed, and one that cannot be loaded stops everything.
    """
    if "torchaudio" in sys.modules or importlib.util.find_spec("torchaudio") is None:
        return False
    sys.modules["torchaudio"] = None  # type: ignore[assignment]
    return True


def first_line(error: Exception) -> str:
    """The first line of an error of the library, which may go on for pages.

    Examples
    --------
    >>> first_line(ValueError("no weights\\nsee the manual"))
    'no weights'
    """
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
