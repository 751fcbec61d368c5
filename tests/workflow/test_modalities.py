"""The modality study as a verb: who may ask, what is left out for whom, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis import SUBSETS
from data_samples import company
from interview import (
    Action,
    Actor,
    Estimate,
    InputError,
    ModelMissing,
    PermissionDenied,
    StoreError,
    Withheld,
)
from scoring.learned import fit, nested
from store import MeasuredRecording, Store, attribute_reads, events, open_store
from tests.workflow.planted_store import SPOILED, planted_store
from workflow.cli import app
from workflow.modalities import modality_study
from workflow.modality_cost import ModalityCost, _cost, sample_cost
from workflow.modality_law import modality_law
from workflow.modality_report import (
    NO_PURPOSE,
    NO_RIGHT,
    StoredModalities,
    stored_modalities,
    stored_modality_study,
)

pytestmark = pytest.mark.xdist_group("modalities")
SCIENTIST = Actor(id="scientist", roles=("data_scientist",), units=("*",))
OFFICER = Actor(id="officer", roles=("compliance",), units=("*",))
LEADER = Actor(id="leader", roles=("hr_leader",), units=("sales",))
MANAGER = Actor(id="manager", roles=("hiring_manager",), units=("sales",))


@pytest.fixture(scope="module", autouse=True)
def _few_settings() -> Iterator[None]:
    """Two ways to regularise instead of fifteen: these tests ask what is kept, not how well."""
    some = (fit.LINEAR[4], fit.LINEAR[-3])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "LINEAR", some)
        patch.setattr(nested, "CHOICES", {**nested.CHOICES, "linear": some})
        yield


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("modalities") / "store"
    with planted_store(folder, company(7, 0.06), dark_share=0.1) as made:
        yield made


@pytest.fixture(scope="module")
def audited(store: Store) -> StoredModalities:
    return modality_study(OFFICER, store, purpose="may the face count?")


def test_every_part_is_there_and_comes_back_as_it_was_kept(
    store: Store, audited: StoredModalities
) -> None:
    study = audited.study
    assert [c.name for c in study.frontier.criteria] == ["ratings", "performance"]
    assert {one.subset for one in study.signals} == set(SUBSETS)
    assert {one.subset for one in study.laws} == set(SUBSETS)
    assert {one.criterion for one in study.gaps} == {"ratings", "performance"}
    assert {one.attribute for one in study.leaks} >= {"sex", "display_style"}
    assert study.groups_left_out == ""
    words = study.frontier.criteria[0].of(("language",))
    # words are drawn from the ability that raters see: they must be found
    assert isinstance(words, Estimate)
    assert words.low > 0.6
    assert stored_modality_study(OFFICER, store, audited.name) == audited
    with store.read() as reading:
        kept = events(reading, action=Action.REPORT_SAVED)
        reads = attribute_reads(reading)
    assert [one.subject for one in kept] == [audited.name]
    assert [one["purpose"] for one in reads] == ["may the face count?"]


def test_what_could_not_be_measured_is_counted_by_its_reason(audited: StoredModalities) -> None:
    signals = {one.subset: one for one in audited.study.signals}
    face = signals[("face",)]
    assert isinstance(face.failed, Estimate)
    assert isinstance(face.barred, Estimate)
    # a tenth sat in the dark, of those who consented
    assert face.failed.low < 0.10 < face.failed.high
    assert face.failed.n + round(face.barred.value * face.barred.n) == face.barred.n
    assert set(face.reasons) == {SPOILED, "policy.no_consent"}
    words = signals[("language",)].failed
    assert isinstance(words, Estimate)
    assert words.value == 0
    left = audited.study.excluded
    assert sum(left.values()) + audited.study.compared == audited.study.population


def test_restrained_people_lose_where_the_face_alone_selects_and_the_signals_tell_them(
    audited: StoredModalities,
) -> None:
    leak = {
        one.subset: one.table for one in audited.study.leaks if one.attribute == "display_style"
    }
    # planted: smile and pitch range differ by .8 standard deviations, words do not
    assert leak[("voice", "face")].verdict == "exceeds"
    assert leak[("language",)].verdict != "exceeds"
    household = next(
        one.table
        for one in audited.study.leaks
        if one.attribute == "household" and one.subset == SUBSETS[-1]
    )
    assert household.verdict != "exceeds"


def test_groups_are_left_out_without_a_purpose(store: Store) -> None:
    with store.read() as reading:
        before = len(attribute_reads(reading))
    silent = modality_study(OFFICER, store, purpose="  ", occasion="6_months").study
    assert silent.groups_left_out == NO_PURPOSE
    assert silent.gaps == silent.leaks == silent.changes == ()
    assert silent.occasion == "6_months"
    with store.read() as reading:
        assert len(attribute_reads(reading)) == before


def test_only_their_own_departments_are_counted_and_shown(
    store: Store, audited: StoredModalities
) -> None:
    own = modality_study(LEADER, store, purpose="no right to audit")
    assert own.study.groups_left_out == NO_RIGHT
    assert own.scope["purpose"] == ""
    assert own.study.population < audited.study.population
    assert own.scope["departments"] == ["sales"]
    names = {one.name for one in stored_modalities(LEADER, store)}
    assert own.name in names
    assert audited.name not in names
    with pytest.raises(PermissionDenied) as refused:
        stored_modality_study(LEADER, store, audited.name)
    assert refused.value.code == "right.other_unit"


def test_who_has_neither_right_asks_and_reads_nothing(store: Store) -> None:
    for ask in (modality_study, stored_modalities):
        with pytest.raises(PermissionDenied) as refused:
            ask(MANAGER, store)  # type: ignore[operator]
        assert refused.value.code == "right.missing"
    with pytest.raises(StoreError):
        stored_modality_study(OFFICER, store, "0" * 64)


def test_progress_is_told_and_a_stopped_study_keeps_nothing(store: Store) -> None:
    told: list[tuple[int, int]] = []
    with store.read() as reading:
        before = len(events(reading, action=Action.REPORT_SAVED))
    with pytest.raises(InputError) as stopped:
        modality_study(
            SCIENTIST,
            store,
            on_progress=lambda done, total: told.append((done, total)),
            stop=lambda: len(told) > 2,
        )
    assert stopped.value.code == "frontier.stopped"
    assert told == [(1, 17), (2, 17), (3, 17)]
    with store.read() as reading:
        assert len(events(reading, action=Action.REPORT_SAVED)) == before


def test_an_empty_store_says_what_is_missing(tmp_path: Path) -> None:
    with (
        open_store(folder=tmp_path / "empty") as empty,
        pytest.raises(InputError) as refused,
    ):
        modality_study(SCIENTIST, empty)
    assert refused.value.code == "frontier.nobody"


def test_too_few_outcomes_leave_the_ratings(store: Store) -> None:
    study = modality_study(SCIENTIST, store, occasion="24_months").study
    assert study.lacking == {"performance": "frontier.too_few"}
    assert [c.name for c in study.frontier.criteria] == ["ratings"]
    assert {c.code for c in study.frontier.conclusions} == {"no_performance"}


def test_the_command_writes_findings_and_names_what_it_cannot_take(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANDOR_MODELS", str(tmp_path / "none"))
    folder = str(store.folder)
    out = tmp_path / "study.json"
    ran = CliRunner().invoke(app, ["modalities", "--store", folder, "--json", str(out)])
    assert ran.exit_code == 0, ran.output
    study = json.loads(out.read_text("utf-8"))["study"]
    first = study["frontier"]["criteria"][0]["validity"][0]
    assert first["subset"] == ["language"]
    assert set(first["finding"]) == {"value", "low", "high", "n", "method"}
    cost = study["cost"]["subsets"][0]["seconds"]
    # nobody timed a recording here, and without networks the samples cannot be timed either
    assert cost == {"withheld": True, "code": "cost.too_few_recordings", "n": 0}
    assert study["groups_left_out"] == NO_PURPOSE
    wrong = CliRunner().invoke(app, ["modalities", "--store", folder, "--occasion", "never"])
    assert wrong.exit_code == 2
    assert "90_days" in wrong.output


def timed(seconds: dict[str, float], minutes: float) -> MeasuredRecording:
    return MeasuredRecording(interview="i", seconds=seconds, minutes=minutes)


def test_costs_are_means_per_interview_and_share_the_decoding() -> None:
    stages = {"decode": 2.0, "voice": 1.0, "face": 5.0, "language": 0.1}
    made = _cost("store", [timed(stages, 1.0), timed(stages, 1.0), timed(stages, 1.0)], 3.0)
    found = {one.subset: one.seconds for one in made.subsets}
    values = {s: f.value for s, f in found.items() if isinstance(f, Estimate)}
    assert values[("language",)] == pytest.approx(0.3)
    assert values[("voice",)] == pytest.approx(9.0)
    assert values[("voice", "face")] == pytest.approx(24.0)
    assert values[("language", "voice", "face")] == pytest.approx(24.3)
    slow = _cost("store", [timed(stages, m) for m in (1.0, 2.0, 4.0)], 1.0).of(("face",))
    # rates 7, 3.5 and 1.75: mean 4.083, standard error 1.543, t 4.303
    assert isinstance(slow, Estimate)
    assert slow.value == pytest.approx(4.0833, abs=1e-4)
    assert slow.high == pytest.approx(4.0833 + 4.3027 * 1.5434, abs=1e-3)
    assert slow.low == 0.0


def test_what_was_withheld_took_no_time_and_is_no_proof_of_a_low_cost() -> None:
    heard = timed({"decode": 2.0, "voice": 1.0, "face": 0.001, "language": 0.1}, 1.0)
    made = _cost("store", [heard] * 3, 3.0)
    assert isinstance(made.of(("voice",)), Estimate)
    assert made.of(("face",)) == Withheld(code="cost.too_few_recordings", n=0)
    with pytest.raises(ModelMissing):
        sample_cost(Path("nowhere"))


def test_too_few_timed_recordings_give_no_cost() -> None:
    made: ModalityCost = _cost("store", [timed({"voice": 1.0}, 1.0)] * 2, 3.0)
    assert made.source == "none"
    assert made.of(("voice",)) == Withheld(code="cost.too_few_recordings", n=2)


def test_laws_say_what_may_be_computed_and_weighed() -> None:
    both = {law.preset: law for law in modality_law(("language", "voice", "face"))}
    assert both["cn_pipl"].counts == "yes"
    assert both["cn_pipl"].most == pytest.approx(0.20)
    assert both["cn_pipl"].consent == ("voice", "face")
    assert both["eu_ai_act"].why == "not_computed"
    assert both["none"].why == "weightless"
    assert both["us_nyc"].counts == "decision"
    assert all(law.counts == "yes" for law in modality_law(("language",)))
    assert {law.why for law in modality_law(("voice", "face"))} == {
        "not_alone", "not_computed", "weightless",
    }  # fmt: skip
