"""The same answer from two candidates is counted for both and named for neither."""

from __future__ import annotations

import json
from pathlib import Path

from interview import Actor
from store import card, open_store
from workflow import collect, score_batch
from workflow.near_copies import near_copies

SYSTEM = Actor.system()
COPIED = (
    "Last year two colleagues in our shop argued about the shifts every single week. I asked both "
    "of them to sit down with me, listened to each side, and wrote down what both of them wanted. "
    "We split the weekends again, and in the end the errors at the till fell by 20 percent."
)
OWN = (
    "In March a customer came back with a broken heater for the third time. I phoned the maker, "
    "found out that a seal was too short, drove over in the evening and changed it myself. She has "
    "been buying from us ever since, and I wrote the length of the seal into our order form."
)


def manifest(folder: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    lines = ["interview,candidate,role,question,transcript"]
    for number, (interview, candidate, question, text) in enumerate(rows):
        (folder / f"t{number}.txt").write_text(text, encoding="utf-8")
        lines.append(f"{interview},{candidate},marketing,{question},t{number}.txt")
    path = folder / "all.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_counted_by_question_and_by_candidate(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        [
            ("i1", "ann", "mk_q1", COPIED),
            ("i1", "ann", "mk_q2", OWN),
            ("i2", "bob", "mk_q1", COPIED.replace("single week", "other week")),
            ("i3", "eve", "mk_q1", f"Interviewer: Tell me.\nCandidate: {COPIED}"),
            ("i4", "dan", "mk_q2", COPIED),  # another question
            ("i5", "ann", "mk_q1", COPIED),  # the same candidate again
            ("i6", "fay", "mk_q1", OWN),
        ],
    )
    found = near_copies(collect([path]).sources)
    assert found == {"i1": {1: 2}, "i2": {1: 2}, "i3": {1: 2}, "i5": {1: 2}}


def test_a_transcript_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        [
            ("i1", "ann", "mk_q1", COPIED),
            ("i2", "bob", "mk_q1", COPIED),
            ("i3", "eve", "mk_q1", "x"),
        ],
    )
    (tmp_path / "t2.txt").write_bytes(b"")
    assert near_copies(collect([path]).sources) == {"i1": {1: 1}, "i2": {1: 1}}


def test_the_card_of_a_batch_says_how_many_and_never_who(tmp_path: Path) -> None:
    path = manifest(
        tmp_path,
        [
            ("i1", "ann", "mk_q1", COPIED),
            ("i2", "bob", "mk_q1", COPIED),
            ("i3", "eve", "mk_q1", OWN),
        ],
    )
    with open_store(folder=tmp_path / "store", create=True) as store:
        report = score_batch(SYSTEM, store, collect([path]), jobs=1)
        assert report.progress.failed == 0
        with store.read() as reading:
            cards = {one: card(reading, one) for one in ("i1", "i2", "i3")}
    flags = {
        one: [f for f in (data or {})["flags"] if f["code"] == "language.near_duplicate"]
        for one, data in cards.items()
    }
    assert [f["slots"] for f in flags["i1"]] == [{"answer": "a1", "count": 1}]
    assert [f["slots"] for f in flags["i2"]] == [{"answer": "a1", "count": 1}]
    assert flags["i3"] == []
    assert "bob" not in json.dumps(cards["i1"])
