"""The limits of the quality gate: each used, reasoned in both languages, and on its page."""

import re
import tomllib
from pathlib import Path

import pytest

from scoring.catalogue import FEATURES
from scoring.gate_doc import PAGE, gate_doc
from scoring.gate_thresholds import CONDITIONS, THRESHOLDS

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(
    path.read_text("utf-8")
    for path in (ROOT / "scoring").rglob("*.py")
    if path.name not in ("gate_thresholds.py", "gate_doc.py")
)


def test_the_page_says_what_the_file_says() -> None:
    # `python -m scoring.gate_doc` writes it anew
    assert PAGE.read_text("utf-8") == gate_doc()


@pytest.mark.parametrize("key", THRESHOLDS)
def test_every_limit_stands_on_the_page_twice(key: str) -> None:
    for locale in ("en", "zh"):
        assert THRESHOLDS[key].reason[locale] in gate_doc()


@pytest.mark.parametrize("key", THRESHOLDS)
def test_a_limit_is_read_by_the_code_and_known_to_nobody_else(key: str) -> None:
    assert re.search(rf'limit\(\s*"{re.escape(key)}"\s*\)', SOURCES)


@pytest.mark.parametrize("key", THRESHOLDS)
def test_a_limit_has_a_reason_in_both_languages(key: str) -> None:
    one = THRESHOLDS[key]
    assert one.unit
    assert len(one.reason["en"].split()) >= 10
    assert len(re.findall(r"[\u4e00-\u9fff]", one.reason["zh"])) >= 15


@pytest.mark.parametrize("key", THRESHOLDS)
def test_its_code_has_words_and_its_features_exist(key: str) -> None:
    one = THRESHOLDS[key]
    if one.stops in ("modality", "feature", "flag"):
        assert one.code
    assert (one.of == ()) == (one.stops in ("modality", "flag", "moment"))
    if one.stops == "feature":
        assert set(one.of) <= FEATURES.keys()
        assert {FEATURES[name].modality for name in one.of} == {one.area}
    for locale in ("en", "zh"):
        words = tomllib.loads((ROOT / "ui" / "text" / f"{locale}.toml").read_text("utf-8"))
        assert not one.code or one.code in words["code"]


def test_every_code_of_the_gates_stands_beside_a_limit_or_needs_none() -> None:
    # a gate withholds without a number where nothing is there, or nothing that can be read
    without = {
        "language.no_transcript",
        "language.empty",
        "language.unsupported",
        "voice.no_speech",
        "face.no_video",
        "face.second_face",
    }
    gates = "".join(
        (ROOT / "scoring" / area / "gate.py").read_text("utf-8")
        for area in ("language", "voice", "face")
    )
    said = set(re.findall(r'"((?:language|voice|face)\.[a-z_]+)"', gates))
    said -= set(re.findall(r'limit\(\s*"([a-z_.]+)"\s*\)', gates))
    assert said - without == said & {one.code for one in THRESHOLDS.values()}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_belongs_to_a_feature_and_its_code_is_given_and_worded(name: str) -> None:
    one = CONDITIONS[name]
    assert name in FEATURES
    assert f'"{one.code}"' in SOURCES
    for locale in ("en", "zh"):
        words = tomllib.loads((ROOT / "ui" / "text" / f"{locale}.toml").read_text("utf-8"))
        assert one.code in words["code"]
        assert one.reason[locale]
