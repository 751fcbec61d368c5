"""The audit by altered copies: who may ask, what is judged, and that nothing is lost on the way."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from fairness import Perturbation, PerturbationAudit, perturbation_audit
from interview import Actor, InputError, PermissionDenied
from scoring import find_role
from store import Store
from tests.workflow.recordings import TEXT, tone
from tests.workflow.small_company import HR, MANAGER, SCIENTIST, STRENGTH
from workflow import perturb as verb_module
from workflow import read_manifest
from workflow.cli import app
from workflow.perturb import PerturbationReport, perturb
from workflow.perturb_store import perturb_store
from workflow.perturbation_json import perturbation_json
from workflow.worker_pool import Died

MODULE = "workflow.perturb"
SHORT = (
    "I helped a customer once. It went fine and everybody was happy about it in the end, I think."
)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two written answers, one recorded, one recording that is none, and a row of no file."""
    folder = tmp_path_factory.mktemp("perturbed")
    tone(folder / "c.wav", seconds=25.0)
    (folder / "d.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(500))
    for name, text in (("a", TEXT.format(number=1)), ("b", SHORT), ("c", TEXT.format(number=3))):
        (folder / f"{name}.txt").write_text(f"Um, {text}", encoding="utf-8")
    rows = ["interview,role,media,transcript", "a,sales_manager,,a.txt",
            "b,sales_manager,,b.txt", "c,sales_manager,c.wav,c.txt",
            "d,sales_manager,d.mp4,", "e,sales_manager,none.wav,"]  # fmt: skip
    path = folder / "manifest.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(
    manifest: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PerturbationReport]:
    temporary = tmp_path_factory.mktemp("temporary")
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    try:
        yield perturb(
            SCIENTIST,
            read_manifest(manifest),
            alterations=["noisy", "misheard_10", "misheard_20", "other_name"],
            jobs=1,
        )
        assert list(temporary.iterdir()) == []
    finally:
        tempfile.tempdir = before


def test_every_interview_is_scored_or_counted_with_a_reason(report: PerturbationReport) -> None:
    assert report.interviews == 3
    assert {one.interview: one.code for one in report.failed} == {
        "d": "media.truncated",
        "e": "manifest.no_such_file",
    }
    # written answers have no sound; the broken recording is counted for the copy as well
    assert report.untried["noisy"] == {"altered.no_recording": 2}
    assert {f.perturbation: f.n for f in report.overall.findings} == {
        "copied": 1, "noisy": 1, "misheard_10": 3, "misheard_20": 3, "other_name": 3,
    }  # fmt: skip
    assert [n.code for n in report.notes] == ["perturbation.few_interviews"]


def test_judged_overall_at_the_roles_threshold_and_by_competency(
    report: PerturbationReport,
) -> None:
    assert report.overall.cut == find_role("sales_manager").threshold
    assert report.roles == ("sales_manager",)
    assert report.policies == ("none",)
    asked = {c.key for c in find_role("sales_manager").competencies}
    assert set() < report.competencies.keys() <= asked
    assert set(report.monotone) == {"misheard"}
    named = next(f for f in report.overall.findings if f.perturbation == "noisy")
    # sound weighs nothing under this policy, so noise moves nothing
    assert named.difference.n == 1
    pairs = report.pairs[report.pairs["perturbation"] == "noisy"]
    assert (pairs["original"] == pairs["altered"]).all()


def test_as_json_it_holds_judgements_and_no_score_of_a_person(report: PerturbationReport) -> None:
    made = perturbation_json(report)
    text = json.dumps(made)
    assert made["untried"]["noisy"] == [{"reason": "altered.no_recording", "n": 2}]
    assert made["overall"]["findings"][0].keys() >= {"difference", "p95", "flips", "pairs_needed"}
    assert '"pairs"' not in text
    for value in report.pairs["original"]:
        assert repr(float(value)) not in text


def test_the_right_is_asked_first(manifest: Path, company: Store) -> None:
    read = read_manifest(manifest)
    for actor in (MANAGER, Actor(id="a", roles=("admin",))):
        with pytest.raises(PermissionDenied):
            perturb(actor, read)
        with pytest.raises(PermissionDenied):
            perturb_store(actor, company)


def test_workers_that_die_and_fail_are_counted_and_the_rest_goes_on(
    manifest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answers(work: str, tasks: list[dict[str, Any]], **_: object) -> Iterator[tuple[int, Any]]:
        for number, one in enumerate(tasks):
            name = one["task"]["source"]["interview"]
            if name == "d" and one["keys"] == ["noisy"]:
                yield number, Died(-9)
            elif name == "b":
                yield number, {"failed": {"interview": "b", "state": "failed", "code": "x.y"}}
            else:
                score = {"overall": 5.0 + number, "teamwork": None}
                lost = {"noisy": "voice.too_noisy"} if one["keys"] == ["noisy"] else {}
                rows = {k: {"overall": None} if k in lost else score for k in one["keys"]}
                yield number, {"scores": rows, "untried": {}, "withheld": lost}

    monkeypatch.setattr(verb_module, "run_tasks", answers, raising=True)
    seen: list[int] = []
    found = perturb(
        SCIENTIST, read_manifest(manifest), alterations=["noisy", "fillers_added"],
        on_progress=lambda now: seen.append(now.finished),
    )  # fmt: skip
    assert found.interviews == 3
    assert sorted(i.code for i in found.failed) == ["manifest.no_such_file", "x.y"]
    assert found.untried["noisy"]["batch.worker_died"] == 1
    # c lost its score in the noise: no movement, and not silently gone
    assert found.withheld == {"noisy": {"voice.too_noisy": 1}}
    assert seen == sorted(seen)
    assert seen[-1] == 8


def test_with_nothing_to_begin_with_it_says_why(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("interview,role,media\na,sales_manager,none.wav\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.no_such_file.*perturbation\.nothing_scored"):
        perturb(SCIENTIST, read_manifest(path))


def test_features_of_the_store_are_altered_and_scored_again(company: Store) -> None:
    anchors = ("lang_anchor.teamwork", "lang_anchor.communication")
    tried = [
        Perturbation(key="level_lower", columns=anchors, change="add", amount=-1.0),
        Perturbation(key="more_words", columns=("lang_words",), change="multiply", amount=1.5),
        Perturbation(key="more_smiles", columns=("face_smile_share",), change="add", amount=1.0),
    ]
    found = perturb_store(HR, company, perturbations=tried)
    by_key = {one.perturbation: one for one in found.findings}
    # the rubric pays for the level reached, so that must move it; the number of words pays nothing
    assert by_key["level_lower"].verdict == "exceeds"
    assert by_key["more_words"].verdict == "within"
    assert {one.n for one in found.findings} == {len(STRENGTH)}
    assert [(n.code, n.slots["perturbations"]) for n in found.notes] == [
        ("perturbation.not_tried", "more_smiles")
    ]
    assert perturb_store(HR, company, perturbations=tried, most=3).findings[0].n == 3
    with pytest.raises(InputError, match=r"perturbation\.nothing_scored"):
        perturb_store(HR, company, roles=["nobody"])


def made_up(moved: float) -> PerturbationReport:
    frame = pd.DataFrame({"original": [float(n % 7) for n in range(60)], "perturbation": "noisy"})
    frame["measure"] = "overall"
    frame["altered"] = frame["original"] + moved + [0.01 * (n % 3) for n in range(60)]
    audit: PerturbationAudit = perturbation_audit(
        frame, original="original", altered="altered", perturbation="perturbation", cut=4.0
    )
    return PerturbationReport(
        overall=audit, competencies={"teamwork": audit}, interviews=60, failed=(),
        untried={"glasses": {"altered.no_face": 2}}, withheld={}, monotone={"misheard": True},
        roles=("sales_manager",), policies=("none",), pairs=frame,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moved", "code", "words"), [(0.0, 0, "equivalent"), (3.0, 1, "moves the score")]
)
def test_the_command_says_it_in_words_and_in_its_exit_code(
    manifest: Path, monkeypatch: pytest.MonkeyPatch, moved: float, code: int, words: str
) -> None:
    monkeypatch.setattr(f"{MODULE}.perturb", lambda *_, **__: made_up(moved))
    result = CliRunner().invoke(app, ["perturb", str(manifest), "--json", "-"])
    assert result.exit_code == code
    assert words in result.stderr
    # the largest movement, in points
    assert f"{moved + 0.02:.2f}" in result.stderr
    assert "altered.no_face" in result.stderr
    assert json.loads(result.stdout)["verdict"] == ("exceeds" if code else "within")


def test_the_command_names_what_is_wrong(manifest: Path) -> None:
    for arguments in (["nothing.mp4"], [str(manifest), "--only", "louder"]):
        result = CliRunner().invoke(app, ["perturb", *arguments, "--role", "sales_manager"])
        assert result.exit_code == 2
        assert result.stderr.strip().endswith("]")
