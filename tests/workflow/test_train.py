"""Training from the store, from a table and by command: rights, events, refusals, no attribute."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from interview import Action, CandorError, Estimate, PermissionDenied
from scoring.learned.artefact import file_digest, load_scorer
from scoring.learned.training_spec import TrainingSpec
from store import Store, events, model_content, models
from tests.workflow.judged_company import HR, OFFICER, SCIENTIST
from workflow.cli import app
from workflow.train import stored_training, train_scorer, train_table
from workflow.training_table import TableColumns

pytestmark = pytest.mark.xdist_group("models")
SPEC = TrainingSpec(name="apprentice")


def code_of(error: pytest.ExceptionInfo[CandorError]) -> str:
    return error.value.code


def actions(store: Store) -> list[Action]:
    with store.read() as reading:
        return [event.action for event in events(reading, limit=100_000)][::-1]


def test_a_draft_with_its_proof_stands_in_the_register(judged: Store) -> None:
    before = actions(judged)
    made = train_scorer(SCIENTIST, judged, SPEC)
    assert actions(judged)[len(before) :] == [Action.MODEL_ADDED]
    with judged.read() as reading:
        kept = next(m for m in models(reading) if m.name == "apprentice")
        content = model_content(reading, kept.name, kept.version)
    assert made.ref == f"apprentice@{kept.version}"
    assert content is not None
    scorer = load_scorer(content, digest=kept.digest)
    assert scorer.facts["data_digest"] == made.report.data_digest
    assert stored_training(SCIENTIST, judged, made.ref) == made.report
    # what the raters hear and the rubric does not weigh is learned
    rubric = made.report.rival("rubric_fitted")
    assert rubric is not None
    assert isinstance(rubric.gain["rmse"], Estimate)
    assert rubric.gain["rmse"].high < 0
    assert next(iter(made.report.weights)) == "lang_connectives"
    # the same again is the same entry
    assert train_scorer(SCIENTIST, judged, SPEC).ref == made.ref
    assert actions(judged)[len(before) :] == [Action.MODEL_ADDED]


def test_performance_is_learned_for_the_whole(judged: Store) -> None:
    made = train_scorer(SCIENTIST, judged, TrainingSpec(target="performance"))
    assert made.report.competencies == {"overall": 150}
    # half of the openings hired nobody who was rated: too few are left to leave whole ones out
    assert made.report.notes == ("training.range_restricted", "training.few_openings")


def test_leaks_are_read_with_a_purpose_and_the_right_alone(judged: Store) -> None:
    with pytest.raises(PermissionDenied):
        train_scorer(SCIENTIST, judged, SPEC, purpose="to look")
    with pytest.raises(PermissionDenied):
        train_scorer(OFFICER, judged, SPEC)
    from interview import Actor

    found = train_scorer(Actor.system(), judged, SPEC, purpose="Proxy check of a new scorer").leak
    assert found is not None
    assert set(found.tables) == {"sex"}
    # sex was drawn at random: nothing can give it away
    assert all(g.verdict != "exceeds" for g in found.tables["sex"].groups)
    assert Action.ATTRIBUTE_READ in actions(judged)


def test_who_may_not_train_and_what_a_law_bars_is_refused(judged: Store) -> None:
    with pytest.raises(PermissionDenied):
        train_scorer(HR, judged, SPEC)
    for modalities, policy, code in (
        (("language", "voice"), "none", "training.policy_bars"),
        (("language", "face"), "eu_ai_act", "training.policy_bars"),
        (("voice",), "cn_pipl", "training.needs_language"),
        (("language", "voice"), "cn_pipl", "training.nobody"),
    ):
        with pytest.raises(CandorError) as refused:
            train_scorer(SCIENTIST, judged, TrainingSpec(modalities=modalities), policy=policy)  # type: ignore[arg-type]
        assert code_of(refused) == code
    with pytest.raises(CandorError) as refused:
        train_scorer(SCIENTIST, judged, TrainingSpec(target="performance"), occasion="never")
    assert code_of(refused) == "training.unknown_occasion"


def people(n: int = 160) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    words, pauses = rng.normal(100, 20, n), rng.normal(5, 2, n)
    merit = 5 + 0.04 * (words - 100) - 0.3 * (pauses - 5)
    return pd.DataFrame(
        {
            "who": [f"p{i}" for i in range(n)],
            "job": [f"job {i % 14}" for i in range(n)],
            "words told": words,
            "pauses": pauses,
            "judge 1": np.clip(merit + rng.normal(size=n), 0, 10),
            "judge 2": np.clip(merit + rng.normal(size=n), 0, 10),
            "old score": np.clip(merit + 2 * rng.normal(size=n), 0, 10),
            "sex": rng.choice(["f", "m"], n),
        }
    )


def test_a_table_is_learned_from_as_its_owner_calls_it(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    people().to_csv(table, index=False)
    out, report = tmp_path / "scorer.skops", tmp_path / "report.json"
    run = CliRunner().invoke(
        app,
        ["train", str(table), "--column", "judge 1", "--column", "judge 2", "--feature",
         "words told", "--feature", "pauses", "--person", "who", "--opening", "job", "--beside",
         "old score", "--out", str(out), "--json", str(report)],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    assert "judge" not in run.output
    found = json.loads(report.read_text("utf-8"))
    assert found["registered"] is False
    assert found["report"]["grouping"] == "components"
    assert {r["name"] for r in found["report"]["rivals"]} == {
        "mean", "old score", "old score_fitted", "human",
    }  # fmt: skip
    scorer = load_scorer(out.read_bytes(), digest=file_digest(out.read_bytes()))
    assert scorer.features == ("words told", "pauses")
    low, high = scorer.predict(np.array([[80.0, 5.0], [120.0, 5.0]]))
    assert 0.8 < high - low < 2.2  # planted: 1.6


def test_what_a_table_lacks_is_named(tmp_path: Path) -> None:
    columns = TableColumns(targets=("judge 1",), features=("words told",))
    frame = people()
    cases = (
        (TableColumns(targets=(), features=("pauses",)), "training.no_columns"),
        (TableColumns(targets=("judge 1",), features=("sex",)), "training.protected_feature"),
        (TableColumns(targets=("judge 1",), features=("nowhere",)), "table.missing_column"),
        (TableColumns(targets=("judge 1",), features=("pauses",), opening="nowhere"),
         "table.missing_column"),
    )  # fmt: skip
    for bad, code in cases:
        with pytest.raises(CandorError) as refused:
            train_table(SCIENTIST, frame, TrainingSpec(), bad)
        assert code_of(refused) == code
    with pytest.raises(CandorError) as refused:
        train_table(SCIENTIST, frame.head(40), TrainingSpec(), columns)
    assert code_of(refused) == "training.too_few"
    assert refused.value.slots["missing"] == 10
    with pytest.raises(PermissionDenied):
        train_table(HR, frame, TrainingSpec(), columns)


def test_the_command_trains_on_the_store_and_refuses_with_a_code(
    judged: Store, tmp_path: Path
) -> None:
    where = str(judged.folder)
    run = CliRunner().invoke(app, ["train", "--store", where, "--name", "byhand", "--json", "-"])
    assert run.exit_code == 0, run.output
    with judged.read() as reading:
        assert any(m.name == "byhand" for m in models(reading))
    noise = tmp_path / "noise.csv"
    rng = np.random.default_rng(1)
    pd.DataFrame({"a": rng.normal(size=90), "y": rng.uniform(0, 10, 90)}).to_csv(noise)
    command = ["train", str(noise), "--column", "y", "--feature", "a"]
    assert CliRunner().invoke(app, command).exit_code == 1
    both = CliRunner().invoke(app, [*command, "--store", where])
    assert both.exit_code == 2
    wrong = CliRunner().invoke(app, ["train", "--store", where, "--competency", "juggling"])
    assert wrong.exit_code == 2
    assert "training.unknown_competency" in wrong.output
