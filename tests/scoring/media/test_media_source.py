"""Opening a recording: one code for each thing wrong, and remedies that work."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from recordings import clip, clip_bytes, png, tone, wav

from interview import MediaError
from scoring.media import open_media, probe, stream


def code_of(source: object, **how: object) -> str:
    with pytest.raises(MediaError) as caught:
        probe(source, **how)  # type: ignore[arg-type]
    assert caught.value.remedy
    return caught.value.code


def test_a_file_that_is_not_there_names_the_one_meant(tmp_path: Path) -> None:
    (tmp_path / "answer_1.wav").write_bytes(wav(tone(0.5, 8000), 8000).getvalue())
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "anwser_1.wav")
    assert caught.value.code == "media.not_found"
    # the advice, followed, works
    advised = caught.value.remedy.removeprefix("did you mean ").rstrip("?")
    assert probe(tmp_path / advised).duration_ms == 500


def test_a_file_that_is_not_there_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert code_of(tmp_path / "no" / "such.mp4") == "media.not_found"


def test_a_folder_is_not_a_recording(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "media.wrong_type"


def test_nothing_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "empty.webm").write_bytes(b"")
    assert code_of(tmp_path / "empty.webm") == "media.empty"
    assert code_of(io.BytesIO()) == "media.empty"


def test_a_file_over_the_limit_says_by_how_much(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(wav(tone(1.0, 16_000), 16_000).getvalue())
    with pytest.raises(MediaError) as caught:
        probe(path, max_bytes=16_022)
    assert caught.value.code == "media.too_large"
    assert "2.0 times smaller" in caught.value.remedy
    # half the rate makes it half the size: the advice works
    path.write_bytes(wav(tone(1.0, 16_000)[::2], 8_000).getvalue()[:16_022])
    assert probe(path, max_bytes=16_022).has_audio


def test_a_file_nobody_may_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert code_of(tmp_path / "locked.mp4") == "media.unreadable"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.txt", b"My answer is that I led the team.\n" * 40),
        ("cues.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n\n"),
        ("picture.png", png()),
        ("archive.zip", b"PK\x03\x04" + bytes(200)),
        ("page.mp4", b"<!doctype html><title>Not found</title>" * 10),
        ("random.mp4", bytes(range(256)) * 40),
    ],
)
def test_what_is_no_recording(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert code_of(tmp_path / name) == "media.wrong_type"
    assert code_of(io.BytesIO(data)) == "media.wrong_type"


def test_a_playlist_cannot_make_the_reader_open_another_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(wav(tone(1.0, 16_000), 16_000).getvalue())
    lists = {
        "list.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{secret}\n#EXT-X-ENDLIST\n",
        "list.ffconcat": f"ffconcat version 1.0\nfile '{secret}'\n",
        "list.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 49170 RTP/AVP 0\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
        assert code_of(tmp_path / name) == "media.wrong_type"
        (tmp_path / "upload.mp4").write_text(text)
        assert code_of(tmp_path / "upload.mp4") == "media.wrong_type"


def test_a_name_that_looks_like_an_instruction_is_a_name(tmp_path: Path) -> None:
    for name in ("concat:a|b.wav", "-i.wav", "a?b#c%20.wav", "回答 1.wav"):
        (tmp_path / name).write_bytes(wav(tone(0.5, 8000), 8000).getvalue())
        assert probe(tmp_path / name).duration_ms == 500


@pytest.mark.parametrize("kind", ["mp4", "webm", "avi", "wav", "flac", "ogg"])
def test_a_recording_cut_off_in_its_first_bytes(kind: str) -> None:
    codecs = {"webm": ("libvpx", "libopus"), "mp4": ("mpeg4", "aac"), "avi": ("mpeg4", "pcm_s16le")}
    video, audio = codecs.get(
        kind, (None, {"wav": "pcm_s16le", "flac": "flac", "ogg": "libopus"}.get(kind))
    )
    whole = clip_bytes(kind, video=video, audio=audio, seconds=1.0).getvalue()
    assert code_of(io.BytesIO(whole[:24])) == "media.truncated"


def test_an_mp4_that_was_never_finished(tmp_path: Path) -> None:
    # the part that describes the streams stands at the end of an mp4 until it is closed
    whole = clip_bytes("mp4").getvalue()
    path = tmp_path / "stopped.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    assert code_of(path) == "media.truncated"
    with pytest.raises(MediaError) as caught:
        stream(path)
    assert caught.value.code == "media.truncated"
    assert "stopped.mp4" in str(caught.value)


def test_an_open_file_is_read_from_its_beginning_and_stays_open() -> None:
    file = clip_bytes("mp4")
    file.seek(100)
    assert probe(file).has_video
    assert not file.closed
    assert stream(file, video_fps=5).frames_given > 0
    with open_media(file) as container:
        assert container.streams.audio


def test_an_error_of_the_file_itself_is_not_called_a_bad_recording() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 4000:
                raise RuntimeError("the key is gone")
            return super().read(size)

    file = Broken(clip_bytes("mp4", size=(320, 240)).getvalue())
    with pytest.raises(RuntimeError, match="the key is gone"):
        stream(file, video_fps=5)


def test_names_of_people_in_a_path_do_not_reach_the_message(tmp_path: Path) -> None:
    folder = tmp_path / "Maria Example"
    folder.mkdir()
    (folder / "a.mp4").write_bytes(b"")
    with pytest.raises(MediaError) as caught:
        probe(folder / "a.mp4")
    assert "Maria" not in str(caught.value)


def test_clip_written_to_a_path(tmp_path: Path) -> None:
    clip(str(tmp_path / "a.mp4"))
    assert probe(str(tmp_path / "a.mp4")).has_audio
