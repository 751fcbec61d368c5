"""Where uploaded files lie in the clear while they are scored, and what a crash left of them."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

UPLOADS = "uploads"
LOCK = ".in_use"
PREFIX = "upload-"


class UploadFolder:
    """One upload's folder, readable by its owner alone, marked as in use until it is discarded.

    The mark is a file lock: the system lets go of it whatever ends the program, so a folder whose
    lock is free was left behind.
    """

    def __init__(self, inside: Path) -> None:
        inside.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=inside))
        self._lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def discard(self) -> None:
        """Remove everything in it, then let go; a second time does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def remove_left_behind(inside: Path) -> int:
    """Remove the uploads that a killed program left in the clear; returns how many."""
    removed = 0
    for folder in inside.glob(f"{PREFIX}*"):
        try:
            lock = os.open(folder / LOCK, os.O_RDWR)
        except OSError:  # just being made, or already gone
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # still being scored
            continue
        else:
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
        finally:
            os.close(lock)
    return removed
