"""Opening a recording safely: what may be read at all, and one clear error for each thing wrong."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from interview import MediaError

if TYPE_CHECKING:
    from av.container import InputContainer

MediaSource = str | Path | BinaryIO
"""A path, or an open binary file that can seek (a decrypting one included)."""

# Playlists (hls, dash, concat) and picture or text "formats" are left out on purpose: a playlist
# makes the reader open other files and addresses, so a hostile upload could fetch what is not its.
FORMATS = "mov,matroska,avi,asf,flv,mpegts,mpeg,ogg,wav,w64,mp3,flac,aac,aiff,caf,amr,au"

# the first bytes by which a recording is known even when the rest of it is missing
_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")
_STARTS = (
    b"\x1aE\xdf\xa3",
    b"RIFF",
    b"OggS",
    b"fLaC",
    b"ID3",
    b"FLV",
    b"FORM",
    b"\x30\x26\xb2\x75",
)
_KINDS = "mp4, mov, webm, mkv, avi, wav, mp3, m4a, ogg or flac"


def media_name(source: MediaSource) -> str:
    """What errors call the source: the last part of its path, or ``recording`` for an open file.

    Examples
    --------
    >>> media_name("answers/first.mp4")
    'first.mp4'
    """
    return Path(source).name if isinstance(source, str | Path) else "recording"


@contextmanager
def open_media(source: MediaSource, *, max_bytes: int | None = None) -> Iterator[InputContainer]:
    """Open a recording for reading; closed again on the way out.

    Parameters
    ----------
    source : path or binary file
        An open file is read from its beginning and left open.
    max_bytes : int or None
        The largest size accepted.

    Raises
    ------
    MediaError
        ``media.not_found``, ``media.unreadable``, ``media.empty``, ``media.too_large``,
        ``media.truncated`` (starts like a recording, cannot be opened) or ``media.wrong_type``.
    """
    import av

    size, head = _look(source)
    name = media_name(source)
    if size == 0:
        raise MediaError(
            "media.empty",
            f"{name} holds 0 bytes",
            "record or copy it again; the copy has the size of the original",
            file=name,
        )
    if max_bytes is not None and size is not None and size > max_bytes:
        raise MediaError(
            "media.too_large",
            f"{name} has {size / 1e6:.1f} MB, the limit is {max_bytes / 1e6:.1f} MB",
            f"make it {size / max_bytes:.1f} times smaller (a lower resolution will do), "
            "or raise the limit in the settings",
            file=name,
            size_mb=round(size / 1e6, 1),
            limit_mb=round(max_bytes / 1e6, 1),
        )
    # "file:" keeps a name such as "concat:a|b" from being read as an instruction
    target = f"file:{Path(source).absolute()}" if isinstance(source, str | Path) else source
    try:
        container = av.open(
            target,
            mode="r",
            options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
            metadata_errors="ignore",
        )
    except av.error.FFmpegError as error:
        raise _unopened(name, head) from error
    with container:
        # a stream without a decoder has no context
        if not any(s.codec_context for s in (*container.streams.audio, *container.streams.video)):
            raise _unopened(name, head)
        yield container


def _look(source: MediaSource) -> tuple[int | None, bytes]:
    """Size and first bytes; an open file is left at its beginning."""
    if not isinstance(source, str | Path):
        if not source.seekable():
            return None, b""
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        head = source.read(16)
        source.seek(0)
        return size, head
    path = Path(source)
    try:
        with path.open("rb") as file:
            return path.stat().st_size, file.read(16)
    except FileNotFoundError as error:
        raise _absent(path) from error
    except IsADirectoryError as error:
        raise MediaError(
            "media.wrong_type",
            f"{path.name} is a folder",
            f"name one recording in it: {_KINDS}",
            file=path.name,
        ) from error
    except OSError as error:
        raise MediaError(
            "media.unreadable",
            f"{path.name} cannot be read ({error.strerror})",
            "give the account that runs Candor the right to read it",
            file=path.name,
        ) from error


def _absent(path: Path) -> MediaError:
    there = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    close = difflib.get_close_matches(path.name, there, n=1)
    remedy = f"did you mean {close[0]}?" if close else "check the folder and the spelling"
    return MediaError("media.not_found", f"there is no file {path.name}", remedy, file=path.name)


def _unopened(name: str, head: bytes) -> MediaError:
    if head[4:8] in _BOXES or head.startswith(_STARTS):
        return MediaError(
            "media.truncated",
            f"{name} starts like a recording, but the part that describes it is missing",
            "copy or upload it again; if a recorder made it, stop the recording before copying",
            file=name,
        )
    return MediaError(
        "media.wrong_type",
        f"{name} is not a recording Candor can read",
        f"use {_KINDS}",
        file=name,
    )
