"""Agreement: printed kappas and limits, other programs, planted machines good and bad."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
import pytest
from printed_tables import FLEISS_DIAGNOSES, TWO_METHODS
from sklearn.metrics import cohen_kappa_score

from analysis import (
    agreement,
    bland_altman,
    fleiss_kappa,
    kappa_of_table,
    krippendorff_alpha,
    weighted_kappa,
)
from interview import Estimate, Finding, InputError, Withheld


def found(finding: Finding) -> Estimate:
    assert isinstance(finding, Estimate)
    return finding


def test_the_three_by_three_of_a_manual() -> None:
    # SAS FREQ documentation: kappa .4842 with standard error .1380, weighted .4701
    table = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    plain = found(kappa_of_table(table, weights="unweighted"))
    assert round(plain.value, 4) == 0.4842
    assert round((plain.high - plain.low) / 2 / 1.959964, 4) == 0.1380
    assert round(found(kappa_of_table(table, weights="linear")).value, 4) == 0.4701


def test_fleiss_diagnoses() -> None:
    told = fleiss_kappa(FLEISS_DIAGNOSES)
    assert round(found(told.kappa).value, 7) == 0.4302445
    assert round(told.z, 2) == 17.65
    with pytest.raises(InputError) as err:
        fleiss_kappa([[3, 0], [1, 1]])
    assert err.value.code == "estimation.counts"


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_kappa_against_another_program(weights: str) -> None:
    rng = np.random.default_rng(3)
    a = rng.integers(1, 6, 200)
    b = np.clip(a + rng.integers(-1, 2, 200), 1, 5)
    theirs = cohen_kappa_score(a, b, weights=None if weights == "unweighted" else weights)
    assert found(weighted_kappa(a, b, weights=weights)).value == pytest.approx(theirs)  # type: ignore[arg-type]


def test_kappas_refusals() -> None:
    same = weighted_kappa([1] * 9, [1] * 9)
    assert same == Withheld(code="kappa.one_band", n=9)
    assert weighted_kappa([1, 2], [2, 1]) == Withheld(code="kappa.too_few", n=2)
    with pytest.raises(InputError) as err:
        weighted_kappa([1, 2, 3, 1, 2, 9], [1, 2, 3, 1, 2, 3], categories=[1, 2, 3])
    assert err.value.code == "kappa.unknown_band"
    opposite = found(weighted_kappa([1, 2] * 5, [2, 1] * 5))
    assert opposite.value == pytest.approx(-1.0)


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_krippendorff_against_another_program(scale: str) -> None:
    rng = np.random.default_rng(1)
    x = (rng.integers(1, 6, (40, 1)) + rng.integers(-1, 2, (40, 4))).astype(float)
    x[rng.random(x.shape) < 0.25] = np.nan
    frame = pd.DataFrame(x, columns=list("abcd"))
    told = found(krippendorff_alpha(frame, raters=list("abcd"), scale=scale))  # type: ignore[arg-type]
    assert told.value == pytest.approx(krippendorff.alpha(x.T, level_of_measurement=scale))
    assert told.low < told.value < told.high


def test_two_methods_of_measurement() -> None:
    told = bland_altman(*TWO_METHODS)
    assert round(found(told.bias).value, 2) == -27.17
    assert round(told.sd or 0, 2) == 34.81
    assert (round(found(told.lower).value, 1), round(found(told.upper).value, 2)) == (-95.4, 41.05)
    # one that spreads people out more grows with the size
    x = np.linspace(1, 10, 50)
    noise = np.random.default_rng(0).normal(0, 0.1, 50)
    assert found(bland_altman(1.5 * x + noise, x).slope).low > 0.3
    few = bland_altman([1.0, 2.0, np.nan], [1.0, 2.0, 3.0])
    assert (few.bias, few.left_out) == (Withheld(code="agreement.too_few", n=2), 1)


def interviews(n: int, seed: int, *, machine_error: float, shift: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    true = rng.normal(6, 1.2, n)
    people = true[:, None] + rng.normal(0, 0.9, (n, 3))
    people[np.arange(n), rng.integers(0, 3, n)] = np.nan
    frame = pd.DataFrame(people, columns=["a", "b", "c"])
    frame["ai"] = true + shift + rng.normal(0, machine_error, n)
    return frame.assign(true=true)


def test_prmse_finds_what_is_explained_of_the_truth() -> None:
    frame = interviews(6000, 4, machine_error=0.6, shift=0.3)
    told = agreement(frame, raters=["a", "b", "c"], machine="ai")
    variance = 1.2**2
    truth = 1 - (0.6**2 + 0.3**2) / variance
    prmse = found(told.human_machine.prmse)
    assert prmse.low < truth < prmse.high
    person = found(told.human_human.prmse)
    assert person.low < 1 - 0.9**2 / variance < person.high
    assert found(told.bias).low < 0.3 < found(told.bias).high
    # of a person and of the machine, against the definitions written out
    m, h = frame["ai"].to_numpy()[:, None], frame[["a", "b", "c"]].to_numpy()
    seen = ~np.isnan(h)
    machine = np.broadcast_to(m, h.shape)[seen]
    people = h[seen]
    qwk = 1 - np.mean((people - machine) ** 2) / (
        people.var() + machine.var() + (people.mean() - machine.mean()) ** 2
    )
    assert found(told.human_machine.qwk).value == pytest.approx(qwk)
    shift = (machine.mean() - people.mean()) / np.sqrt((people.var() + machine.var()) / 2)
    assert found(told.human_machine.shift).value == pytest.approx(shift)


def test_a_good_machine_is_not_flagged_and_a_bad_one_is() -> None:
    good = agreement(interviews(500, 5, machine_error=0.5), raters=["a", "b", "c"], machine="ai")
    assert good.flags == ()
    bad = interviews(500, 6, machine_error=2.5, shift=1.0)
    told = agreement(bad, raters=["a", "b", "c"], machine="ai")
    assert {flag.code for flag in told.flags} == {
        "agreement.behind_people", "agreement.shifted", "agreement.low",
    }  # fmt: skip


def test_long_and_wide_tables_agree() -> None:
    frame = interviews(200, 7, machine_error=0.7)
    wide = agreement(frame, raters=["a", "b", "c"], machine="ai")
    rows = frame.reset_index(names="who").melt(["who", "ai"], ["a", "b", "c"], "by", "rating")
    long = agreement(rows, target="who", rater="by", rating="rating", machine="ai")
    assert found(long.gap).value == pytest.approx(found(wide.gap).value)
    rows.loc[0, "ai"] = 0.0
    with pytest.raises(InputError) as err:
        agreement(rows, target="who", rater="by", rating="rating", machine="ai")
    assert err.value.code == "agreement.two_scores"


def test_without_double_ratings_there_are_no_people_to_compare_with() -> None:
    frame = interviews(60, 8, machine_error=0.7)[["a", "ai"]].dropna()
    told = agreement(frame, raters=["a"], machine="ai")
    assert found(told.human_machine.qwk).n == len(frame)
    assert isinstance(told.human_human.qwk, Withheld)
    assert told.human_human.qwk.code == "raters.never_overlap"
    assert isinstance(told.gap, Withheld)
    few = agreement(frame.head(4), raters=["a"], machine="ai")
    assert few.bias == Withheld(code="agreement.few_targets", n=4)
