"""The demo verb: a store filled once, by the shipped scorer, with everything around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_samples import company
from interview import Action, Actor, PermissionDenied, StoreError
from scoring import card_from_json
from store import (
    attributes,
    blobs,
    card,
    decisions,
    departments,
    events,
    frames,
    interview,
    open_blob,
    open_store,
    person_name,
    ratings,
    requisitions,
    role,
    verify,
)
from workflow.demo import build_demo

SIZE = 0.01
SEED = 11


@pytest.fixture(scope="module")
def firm():
    return company(SEED, SIZE)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def store(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("demo")
    with open_store(folder=folder) as opened:
        build_demo(
            Actor.system(),
            opened,
            models_folder=folder / "models",
            seed=SEED,
            size=SIZE,
            jobs=1,
            samples=False,
            on_progress=lambda *state: told.append(state),
        )
        yield opened


def test_every_interview_is_there_with_an_intact_card(store, firm, told):
    with store.read() as reading:
        for name in firm.interviews["interview_id"]:
            stored = card(reading, name)
            assert stored is not None
            assert card_from_json(stored).intact
    assert ("scoring", len(firm.interviews), len(firm.interviews)) in told
    assert ("records", 4, 4) in told


def test_what_was_said_is_kept_as_the_company_wrote_it(store, firm):
    with store.read() as reading:
        kept = interview(reading, firm.interviews["interview_id"].iloc[3], with_transcripts=True)
    rows = firm.answers.index[firm.answers["interview_id"] == kept.id]
    assert [a.transcript.text for a in kept.answers] == [firm.transcript(i).text for i in rows]
    assert [a.question for a in kept.answers] == list(firm.answers.loc[rows, "question"])
    assert kept.consent is not None
    assert "language" in kept.consent.scopes


def test_posts_people_and_judgements_are_there(store, firm):
    with store.read() as reading:
        assert {d.key for d in departments(reading)} == set(firm.departments["department"])
        assert {r.id for r in requisitions(reading)} == set(firm.requisitions["requisition_id"])
        assert role(reading, "marketing") is not None
        assert (
            person_name(reading, firm.people["candidate_id"].iloc[0])
            == (firm.people["name"].iloc[0])
        )
        assert len(ratings(reading)) == len(firm.ratings)
        decided = firm.decisions.iloc[0]
        assert decisions(reading, decided["interview_id"])[0].card_digest
        outcome = frames(reading, "outcome")
        decision = frames(reading, "decision")
    assert len(outcome) == len(firm.outcomes)
    assert len(decision) == len(firm.decisions)
    assert decision["selected"].sum() == firm.decisions["selected"].sum()


def test_attributes_come_back_for_a_purpose_and_the_reading_is_an_event(store, firm):
    with store.transaction() as tx:
        found = attributes(tx, purpose="a test of the demo").set_index("candidate_id")
    planted = firm.attributes.set_index("candidate_id")
    for name in planted.columns:
        both = found[name].reindex(planted.index)
        assert both.isna().equals(planted[name].isna()), name
        assert (both.dropna() == planted[name].dropna()).all(), name


def test_the_trail_is_whole_and_names_the_build_once(store):
    assert verify(store).ok
    with store.read() as reading:
        built = events(reading, action=Action.DEMO_BUILT)
    assert [e.subject for e in built] == [f"demo-{SEED}-{SIZE:g}"]


def test_a_second_build_does_nothing_and_another_company_is_refused(store, tmp_path):
    with store.read() as reading:
        before = events(reading, limit=1)[0].seq
    again = build_demo(
        Actor.system(), store, models_folder=tmp_path, seed=SEED, size=SIZE, samples=False
    )
    assert not again.built
    with store.read() as reading:
        assert events(reading, limit=1)[0].seq == before
    with pytest.raises(StoreError) as caught:
        build_demo(Actor.system(), store, models_folder=tmp_path, seed=1, size=SIZE)
    assert caught.value.code == "demo.other_company"


class _Stopped(Exception):
    pass


def test_a_build_that_was_broken_off_leaves_nothing_and_is_done_again(tmp_path):
    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "records":
            raise _Stopped

    arguments = {"models_folder": tmp_path, "seed": SEED, "size": SIZE, "jobs": 1, "samples": False}
    with open_store(folder=tmp_path / "store") as store:
        with pytest.raises(_Stopped):
            build_demo(Actor.system(), store, on_progress=stop, **arguments)
        with store.read() as reading:
            assert departments(reading) == ()
            assert len(frames(reading, "score")) == 0
        assert build_demo(Actor.system(), store, **arguments).built
        assert verify(store).ok


def test_samples_that_are_missing_are_added_with_their_recordings(store, tmp_path, monkeypatch):
    monkeypatch.setattr("data_samples.build_demo.sample_keys", lambda: ("en_lively",))
    arguments = {"models_folder": tmp_path, "seed": SEED, "size": SIZE, "jobs": 1}
    found = build_demo(Actor.system(), store, **arguments)
    assert (found.built, found.samples) == (False, 1)
    with store.read() as reading:
        kept = interview(reading, "sample_en_lively", with_transcripts=True)
        made = card_from_json(card(reading, kept.id))
        sizes = [blob.size for blob in blobs(reading, kept.candidate_id)]
    assert len(sizes) == len(kept.answers) == len({a.media for a in kept.answers})
    with open_blob(store, kept.answers[0].media) as clip:
        assert clip.read(4) == b"\x1a\x45\xdf\xa3"  # how every WebM file begins
    assert "language" in made.rests_on
    # no network files in that folder: the face is withheld by name, and nothing stopped
    assert {q.code for q in made.quality if q.modality == "face"} == {"face.model_missing"}
    assert not (store.folder / "samples").exists()
    assert build_demo(Actor.system(), store, **arguments).samples == 0
    assert verify(store).ok


def test_only_those_with_the_right_may_build(store, tmp_path):
    manager = Actor(id="m", roles=("hiring_manager",), units=("*",))
    with pytest.raises(PermissionDenied):
        build_demo(manager, store, models_folder=tmp_path)


def test_the_command_says_what_it_did(tmp_path):
    import typer

    from workflow.cli_demo import demo

    app = typer.Typer()
    app.command()(demo)
    arguments = ["--size", str(SIZE), "--seed", "3", "--jobs", "1", "--no-samples"]
    where = ["--store", str(tmp_path / "s")]
    first = CliRunner().invoke(app, [*arguments, *where])
    assert first.exit_code == 0, first.output
    assert "ready" in first.output
    second = CliRunner().invoke(app, [*arguments, *where])
    assert "already" in second.output
    wrong = CliRunner().invoke(app, ["--size", "huge", "--store", str(tmp_path / "t")])
    assert wrong.exit_code == 2
    assert "demo.unknown_size" in wrong.output
    assert not (Path(tmp_path) / "t" / "samples").exists()
