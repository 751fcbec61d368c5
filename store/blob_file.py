"""The format of one encrypted file: read anywhere in it without decrypting the rest.

``CNDR1``, four bytes chunk size, sixteen random bytes; then chunks of ciphertext, each with its
own tag. Chunks are numbered and the last one is marked (the STREAM construction), so none can be
changed, dropped, moved or added unnoticed. The file's own key is derived from the person's.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from interview import IntegrityBroken

MAGIC = b"CNDR1"
CHUNK = 1 << 20
TAG = 16
_SALT = 16
HEADER = len(MAGIC) + 4 + _SALT


def encrypted(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """The file's bytes, one chunk at a time; at most two chunks are held.

    Examples
    --------
    >>> parts = list(encrypted(bytes(32), io.BytesIO(b"abc")))
    >>> sum(map(len, parts)) == stored_size(3)
    True
    """
    header = MAGIC + CHUNK.to_bytes(4, "big") + os.urandom(_SALT)
    cipher = _cipher(key, header)
    yield header
    number, chunk = 0, _filled(source)
    while True:
        following = _filled(source) if len(chunk) == CHUNK else b""
        yield cipher.encrypt(_nonce(number, last=not following), chunk, header)
        if not following:
            return
        number, chunk = number + 1, following


def stored_size(size: int) -> int:
    """Bytes on disk for so many bytes of content."""
    return HEADER + size + TAG * max(1, -(-size // CHUNK))


class BlobReader(io.RawIOBase):
    """The content of an encrypted file as a seekable stream; nothing is decrypted before it is
    asked for."""

    def __init__(self, path: Path, key: bytes, size: int, digest: str) -> None:
        super().__init__()
        self._digest = digest
        self._size = size
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        try:
            self._file = path.open("rb", buffering=0)
        except FileNotFoundError as err:
            raise IntegrityBroken(
                "store.blob_missing",
                f"the file of blob {digest} is gone",
                "restore the folder blobs from a backup",
                digest=digest,
            ) from err
        header = self._file.read(HEADER)
        # a length of nothing would divide by zero before the tag could tell
        whole = len(header) == HEADER and any(header[len(MAGIC) : len(MAGIC) + 4])
        if not whole or not header.startswith(MAGIC):
            self._file.close()
            raise self._altered()
        self._header = header
        self._chunk = int.from_bytes(header[len(MAGIC) : len(MAGIC) + 4], "big")
        self._cipher = _cipher(key, header)
        self._last = max(0, -(-size // self._chunk) - 1)

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def tell(self) -> int:
        """Position in the content."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Move; any place may be reached at the same cost."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError(f"position {start + offset} is before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: object, /) -> int:
        """Fill ``buffer`` from the present position, at most to the end of one chunk."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._at >= self._size or not len(view):
            return 0
        number, offset = divmod(self._at, self._chunk)
        piece = self._piece(number)[offset : offset + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            self._held = (-1, b"")
            self._file.close()
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(HEADER + number * (self._chunk + TAG))
            sealed = self._file.read(self._chunk + TAG)
            try:
                nonce = _nonce(number, last=number == self._last)
                self._held = (number, self._cipher.decrypt(nonce, sealed, self._header))
            except (InvalidTag, ValueError) as err:
                raise self._altered() from err
        return self._held[1]

    def _altered(self) -> IntegrityBroken:
        return IntegrityBroken(
            "store.blob_altered",
            f"the file of blob {self._digest} was changed",
            "restore it from a backup; candor verify lists every broken file",
            digest=self._digest,
        )


def _filled(source: BinaryIO) -> bytes:
    """A whole chunk, shorter only at the end: a raw stream may give less than asked."""
    parts: list[bytes] = []
    missing = CHUNK
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _cipher(key: bytes, header: bytes) -> AESGCM:
    return AESGCM(hmac.new(key, b"candor file" + header, hashlib.sha256).digest())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
