import errno
import io
import itertools
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview import IntegrityBroken, StoreError
from store import Store, blob, blobs, events, open_blob, put_blob, read_range, verify
from store.blob_file import CHUNK, HEADER, TAG, BlobReader, encrypted, stored_size
from store.blobs import blob_path, content_size

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]


def _content(size: int) -> bytes:
    pattern = bytes(range(251))
    return (pattern * (size // len(pattern) + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(store: Store, size: int) -> None:
    content = _content(size)
    stored = put_blob(store, "c1", "media", content, "video/webm")
    assert stored.size == size
    with open_blob(store, stored.digest) as stream:
        assert stream.read() == content
    with store.read() as reading:
        assert blob(reading, stored.digest) == stored
        assert blobs(reading, "c1") == (stored,)
    path = blob_path(store, stored.digest)
    assert (
        path.stat().st_size == stored_size(size) == HEADER + size + TAG * max(1, -(-size // CHUNK))
    )
    assert content_size(path.stat().st_size) == size
    assert verify(store).ok


def test_paths_bytes_and_streams_are_all_sources(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "clip"
    path.write_bytes(b"clip")
    stream = io.BytesIO(b"clip")
    digests = {
        put_blob(store, "c1", "media", source, "video/mp4").digest
        for source in (path, b"clip", stream)
    }
    assert len(digests) == 3, "the same content under a fresh salt is another file"
    assert not stream.closed, "the caller's stream is the caller's to close"
    for digest in digests:
        assert b"".join(read_range(store, digest, 0, 99)) == b"clip"


class Trickle(io.RawIOBase):
    """A source that gives seven bytes at a time, as a pipe may."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._inner = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._inner.read(min(7, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_source_that_gives_little_at_a_time_is_read_to_its_end(store: Store) -> None:
    content = _content(CHUNK + 100)
    source: BinaryIO = io.BufferedReader(Trickle(content), 7)
    stored = put_blob(store, "c1", "media", source, "video/mp4")
    assert b"".join(read_range(store, stored.digest, 0, len(content))) == content


def test_any_range_is_the_slice_of_the_content(store: Store) -> None:
    content = _content(2 * CHUNK + 500)
    digest = put_blob(store, "c1", "media", content, "video/mp4").digest
    edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, len(content) - 1, len(content)]
    for start, stop in itertools.product(edges, [*edges, len(content) + 50]):
        assert b"".join(read_range(store, digest, start, stop)) == content[start:stop]


def test_a_range_decrypts_only_the_chunks_it_lies_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = put_blob(store, "c1", "media", _content(5 * CHUNK), "video/mp4").digest
    opened: list[int] = []
    piece = BlobReader._piece

    def counted(self: BlobReader, number: int) -> bytes:
        opened.append(number)
        return piece(self, number)

    monkeypatch.setattr(BlobReader, "_piece", counted)
    assert len(b"".join(read_range(store, digest, 3 * CHUNK + 5, 3 * CHUNK + 105))) == 100
    assert set(opened) == {3}


@settings(deadline=None, max_examples=60)
@given(content=st.binary(max_size=300), start=st.integers(-5, 320), length=st.integers(0, 320))
def test_seeking_is_like_seeking_in_a_plain_file(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: int, length: int
) -> None:
    path = tmp_path_factory.mktemp("blob") / "file"
    path.write_bytes(b"".join(encrypted(bytes(32), io.BytesIO(content))))
    plain = io.BytesIO(content)
    with BlobReader(path, bytes(32), len(content), "d") as reader:
        if start < 0:
            with pytest.raises(ValueError, match="before the beginning"):
                reader.seek(start)
            return
        assert reader.seek(start) == plain.seek(start)
        assert reader.read(length) == plain.read(length)
        assert reader.tell() == (plain.tell() if length and start < len(content) else start)
        assert reader.seek(0, os.SEEK_END) == len(content)


@pytest.mark.parametrize("damage", ["flip", "swap", "drop last", "append", "header", "no length"])
def test_a_damaged_file_is_refused_while_reading(store: Store, damage: str) -> None:
    digest = put_blob(store, "c1", "media", _content(3 * CHUNK), "video/mp4").digest
    path = blob_path(store, digest)
    content = path.read_bytes()
    part = CHUNK + TAG
    first, second = content[HEADER : HEADER + part], content[HEADER + part : HEADER + 2 * part]
    path.write_bytes(
        {
            "flip": content[:-1] + bytes([content[-1] ^ 1]),
            "swap": content[:HEADER] + second + first + content[HEADER + 2 * part :],
            "drop last": content[: HEADER + 2 * part],
            "append": content + first,
            "header": b"X" + content[1:],
            "no length": content[:5] + bytes(4) + content[9:],
        }[damage]
    )
    if damage == "append":
        # what was stored reads as before; that the file grew is for verify to say
        assert b"".join(read_range(store, digest, 0, 3 * CHUNK)) == _content(3 * CHUNK)
        assert not verify(store).ok
        return
    with pytest.raises(IntegrityBroken) as refused:
        list(read_range(store, digest, 0, 3 * CHUNK))
    assert refused.value.code == "store.blob_altered"


def test_a_missing_file_and_an_unknown_address_are_named(store: Store) -> None:
    digest = put_blob(store, "c1", "media", b"x", "video/mp4").digest
    blob_path(store, digest).unlink()
    with pytest.raises(IntegrityBroken) as gone:
        open_blob(store, digest)
    assert gone.value.code == "store.blob_missing"
    with pytest.raises(StoreError) as unknown:
        open_blob(store, "0" * 64)
    assert unknown.value.code == "blob.unknown"


class FullDisk(io.BytesIO):
    """A source during whose copying the disk fills up."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= CHUNK:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


def test_a_full_disk_leaves_nothing_half_written(store: Store) -> None:
    put_blob(store, "c1", "media", b"before", "video/mp4")
    files = sorted(store.blob_folder.rglob("*"))
    with store.read() as reading:
        trail = events(reading)
    with pytest.raises(StoreError) as refused:
        put_blob(store, "c1", "media", FullDisk(_content(3 * CHUNK)), "video/mp4")
    assert refused.value.code == "store.disk_full"
    assert sorted(store.blob_folder.rglob("*")) == files
    with store.read() as reading:
        assert events(reading) == trail
    # the remedy: space was freed, the same step works
    assert put_blob(store, "c1", "media", _content(10), "video/mp4").size == 10


def test_a_file_whose_row_cannot_be_written_is_taken_away_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_blob(store, "c1", "media", b"before", "video/mp4")
    files = sorted(path for path in store.blob_folder.rglob("*") if path.is_file())

    def refuse(*_: object) -> None:
        raise StoreError("store.disk_full", "no room")

    monkeypatch.setattr(sys.modules["store.blobs"], "record", refuse)
    with pytest.raises(StoreError):
        put_blob(store, "c1", "media", b"after", "video/mp4")
    assert sorted(path for path in store.blob_folder.rglob("*") if path.is_file()) == files
