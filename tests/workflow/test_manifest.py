"""Manifests: every column, every encoding people save tables in, every mistake in a row."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interview import InputError
from tests.workflow.recordings import tone
from workflow import AnswerSource, Manifest, read_manifest

HEADER = "interview,candidate,requisition,role,question,media,transcript,language"


def manifest(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8") -> Manifest:
    for name in ("a.wav", "b.wav"):
        tone(folder / name, seconds=0.01)
    (folder / "a.srt").write_text("1\n")
    path = folder / "m.csv"
    path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
    return read_manifest(path)


def test_rows_of_one_interview_belong_together(tmp_path: Path) -> None:
    found = manifest(
        tmp_path,
        "i1,c1,r1,clerk,q1,a.wav,a.srt,zh-CN",
        "i2,c2,,,,b.wav,,",
        "i1,c1,r1,clerk,q2,b.wav,,zh-CN",
    )
    assert found.refused == ()
    first, second = found.sources
    assert (first.interview, first.candidate, first.requisition) == ("i1", "c1", "r1")
    assert (first.role, first.language) == ("clerk", "zh")
    assert first.answers == (
        AnswerSource(media=tmp_path / "a.wav", transcript=tmp_path / "a.srt", question="q1"),
        AnswerSource(media=tmp_path / "b.wav", question="q2"),
    )
    assert (second.role, second.requisition, second.language) == (None, None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_saved_by_any_office_program(encoding: str, tmp_path: Path) -> None:
    tone(tmp_path / "张.wav", seconds=0.01)
    found = manifest(tmp_path, "i1,张.wav", header="interview,media", encoding=encoding)
    assert found.sources[0].answers[0].media == tmp_path / "张.wav"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_delimiter(delimiter: str, tmp_path: Path) -> None:
    found = manifest(
        tmp_path,
        delimiter.join(["i1", "c1", "a.wav"]),
        header=delimiter.join(["Interview ", "candidate", "MEDIA"]),
    )
    assert found.sources[0].candidate == "c1"


def test_when_it_was_held(tmp_path: Path) -> None:
    found = manifest(
        tmp_path,
        "i1,a.wav,2026-03-12T09:30+08:00",
        "i2,b.wav,2026-03-12",
        "i3,a.wav,",
        "i4,b.wav,last week",
        header="interview,media,conducted_at",
    )
    assert [source.conducted_at for source in found.sources] == [
        datetime(2026, 3, 12, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 12, tzinfo=UTC),
        None,
    ]
    assert [item.code for item in found.refused] == ["manifest.broken_row"]


def test_json_lines_say_the_same(tmp_path: Path) -> None:
    tone(tmp_path / "a.wav", seconds=0.01)
    path = tmp_path / "m.jsonl"
    rows = [{"interview": "i1", "media": "a.wav", "consent": ["voice", "face"]}, {"interview": 2}]
    path.write_text("\n".join([*map(json.dumps, rows), "{broken", "[]"]))
    found = read_manifest(path)
    assert found.sources[0].consent == {"voice", "face"}
    assert {item.interview: item.code for item in found.refused} == {
        "2": "manifest.missing_value",
        "line 3": "manifest.broken_row",
        "line 4": "manifest.broken_row",
    }


WRONG_ROWS = {
    "manifest.missing_value": [",c1,,,,a.wav,,", "i1,c1,,,,,,"],
    "manifest.bad_id": ["Li Wei,c1,,,,a.wav,,", "i1,王芳,,,,a.wav,,", f"{'x' * 65},,,,,a.wav,,"],
    "manifest.unknown_language": ["i1,c1,,,,a.wav,,klingon"],
    "manifest.outside_folder": ["i1,c1,,,,../a.wav,,", "i1,c1,,,,/etc/passwd,,"],
    "manifest.no_such_file": ["i1,c1,,,,c.wav,,", "i1,c1,,,,a.wav,c.srt,"],
    "manifest.broken_row": ["i1,c1,,,,a.wav,,,one,too,many"],
}


@pytest.mark.parametrize(
    ("code", "row"), [(code, row) for code, rows in WRONG_ROWS.items() for row in rows]
)
def test_a_wrong_row_is_named_and_the_next_one_stands(code: str, row: str, tmp_path: Path) -> None:
    found = manifest(tmp_path, row, "i9,c9,,,,b.wav,,")
    assert [source.interview for source in found.sources] == ["i9"]
    assert [item.code for item in found.refused] == [code]
    assert found.refused[0].remedy
    assert found.refused[0].state == "failed"


def test_a_link_that_leads_outside_is_outside(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    tone(tmp_path / "secret.wav", seconds=0.01)
    (inner / "link.wav").symlink_to(tmp_path / "secret.wav")
    found = manifest(inner, "i1,c1,,,,link.wav,,")
    assert [item.code for item in found.refused] == ["manifest.outside_folder"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("i1,c1,,,q1,a.wav,,", "i1,c1,,,q1,b.wav,,"), "manifest.duplicate"),
        (("i1,c1,,,,a.wav,,", "i1,c1,,,,a.wav,,"), "manifest.duplicate"),
        (("i1,c1,,,q1,a.wav,,", "i1,c2,,,q2,b.wav,,"), "manifest.conflict"),
        (("i1,c1,,clerk,q1,a.wav,,", "i1,c1,,cook,q2,b.wav,,"), "manifest.conflict"),
    ],
)
def test_rows_that_contradict_each_other(rows: tuple[str, ...], code: str, tmp_path: Path) -> None:
    found = manifest(tmp_path, *rows)
    assert found.sources == ()
    assert [item.code for item in found.refused] == [code]


@pytest.mark.parametrize(
    ("header", "code", "remedy"),
    [
        ("candidate,media", "manifest.missing_column", "interview"),
        ("interview,candidate", "manifest.missing_column", "media"),
        ("interview,media,transcrpt", "manifest.unknown_column", "'transcript'"),
    ],
)
def test_the_header_is_checked_first(header: str, code: str, remedy: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        manifest(tmp_path, "i1,c1,a.wav"[: 5 if header.count(",") == 1 else None], header=header)
    assert refused.value.code == code
    assert remedy in str(refused.value)


def test_columns_of_ones_own_are_left_alone(tmp_path: Path) -> None:
    assert manifest(tmp_path, "i1,a.wav,blue", header="interview,media,favourite").sources


def test_half_of_a_character_refuses_its_row_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I led the team.")
    path = tmp_path / "m.jsonl"
    path.write_text(
        '{"interview": "i1", "requisition": "\\ud800", "transcript": "a.txt"}\n'
        '{"interview": "i2", "requisition": "\\ud83d\\ude00", "transcript": "a.txt"}\n'
    )
    found = read_manifest(path)
    assert [source.interview for source in found.sources] == ["i2"]
    assert [item.code for item in found.refused] == ["manifest.broken_row"]
