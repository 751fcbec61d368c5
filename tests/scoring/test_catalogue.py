"""The catalogue: every row complete in every language, every fault named."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from interview import MODALITIES, InputError
from scoring.catalogue import (
    FEATURES,
    FOLDER,
    LOCALES,
    NOT_MEASURED,
    feature,
    read_catalogue,
    read_not_measured,
)

GOOD = """
modality = "voice"
[voice_loudness]
unit = "dB"
use = "score"
low = 1
high = 2.5
source = "a book"
description = { en = "How loud.", zh = "音量。" }
"""
PREFIX = {"language": "lang_", "voice": "voice_", "face": "face_"}


def test_every_modality_has_its_file() -> None:
    assert {spec.modality for spec in FEATURES.values()} == set(MODALITIES)
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(MODALITIES)


@pytest.mark.parametrize("name", sorted(FEATURES))
def test_every_row_can_be_read_by_people(name: str) -> None:
    spec = FEATURES[name]
    assert spec.name == name
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", name)
    assert name.startswith(PREFIX[spec.modality])
    assert set(spec.description) == set(LOCALES)
    assert re.search(r"[\u4e00-\u9fff]", spec.description["zh"])
    assert spec.description["en"].endswith(".")
    assert spec.description["zh"].endswith("。")
    # a description says what is measured, never that more of it is good
    judging = r"\b(good|bad|better|best|worse|worst|positive|negative|should|ideal)\b"
    assert not re.search(judging, spec.description["en"].lower())
    assert (spec.low is None) == (spec.high is None) == (spec.use != "score")


def test_the_catalogue_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        FEATURES["voice_new"] = FEATURES["voice_snr"]  # type: ignore[index]
    with pytest.raises(TypeError):
        FEATURES["voice_snr"].description["en"] = "x"  # type: ignore[index]


def test_a_feature_of_one_competency_is_found_under_its_prefix() -> None:
    assert feature("lang_evidence.teamwork") is FEATURES["lang_evidence"]
    assert feature("voice_snr") is FEATURES["voice_snr"]
    with pytest.raises(KeyError):
        feature("voice_unheard_of")


def test_a_good_row() -> None:
    spec = read_catalogue(GOOD)["voice_loudness"]
    assert (spec.low, spec.high, spec.use, spec.modality) == (1.0, 2.5, "score", "voice")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('modality = "voice"', "", "modality"),
        ('modality = "voice"', 'modality = "smell"', "modality"),
        ('modality = "voice"', 'modality = "voice"\nstray = 3', "stray"),
        ('unit = "dB"', "", "voice_loudness.unit"),
        ('unit = "dB"', 'unit = " "', "voice_loudness.unit"),
        ('use = "score"', 'use = "guess"', "voice_loudness.use"),
        ("low = 1\n", "", "voice_loudness.low"),
        ("low = 1\n", "low = 2.5\n", "voice_loudness.low"),
        ("low = 1\n", "low = true\n", "voice_loudness.low"),
        ('use = "score"', 'use = "context"', "voice_loudness.low"),
        (', zh = "音量。"', "", "voice_loudness.description"),
        ('source = "a book"', 'source = "a book"\ncolour = "red"', "voice_loudness.colour"),
        ("[voice_loudness]", "[voice_loudness", "file"),
    ],
)
def test_every_fault_is_named_with_what_would_be_right(old: str, new: str, where: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        read_catalogue(GOOD.replace(old, new), name="mine.toml")
    assert caught.value.code == "catalogue.broken"
    assert caught.value.slots["where"] == where
    assert "mine.toml" in str(caught.value)
    assert caught.value.remedy


def test_reading_it_loads_nothing_heavy() -> None:
    code = (
        "import sys; import scoring.catalogue;"
        "print(sorted({'torch', 'transformers', 'av', 'onnxruntime', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_is_not_measured_says_why_in_both_languages() -> None:
    assert {"posture", "hand_gestures"} <= NOT_MEASURED.keys()
    for key, row in NOT_MEASURED.items():
        assert key not in FEATURES
        assert all(row.name[locale] and len(row.reason[locale]) > 20 for locale in LOCALES)


def test_a_reason_missing_in_one_language_is_refused() -> None:
    text = '[not_measured.posture]\nname = { en = "Posture", zh = "体态" }\nreason = { en = "No." }'
    with pytest.raises(InputError) as caught:
        read_not_measured(text, name="face.toml")
    assert caught.value.slots["where"] == "not_measured.posture.reason"
