"""An encoder judges nearness only where it was added and only in the languages it declares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interview import Answer, Interview, ModelMissing, Segment, SignalPolicy, Transcript
from scoring import card_from_json, card_json, find_role, score_interview
from scoring.added_model import AddedModel, model_digest
from scoring.encoder import (
    ENCODER_FILES,
    ENCODER_FOLDER,
    Encoder,
    EncoderSimilarity,
    encoder,
    paraphrases,
    recognised_paraphrases,
)
from scoring.extract import EXTRACTOR
from scoring.language import measure_language
from scoring.networks import network_path
from tests.scoring.tiny_models import bert_folder, whisper_folder

MODELS = Path(__file__).parents[3] / ".models"
LAW = SignalPolicy(key="words", version=1, compute=("language",))
ROLE = find_role("sales_manager")
ENGLISH = (
    "Last spring our largest customer wanted to leave. I visited their buyer and asked the "
    "customer what she really needed. I found the real cause and changed our offer with them. In "
    "the end they doubled their order within six months."
)
OFF_TOPIC = (
    "On Sundays I like to bake bread with my children. We buy flour at the mill and let the dough "
    "rest for a night. The kitchen smells wonderful afterwards. My neighbours often ask for a loaf."
)
CHINESE = (
    "去年春天最大的客户想离开。我拜访了他们的采购，问清楚真正的需要，改了方案。最后订单翻了一倍。"
)


def added(folder: Path, *languages: str) -> AddedModel:
    return AddedModel(
        kind="encoder",
        name=folder.name,
        folder=str(folder),
        languages=languages,
        digest=model_digest(folder),
    )


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bert_folder(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def real() -> Path:
    """The published encoder, as ``candor models fetch --encoder`` brings it."""
    folder = MODELS / ENCODER_FOLDER
    if not folder.is_dir():
        pytest.fail("run: python -m workflow models fetch --encoder")
    return folder


def spoken(text: str, question: str = "sm_q1") -> Interview:
    said = Transcript(source="text", segments=(Segment(text=text),))
    answer = Answer(id="a", question=question, version=1, transcript=said)
    return Interview(id="i", candidate_id="c", role=ROLE.key, answers=(answer,))


def test_vectors_are_unit_and_the_mean_of_their_tokens(tiny: Path) -> None:
    import torch

    from scoring.transformer_engine import transformers

    found = Encoder(tiny).encode(["i led the launch", "a", ""])
    assert found.shape == (3, 16)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    # the definition, one text at a time and so without padding
    library = transformers()
    tokens = library.AutoTokenizer.from_pretrained(tiny)("a", return_tensors="pt")
    with torch.inference_mode():
        states = library.AutoModel.from_pretrained(tiny).eval()(**tokens).last_hidden_state[0]
    mean = states.mean(0).numpy()
    assert np.allclose(found[1], mean / np.linalg.norm(mean), atol=1e-5)


def test_long_texts_and_many_texts_are_taken(tiny: Path) -> None:
    model = Encoder(tiny)
    texts = ["i led the launch " * 500, *["a"] * 40]
    assert model.encode(texts).shape == (41, 16)
    assert model.encode([]).size == 0


def test_what_is_no_encoder_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", whisper_folder(tmp_path / "speech")):
        with pytest.raises(ModelMissing) as caught:
            Encoder(folder)
        assert caught.value.code == "model.not_a_model"
    with pytest.raises(ModelMissing) as caught:
        model_digest(tmp_path)
    assert caught.value.code == "model.not_a_model"


def test_only_declared_languages_are_judged_and_the_card_says_which(tiny: Path) -> None:
    model = added(tiny, "en")
    for text, named in ((ENGLISH, f"{EXTRACTOR}+{model.id}"), (CHINESE, EXTRACTOR)):
        plain, _ = score_interview(spoken(text), ROLE, LAW, models_folder=Path())
        card, _ = score_interview(spoken(text), ROLE, LAW, models_folder=Path(), encoder=model)
        assert plain.answers[0].features.extractor == EXTRACTOR
        assert card.answers[0].features.extractor == named
        assert (card.digest == plain.digest) is (named == EXTRACTOR)
        again = card_from_json(card_json(card))
        assert again == card
        assert again.intact


def test_everything_else_stays_as_it_was(tiny: Path) -> None:
    said = Transcript(source="text", segments=(Segment(text=ENGLISH),))
    question = ROLE.question("sm_q1", 1)
    keys = ["customer_insight", "communication"]
    plain = measure_language(said, question=question, competencies=keys)
    judged = measure_language(
        said, question=question, competencies=keys, similarity=EncoderSimilarity(added(tiny, "en"))
    )
    changed = {name for name in plain.values if plain.values[name] != judged.values[name]}
    assert changed == {"lang_on_topic", *(f"lang_anchor.{key}" for key in keys)}
    assert plain.evidence == judged.evidence
    assert (plain.similarity, judged.similarity) == ("", added(tiny, "en").id)
    assert 0 <= judged.values["lang_on_topic"] <= 1
    assert all(1 <= judged.values[f"lang_anchor.{key}"] <= 5 for key in keys)


def test_the_published_files_are_proved(real: Path) -> None:
    for network in ENCODER_FILES.values():
        assert (MODELS / network.filename).is_file()
    with pytest.raises(KeyError):
        network_path("all-MiniLM-L6-v2/config.json", MODELS)  # no face network: never needed


def test_paraphrases_are_nearer_than_unrelated_sentences(real: Path) -> None:
    model = encoder(str(real))
    pairs = paraphrases()["en"]
    first, second = (model.encode([pair[side] for pair in pairs]) for side in (0, 1))
    near = first @ second.T
    same, other = np.diag(near), near[~np.eye(len(pairs), dtype=bool)]
    assert same.min() > np.percentile(other, 95)
    assert recognised_paraphrases(model, "en") == 1.0
    # it was trained on English alone, and the check finds out
    assert recognised_paraphrases(model, "zh") < 0.5


def test_a_real_encoder_knows_what_the_answer_is_about(real: Path) -> None:
    model = added(real, "en")
    on_topic = {}
    for text in (ENGLISH, OFF_TOPIC):
        _, signals = score_interview(spoken(text), ROLE, LAW, models_folder=Path(), encoder=model)
        on_topic[text] = signals[0].features.values["lang_on_topic"]
    assert on_topic[ENGLISH] > 0.5
    assert on_topic[OFF_TOPIC] < 0.1
