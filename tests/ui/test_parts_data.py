"""What the browser parts are told: plain values, nothing of a covered score."""

from __future__ import annotations

import json

from ui_samples import HOSTILE, WORDS, replace, sample_record

from interview import ScoreCard, Segment, Timeline, Transcript
from ui.names import competency_names
from ui.parts.moments import moment_rows
from ui.parts.player import MOST_STEPS, player_data
from ui.parts.safe import plain
from ui.parts.transcript import transcript_data


def test_the_player_gets_our_own_address_and_never_a_foreign_one() -> None:
    data = player_data(sample_record(), "en", test_figure=False)
    assert [a["url"] for a in data["answers"]] == ["/record/media/" + "ab" * 32, None, None]
    assert data["answers"][0]["kind"] == "video"


def test_tracks_carry_units_and_gaps_stay_gaps() -> None:
    tracks = player_data(sample_record(), "en", test_figure=False)["answers"][0]["tracks"]
    assert [t["name"] for t in tracks] == ["speech", "loudness", "pitch", "smile"]
    assert all(t["unit"] for t in tracks)
    assert tracks[0]["values"][7] is None


def test_an_hour_is_thinned_by_means_not_by_dropping() -> None:
    record = sample_record()
    long = Timeline(step_ms=1000, tracks={"energy": tuple(float(i % 2) for i in range(3600))})
    record = replace(record, answers=(replace(record.answers[0], timeline=long),))
    answer = player_data(record, "en", test_figure=False)["answers"][0]
    assert len(answer["tracks"][0]["values"]) <= MOST_STEPS
    assert set(answer["tracks"][0]["values"]) == {0.5}
    assert answer["step_ms"] * len(answer["tracks"][0]["values"]) == 3_600_000


def test_a_covered_record_tells_the_browser_nothing_of_the_score() -> None:
    record = sample_record(covered=True)
    sent = json.dumps(player_data(record, "en", test_figure=False))
    assert '"marks": []' in sent
    assert '"tracks": []' in sent
    spoken = record.answers[0].transcript
    assert spoken is not None
    told = transcript_data(record.answers[0], spoken, None, {}, "en")
    assert told["marks"] == []


def test_marks_stand_where_the_quote_is() -> None:
    record = sample_record()
    assert isinstance(record.card, ScoreCard)
    spoken = record.answers[0].transcript
    assert spoken is not None
    names = competency_names(record.role, "en")
    told = transcript_data(record.answers[0], spoken, record.card, names, "en")
    quotes = {told["text"][m["start"] : m["end"]] for m in told["marks"]}
    assert quotes == set(WORDS)
    assert [t["clock"] for t in told["times"]] == ["0:00", "0:06", "0:12"]
    # a line style for each competency, so that colour is not all that tells them apart
    assert len({entry["kind"] for entry in told["legend"]}) == len(told["legend"]) == 5


def test_who_speaks_is_shown_where_it_changes() -> None:
    answer = sample_record().answers[0]
    spoken = Transcript(
        segments=(
            Segment(text="Tell me.", speaker="Interviewer"),
            Segment(text="I led it.", start_ms=2000, end_ms=3000, speaker="Candidate"),
            Segment(text="It worked.", start_ms=3000, end_ms=4000, speaker="Candidate"),
        ),
        source="text",
    )
    told = transcript_data(answer, spoken, None, {}, "en")
    assert [t["clock"] for t in told["times"]] == ["Interviewer:", "0:02 Candidate:", "0:03"]


def test_moments_come_strongest_first_and_play_only_what_was_recorded() -> None:
    record = sample_record()
    assert isinstance(record.card, ScoreCard)
    rows = moment_rows(record.card, record.card.competencies[0], frozenset({"a1"}), "en")
    assert [row["answer"] for row in rows] == ["a1", "a2"]
    assert rows[0]["ms"] == 0
    assert rows[0]["play"] == "Play from 0:00"
    assert rows[1]["ms"] is None


def test_markup_loses_its_meaning() -> None:
    escaped = plain(HOSTILE + " :red[x] www.evil.example $x$ ~~y~~ a:smile:b")
    for sign in "<>[]()!*_`$~":
        assert all(
            before == "\\"
            for before, here in zip(" " + escaped, escaped, strict=False)
            if here == sign
        ), sign
    assert ":red" not in escaped.replace("\u2060", "|")
    assert "www" not in escaped
