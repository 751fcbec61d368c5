"""The command line: what it writes, what it prints, how it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import workflow
from interview import finding_from_json
from scoring import card_from_json
from store import Store, open_store
from tests.workflow.recordings import batch_of, tone
from tests.workflow.small_company import HR, OPEN
from workflow.cli import app

ROOT = Path(__file__).parents[2]
# issue section 5 by name: what a program may rely on
KEYS = {
    "interview",
    "role",
    "policy",
    "scorer",
    "results_version",
    "quality",
    "features",
    "answers",
    "competencies",
    "overall",
    "overall_without_expression",
    "by_modality",
    "recommendation",
    "flags",
    "timings",
}


def candor(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_help_names_every_command_and_loads_no_engine() -> None:
    check = (
        "import sys\nfrom typer.testing import CliRunner\nfrom workflow.cli import app\n"
        "out = CliRunner().invoke(app, ['--help'])\n"
        "heavy = ('torch transformers cv2 librosa av shap onnxruntime ai_edge_litert sklearn '\n"
        "         'streamlit jieba skimage').split()\n"
        "print([m for m in heavy if m in sys.modules]); print(out.output)"
    )
    run = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded, _, said = run.stdout.partition("\n")
    assert loaded == "[]"
    for command in ("demo", "score", "verify", "erase", "serve", "models"):
        assert command in said


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards")
    manifest = batch_of(folder / "in", 2)
    assert candor("score", manifest, "--json", folder / "list.json").exit_code == 0
    one = folder / "in" / "i000.wav"
    assert candor("score", one, "--json", folder / "one.json").exit_code == 0
    return folder


def test_one_recording_gives_one_card(scored: Path) -> None:
    card = json.loads((scored / "one.json").read_text(encoding="utf-8"))
    assert set(card) >= KEYS
    assert card["interview"] == "i000"
    assert card_from_json(card).intact
    for feature in card["features"].values():
        assert {"value", "unit"} <= set(feature) or set(feature) == {"withheld", "code"}
    for entry in card["competencies"]:
        assert {"competency", "finding", "evidence"} <= set(entry)
        finding_from_json(entry["finding"])
    for finding in (card["overall"], card["overall_without_expression"]):
        finding_from_json(finding)
    assert set(card["by_modality"]) == {"language", "voice", "face"}
    assert card["timings"]


def test_several_give_a_list_in_the_order_asked_for(scored: Path) -> None:
    cards = json.loads((scored / "list.json").read_text(encoding="utf-8"))
    assert [card["interview"] for card in cards] == ["i000", "i001"]
    assert [card["answers"][0]["question"] for card in cards] == ["sm_q1", "sm_q1"]


def test_standard_output_holds_cards_and_nothing_else(scored: Path) -> None:
    result = candor("score", scored / "in" / "manifest.csv", "--json", "-")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [card["interview"] for card in lines] == ["i000", "i001"]
    assert "withheld" in result.stderr


def test_the_same_files_score_the_same_wherever_they_lie(scored: Path, tmp_path: Path) -> None:
    for name in ("i000.wav", "i000.txt"):
        (tmp_path / name).write_bytes((scored / "in" / name).read_bytes())
    candor("score", tmp_path / "i000.wav", "--json", tmp_path / "again.json")
    first = card_from_json(json.loads((scored / "one.json").read_text(encoding="utf-8")))
    again = card_from_json(json.loads((tmp_path / "again.json").read_text(encoding="utf-8")))
    assert again.digest == first.digest


def test_a_role_of_ones_own_a_policy_and_a_transcript(tmp_path: Path) -> None:
    role = tmp_path / "cook.toml"
    role.write_text(
        'key = "cook"\nversion = 3\ntitle = { en = "Cook" }\n'
        '[[competency]]\nkey = "teamwork"\nweight = 1.0\n'
    )
    (tmp_path / "words.srt").write_text(
        "1\n00:00:00,000 --> 00:00:01,000\nI helped my colleagues in the kitchen every day.\n"
    )
    result = candor(
        "score",
        tone(tmp_path / "a.wav"),
        "--transcript",
        tmp_path / "words.srt",
        "--role",
        role,
        "--policy",
        "eu_ai_act",
        "--json",
        tmp_path / "out.json",
    )
    assert result.exit_code == 0, result.output
    card = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (card["role"], card["policy"]) == ("cook", "eu_ai_act")
    assert [entry["competency"] for entry in card["competencies"]] == ["teamwork"]
    codes = {q["modality"]: q["code"] for q in card["quality"]}
    assert codes["face"] == "policy.not_computed"


def test_consent_lets_a_modality_count(tmp_path: Path) -> None:
    tone(tmp_path / "a.wav")
    codes = []
    for extra in ([], ["--consent", "voice", "--consent", "face"]):
        candor(
            "score",
            tmp_path / "a.wav",
            "--policy",
            "cn_pipl",
            "--json",
            tmp_path / "out.json",
            *extra,
        )
        card = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        codes.append({q["modality"]: q["code"] for q in card["quality"]}["voice"])
    assert codes[0] == "policy.no_consent"
    assert codes[1] != "policy.no_consent"


def test_a_store_keeps_everything_and_gives_it_to_the_app(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", 2)
    result = candor(
        "score", manifest, "--store", tmp_path / "store", "--json", tmp_path / "out.json"
    )
    assert result.exit_code == 0, result.output
    cards = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    hr = HR
    with open_store(folder=tmp_path / "store", create=False) as store:
        record = workflow.view_record(hr, store, "i001")
        assert record.card == card_from_json(cards[1]) or record.to_rate
        # without a column for it, the time of the oldest file
        oldest = min((tmp_path / "in" / f"i001.{kind}").stat().st_mtime for kind in ("wav", "txt"))
        assert record.interviewed_at is not None
        assert abs(record.interviewed_at.timestamp() - oldest) < 1e-3
        recording = workflow.open_media(hr, store, record.answers[0].media or "")
        whole = b"".join(recording.read(0, recording.size))
        assert whole == (tmp_path / "in" / "i001.wav").read_bytes()
        assert recording.media_type.startswith("audio/")
        text = record.answers[0].transcript
        assert text is not None
        assert text.text.startswith("In my last job")
        assert record.answers[0].question is not None


def test_verify_is_clean_and_finds_a_changed_byte(tmp_path: Path) -> None:
    assert candor("score", batch_of(tmp_path / "in", 1), "--store", tmp_path / "s").exit_code == 0
    clean = candor("verify", "--store", tmp_path / "s", "--json", "-")
    assert clean.exit_code == 0
    assert json.loads(clean.stdout)["ok"] is True
    blob = next(p for p in (tmp_path / "s" / "blobs").rglob("*") if p.is_file())
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.write_bytes(data)
    found = candor("verify", "--store", tmp_path / "s")
    assert found.exit_code == 1
    assert "verify.file_altered" in " ".join(found.output.split())


def test_a_result_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    assert candor("score", batch_of(tmp_path / "in", 1), "--store", tmp_path / "s").exit_code == 0
    (tmp_path / "file").write_text("in the way")
    result = candor("verify", "--store", tmp_path / "s", "--json", tmp_path / "file" / "v.json")
    assert result.exit_code == 2
    assert "[store.cannot_write]" in " ".join(result.output.split())


def test_verify_without_a_store_says_where_it_looked(tmp_path: Path) -> None:
    result = candor("verify", "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "[store.missing]" in " ".join(result.output.split())
    assert not (tmp_path / "none").exists()


def test_erase_tells_before_it_does(company: Store) -> None:
    person, place = f"c-{OPEN}", company.folder
    told = candor("erase", person, "--store", place)
    assert told.exit_code == 0
    assert "Nothing was changed" in told.output
    wrong = candor("erase", person, "--store", place, "--confirm", "somebody")
    assert wrong.exit_code == 2
    assert "[erase.not_confirmed]" in " ".join(wrong.output.split())
    assert workflow.view_record(HR, company, OPEN).name is not None
    done = candor("erase", person, "--store", place, "--confirm", person)
    assert done.exit_code == 0
    assert "Gone" in done.output
    assert workflow.view_record(HR, company, OPEN).name is None
    assert candor("verify", "--store", place).exit_code == 0
    assert candor("erase", "nobody", "--store", place).exit_code == 2


def test_serve_refuses_a_port_in_use_and_names_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = candor("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    said = " ".join(result.output.split())
    assert "[serve.port_taken]" in said
    free = int(said.split("--port ")[1].split()[0])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free))


def test_a_name_pointed_at_this_machine_is_not_taken_for_the_apps_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from streamlit import config
    from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

    from workflow.cli_serve import allowed_hosts

    monkeypatch.setattr(config, "get_option", lambda _: list(allowed_hosts("127.0.0.1", [])))
    for own in ("localhost:8501", "127.0.0.1:8501", "[::1]:8501"):
        assert is_host_allowed(own)
    assert not is_host_allowed("evil.example:8501")
    monkeypatch.setattr(
        config, "get_option", lambda _: list(allowed_hosts("127.0.0.1", ["hr.example.com"]))
    )
    assert is_host_allowed("hr.example.com")


def test_the_launcher_works_from_anywhere(tmp_path: Path) -> None:
    link = tmp_path / "candor"
    link.symlink_to(ROOT / "candor")
    (tmp_path / "store.py").write_text("raise RuntimeError('the wrong store')")
    run = subprocess.run(
        [str(link), "score", "gone.mp4"],
        cwd=tmp_path,
        env={**os.environ, "CANDOR_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2, run.stderr
    assert "input.not_found" in run.stderr


def test_a_batch_told_to_end_ends_well(tmp_path: Path) -> None:
    manifest = batch_of(tmp_path / "in", 6, seconds=3)
    run = subprocess.Popen(
        [sys.executable, "-m", "workflow", "score", str(manifest), "--json", str(tmp_path / "o")],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    journal = tmp_path / "o.journal"
    while not journal.exists() or not journal.read_bytes():
        if run.poll() is not None:
            break
    run.send_signal(signal.SIGTERM)
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130, said
    assert "same command again" in said
