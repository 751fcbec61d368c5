"""Which code trained a scorer: a digest of the sources that decide what comes out."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path


@cache
def code_version() -> str:
    """The digest of this package's and the catalogue's files, and the version of scikit-learn.

    Examples
    --------
    >>> code_version().partition("+")[2].startswith("scikit-learn-")
    True
    """
    here = Path(__file__).parent
    found = hashlib.sha256()
    files = [*here.glob("*.py"), *here.glob("*.toml"), *here.parent.glob("catalogue/*")]
    for path in sorted(files):
        if path.is_file():
            found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{found.hexdigest()[:12]}+scikit-learn-{version('scikit-learn')}"
