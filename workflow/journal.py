"""What a batch without a store has finished: one line per interview, safe against any stop."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

from interview import StoreError
from workflow.progress import BatchItem


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One finished interview: how it ended and, unless it failed, its card as JSON."""

    item: BatchItem
    card: Mapping[str, Any] | None


class Journal:
    """Finished interviews by key, in memory and, with a path, on disk.

    Every entry is on the disk before the batch goes on. A line torn by a crash is cut off on the
    next start: its interview is scored again, nothing else is lost or doubled.

    Raises
    ------
    StoreError
        ``batch.running`` when another process works on the same journal, ``store.disk_full``.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.entries: dict[str, Entry] = {}
        self._file: IO[bytes] | None = None
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise disk_error(error, path) from None
            self._file = os.fdopen(opened, "r+b", buffering=0)
            self._lock(path)
            self._load(self._file)

    def _lock(self, path: Path) -> None:
        import fcntl

        if self._file is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise StoreError(
                "batch.running",
                f"another process is working on {path.name}",
                "wait for it, or name another output",
                name=path.name,
            ) from None

    def _load(self, file: IO[bytes]) -> None:
        whole = 0
        for line in file.read().splitlines(keepends=True):
            try:
                if not line.endswith(b"\n"):
                    break
                data = json.loads(line)
                item = replace(BatchItem(**data["item"]), resumed=True)
                self.entries[data["key"]] = Entry(item=item, card=data["card"])
            except (ValueError, KeyError, TypeError):
                break
            whole += len(line)
        file.truncate(whole)
        file.seek(whole)

    def add(self, key: str, item: BatchItem, card: Mapping[str, Any] | None) -> None:
        """Remember one finished interview."""
        if self._file is not None:
            line = json.dumps({"key": key, "item": asdict(item), "card": card}, ensure_ascii=False)
            start = self._file.tell()
            try:
                body = memoryview(line.encode() + b"\n")
                while body:
                    body = body[self._file.write(body) :]
                os.fsync(self._file.fileno())
            except OSError as error:
                self._file.truncate(start)
                self._file.seek(start)
                raise disk_error(error, self.path) from None
        self.entries[key] = Entry(item=item, card=card)

    def close(self, *, remove: bool = False) -> None:
        """Let go; with ``remove`` the file goes too, because its content stands elsewhere."""
        if self._file is not None:
            if remove and self.path is not None:
                self.path.unlink(missing_ok=True)
            self._file.close()
            self._file = None


def disk_error(error: OSError, path: Path | None) -> StoreError:
    """A failed write as an error a person can act on."""
    where = str(path.parent) if path else "the disk"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreError(
            "store.disk_full",
            f"there is no room left in {where}",
            "free some space and start again; what was finished is kept",
            where=where,
        )
    if error.errno == errno.ENOENT:
        return StoreError(
            "store.cannot_write", f"there is no folder {where}", "make it first, or name another",
            where=where,
        )  # fmt: skip
    return StoreError(
        "store.cannot_write",
        f"{where} cannot be written ({error.strerror})",
        "check who may write there and start again; what was finished is kept",
        where=where,
    )
