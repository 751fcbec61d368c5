"""Network files are proved before anything is measured with them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from interview import ModelMissing
from scoring import networks
from scoring.networks import NETWORKS, WHEEL, Network, network_path, network_state

CONTENT = b"a small stand-in for a network"
PLAIN = Network(
    name="plain",
    does="stands in",
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    member="somewhere/plain.tflite",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(networks, "NETWORKS", {"plain": PLAIN})
    (tmp_path / "plain.tflite").write_bytes(CONTENT)
    return tmp_path


def test_the_table_names_three_files_of_one_wheel() -> None:
    assert sorted(NETWORKS) == ["face_detection_short_range", "face_landmark", "iris_landmark"]
    for network in NETWORKS.values():
        assert re.fullmatch(r"[0-9a-f]{64}", network.sha256)
        assert network.member.endswith(f"/{network.filename}")
    assert (WHEEL.requirement, WHEEL.licence) == ("mediapipe==0.10.21", "Apache-2.0")


def test_a_proved_file_is_given(folder: Path) -> None:
    assert network_state("plain", folder) == "present"
    assert network_path("plain", folder) == folder / "plain.tflite"


def test_a_file_is_read_once_per_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network_path("plain", folder)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read again"))
    assert network_path("plain", folder) == folder / "plain.tflite"


def test_a_byte_changed_after_it_was_proved_is_found(folder: Path) -> None:
    network_path("plain", folder)
    (folder / "plain.tflite").write_bytes(CONTENT + b"!")
    assert network_state("plain", folder) == "altered"
    with pytest.raises(ModelMissing) as caught:
        network_path("plain", folder)
    assert caught.value.code == "model.altered"
    assert caught.value.slots == {"file": "plain.tflite"}


def test_an_absent_file_says_what_to_run(folder: Path) -> None:
    (folder / "plain.tflite").unlink()
    with pytest.raises(ModelMissing) as caught:
        network_path("plain", folder)
    assert caught.value.code == "model.missing"
    assert caught.value.remedy == "run: candor models fetch"


def test_a_folder_in_its_place_is_missing_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "face_landmark.tflite").mkdir()
    assert network_state("face_landmark", tmp_path) == "missing"
