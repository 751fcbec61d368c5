"""The file of a learned scorer: the same scores back, and every tampering refused by name."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from interview import CandorError
from scoring.learned import artefact
from scoring.learned.artefact import file_digest, load_scorer, save_scorer
from scoring.learned.example import NAMES, example_scorer, example_table
from scoring.learned.learned_scorer import LearnedScorer
from scoring.learned.train import train
from scoring.learned.training_spec import Kind, TrainingSpec


@pytest.fixture(scope="module", params=["linear", "trees"])
def scorer(request: pytest.FixtureRequest) -> LearnedScorer:
    kind: Kind = request.param
    spec = TrainingSpec(kind=kind, features=NAMES, folds=2, inner=2)
    return train(*example_table(80), spec).scorer


def code_of(content: bytes, digest: str = "") -> str:
    with pytest.raises(CandorError) as refused:
        load_scorer(content, digest=digest or file_digest(content))
    return refused.value.code


def test_it_comes_back_as_it_was(scorer: LearnedScorer) -> None:
    content = save_scorer(scorer)
    back = load_scorer(content, digest=file_digest(content))
    rows = np.random.default_rng(0).normal(size=(200, 4))
    assert np.array_equal(back.predict(rows), scorer.predict(rows))
    assert back.findings(rows, ["en"] * 200) == scorer.findings(rows, ["en"] * 200)
    assert back.id == scorer.id
    facts = back.facts
    assert {"data_digest", "code_version", "seed", "n", "people", "report"} <= set(facts)
    assert back.features == scorer.features


def test_a_changed_byte_is_refused(scorer: LearnedScorer) -> None:
    content = save_scorer(scorer)
    for place in (10, len(content) // 2, len(content) - 30):
        changed = bytearray(content)
        changed[place] ^= 1
        assert code_of(bytes(changed), file_digest(content)) == "model.changed"


def rewritten(content: bytes, change: Callable[[dict[str, object]], None]) -> bytes:
    """The archive with its schema altered, as somebody with the file in hand could."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "schema.json":
                schema = json.loads(data)
                change(schema)
                data = json.dumps(schema).encode()
            new.writestr(name, data)
    return out.getvalue()


def test_content_behind_another_name_is_refused_even_under_its_own_digest() -> None:
    scorer = example_scorer()
    wider = replace(scorer, half_widths={"": 0.01})
    assert code_of(save_scorer(wider)) == "model.changed"
    praised = replace(scorer, facts={**scorer.facts, "report": {"r": 0.99}})
    honest = save_scorer(scorer)
    assert load_scorer(honest, digest=file_digest(honest)).version == scorer.version
    assert code_of(_with_facts(praised)) == "model.changed"


def _with_facts(scorer: LearnedScorer) -> bytes:
    import skops.io

    whole = skops.io.loads(save_scorer(scorer), trusted=sorted(artefact.ALLOWED))
    whole["facts_digest"] = "0" * 64
    return bytes(skops.io.dumps(whole))


def test_another_results_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = save_scorer(example_scorer())
    monkeypatch.setattr(artefact, "RESULTS_VERSION", 99)
    assert code_of(content) == "model.other_version"


def test_a_type_that_no_scorer_is_made_of_is_refused_before_anything_is_built() -> None:
    def evil(schema: dict[str, object]) -> None:
        content = schema["content"]
        assert isinstance(content, dict)
        content["format"] = {"__class__": "Popen", "__module__": "subprocess",
                             "__loader__": "ObjectNode", "__id__": 1,
                             "content": None}  # fmt: skip

    changed = rewritten(save_scorer(example_scorer()), evil)
    assert code_of(changed) == "model.untrusted_type"


@pytest.mark.parametrize("content", [b"", b"not an archive", pickle.dumps({"a": 1})])
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    assert code_of(content) == "model.unreadable"


def test_an_archive_without_a_scorer_is_refused() -> None:
    import skops.io

    assert code_of(bytes(skops.io.dumps({"format": "something else"}))) == "model.unreadable"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("readme.txt", "hello")
    assert code_of(out.getvalue()) == "model.unreadable"
