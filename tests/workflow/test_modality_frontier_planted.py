"""The frontier concludes from the data: nothing on the demo company, the contrary on the other."""

from __future__ import annotations

import pytest

from analysis import ADDITIONS, Subset
from data_samples import company
from data_samples.modality_table import modality_table
from interview import Estimate
from workflow.modality_comparison import ModalityComparison, compare_modalities

pytestmark = pytest.mark.xdist_group("modalities")
WORDS: Subset = ("language",)
BOTH: Subset = ("voice", "face")


@pytest.fixture(scope="module")
def demo() -> ModalityComparison:
    design, targets = modality_table(company())
    return compare_modalities(design, targets)


@pytest.fixture(scope="module")
def other() -> ModalityComparison:
    design, targets = modality_table(company(expression_predicts=0.35))
    return compare_modalities(design, {"performance": targets["performance"]})


def test_on_the_demo_company_voice_and_face_buy_agreement_with_raters_alone(
    demo: ModalityComparison,
) -> None:
    later, rated = demo.frontier.criterion("performance"), demo.frontier.criterion("ratings")
    assert later is not None
    assert rated is not None
    # planted truth 9: no connection with performance, a little with ratings
    assert {later.step(*one).bought for one in ADDITIONS} == {"adds_nothing"}
    assert rated.step(WORDS, BOTH).bought in ("adds", "adds_little")
    codes = {c.added: c.code for c in demo.frontier.conclusions}
    assert codes[BOTH] == "raters_only"
    for alone in (("voice",), ("face",), BOTH):
        found = later.of(alone)
        assert not isinstance(found, Estimate) or found.low < 0.03


def test_on_the_company_seeded_the_other_way_they_add(other: ModalityComparison) -> None:
    later = other.frontier.criterion("performance")
    assert later is not None
    assert {c.added: c.code for c in other.frontier.conclusions} == {
        ("face",): "adds", ("voice",): "adds", BOTH: "adds",
    }  # fmt: skip
    # liveliness is planted at .35 of true performance, a rating shows sqrt(.70) of it, and the two
    # measures that make it up are known up to what varies between answers
    both = later.of(BOTH)
    assert isinstance(both, Estimate)
    assert both.low > 0.18
    assert both.value < 0.35 * 0.70**0.5 + 0.03
    gain = later.step(WORDS, BOTH).difference
    assert isinstance(gain, Estimate)
    assert gain.low > 0.02


def test_everybody_is_judged_by_a_scorer_that_has_not_seen_their_opening(
    demo: ModalityComparison,
) -> None:
    made = demo.predictions["performance"]
    whole = made.predictions[("language", "voice", "face")]
    # applicants who were never rated are predicted too: they show what selecting would do
    assert (whole == whole).sum() > 2 * made.trained.sum()
    shares = made.carried[("language", "face")]
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["face"] < 0.2
