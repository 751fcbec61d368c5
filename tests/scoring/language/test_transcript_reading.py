"""Transcripts of every common kind are read, and what cannot be read says where and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interview import Segment, Transcript, TranscriptError, Word
from scoring.language import read_transcript, transcript_from_json, transcript_json

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\nI led it.\n\n2\n00:00:03,000 --> 00:00:04,000\nIt worked.\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_one_srt_in_many_encodings(codec: str) -> None:
    text = SRT.replace("It worked.", "成功了。")
    read = read_transcript(text.encode(codec), name="a.srt")
    assert read.text == "I led it. 成功了。"
    assert [(s.start_ms, s.end_ms) for s in read.segments] == [(1000, 2500), (3000, 4000)]
    assert read.source == "srt"


def test_windows_1252_and_line_ends() -> None:
    read = read_transcript(SRT.replace("led", "l\u00e9d").replace("\n", "\r\n").encode("cp1252"))
    assert read.segments[0].text == "I l\u00e9d it."


def test_vtt_with_everything_in_it() -> None:
    vtt = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE a comment
over two lines

REGION
id:one

intro
00:01.000 --> 00:02.000 position:50% align:middle
<v.loud Ann Lee>I <b>led</b> the <c.x>team</c> &amp; it<00:01.500> worked.

00:00:00.000 --> 00:00:00.900
First.

01:00:00.000 --> 01:00:01.000

"""
    read = read_transcript(vtt.encode(), name="a.vtt")
    assert read.text == "First. I led the team & it worked."
    assert read.segments[1].speaker == "Ann Lee"
    assert read.source == "vtt"


def test_rolling_captions_are_kept_once() -> None:
    vtt = (
        "WEBVTT\n\n00:00.000 --> 00:01.000\nI led\n\n00:01.000 --> 00:01.010\nI led\n\n"
        "00:01.010 --> 00:02.000\nI led\nthe team\n\n00:02.000 --> 00:03.000\nthe team\nwell\n"
    )
    assert read_transcript(vtt.encode()).text == "I led the team well"


def test_a_forgotten_empty_line_between_cues() -> None:
    srt = "1\n00:00:01,0 --> 00:00:02,0\nOne.\n2\n00:00:02,0 --> 00:00:03,0\nTwo.\n"
    assert [s.text for s in read_transcript(srt.encode()).segments] == ["One.", "Two."]


def test_json_of_words_is_gathered_into_sentences() -> None:
    words = [
        {"word": "I", "start": 0.0, "end": 0.1, "probability": 0.9},
        {"word": "led.", "start": 0.2, "end": 0.5, "probability": 0.8},
        {"word": "It", "start": 0.6, "end": 0.7},
        {"word": "worked", "start": 2.0, "end": 2.4},
    ]
    read = read_transcript(json.dumps(words).encode())
    assert [s.text for s in read.segments] == ["I led.", "It", "worked"]
    assert read.segments[0].words[1] == Word(text="led.", start_ms=200, end_ms=500, confidence=0.8)


def test_json_of_chinese_words_has_no_spaces() -> None:
    words = [{"text": t, "start": i, "end": i + 0.9} for i, t in enumerate("我们完成了。")]
    assert read_transcript(json.dumps(words).encode()).text == "我们完成了。"


def test_json_as_recognisers_write_it() -> None:
    whisper = {
        "text": "x",
        "segments": [
            {
                "text": " I led it.",
                "start": 0,
                "end": 1.5,
                "words": [
                    {"word": " I", "start": 0, "end": 0.2},
                    {"word": " led", "start": 0.3, "end": 0.6},
                    {"word": " it.", "start": 0.7, "end": 1.5},
                ],
            }
        ],
    }
    read = read_transcript(json.dumps(whisper).encode(), name="a.json")
    assert read.text == "I led it."
    assert read.segments[0].words[2].end_ms == 1500
    chunks = {"chunks": [{"text": "I led it.", "timestamp": [0.5, None]}]}
    assert read_transcript(json.dumps(chunks).encode()).segments[0].start_ms == 500
    bare = {"text": "I led it.\nIt worked."}
    assert len(read_transcript(json.dumps(bare).encode()).segments) == 2


def test_plain_text_has_no_times() -> None:
    read = read_transcript("第一句。\n\n第二句。".encode(), name="a.txt")
    assert len(read.segments) == 2
    assert not read.timed
    assert read.source == "text"


def test_a_file_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT, encoding="utf-8")
    assert read_transcript(tmp_path / "a.srt") == read_transcript(str(tmp_path / "a.srt"))


@pytest.mark.parametrize(
    ("raw", "name", "code", "line"),
    [
        (b"", None, "transcript.empty", None),
        (b"  \n\n", "a.srt", "transcript.empty", None),
        (b"WEBVTT\n", "a.vtt", "transcript.empty", None),
        (b"[]", "a.json", "transcript.empty", None),
        (b'{"segments": []}', "a.json", "transcript.empty", None),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt", "transcript.empty", None),
        (b"... !!!", "a.txt", "transcript.empty", None),
        (b"1", "a.srt", "transcript.broken", 1),
        (b"1\n00:00:aa --> 00:00:02,000\nHi\n", "a.srt", "transcript.broken", 2),
        (b"1\n00:00:03,000 --> 00:00:02,000\nHi\n", "a.srt", "transcript.broken", 2),
        (b'{"a": 1', "a.json", "transcript.broken", 1),
        (b'[{"text": "a"},\n {"text": }]', "a.json", "transcript.broken", 2),
        (b'[{"start": 1}]', "a.json", "transcript.broken", 1),
        (b'[{"text": "a b c", "start": "x", "end": 2}]', "a.json", "transcript.broken", 1),
        (b'[{"text": "a b c", "start": 3, "end": 2}]', "a.json", "transcript.broken", 1),
        (b"5", "a.json", "transcript.broken", 1),
        (b"%PDF-1.7 text", "a.pdf", "transcript.wrong_type", None),
        (b"\x00\x01\x02\x03" * 100, None, "transcript.wrong_type", None),
        (b"\x1a\x45\xdf\xa3" + bytes(range(1, 32)) * 20, None, "transcript.wrong_type", None),
    ],
)
def test_what_cannot_be_read_says_why(
    raw: bytes, name: str | None, code: str, line: int | None
) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(raw, name=name)
    assert caught.value.code == code
    assert caught.value.remedy
    if line is not None:
        assert caught.value.slots["line"] == line


def test_missing_and_oversized_files(tmp_path: Path) -> None:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(tmp_path / "none.srt")
    assert caught.value.code == "transcript.not_found"
    with pytest.raises(TranscriptError) as caught:
        read_transcript(b"a" * 20_000_001)
    assert caught.value.code == "transcript.too_large"


def test_an_error_never_quotes_what_was_said() -> None:
    with pytest.raises(TranscriptError) as caught:
        read_transcript(b"My secret salary\nis here", name="a.srt")
    assert "secret" not in str(caught.value)
    # nor an empty pair of quotes in its place
    assert "''" not in str(caught.value)


def test_kept_and_handed_on_without_loss() -> None:
    full = Transcript(
        segments=(
            Segment(
                text="I led it.",
                start_ms=5,
                end_ms=900,
                words=(
                    Word(text="I", start_ms=5, end_ms=50, confidence=0.5),
                    Word(text="led", start_ms=60, end_ms=90),
                ),
                confidence=0.75,
                speaker="A",
            ),
            Segment(text="好。"),
        ),
        source="json",
        locale="en",
    )
    again = transcript_from_json(json.loads(json.dumps(transcript_json(full))))
    assert again == full


def test_half_of_a_character_becomes_the_sign_for_one_that_is_unknown() -> None:
    entry = {"text": "\ud800 Good \U0001f600 work.", "start": 0, "end": 1}
    for given in ([entry], {"segments": [entry]}, {"text": entry["text"]}):
        said = read_transcript(json.dumps(given).encode(), name="a.json")
        assert said.text == "\ufffd Good \U0001f600 work."
        assert said.text.encode()
