"""Tables that hold next to nothing: every analysis answers, withholds, or refuses with a code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import fairness as f
from interview import CandorError

ITEMS = ["i0", "i1", "i2", "i3"]


def table(n: int, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 6)), columns=list("abcdef"))
    frame["g"] = rng.choice(["p", "q"], n)
    frame["boss"] = rng.choice(["k", "l"], n)
    frame["p"] = rng.random(n)
    for name in ("y", "s", *ITEMS):
        frame[name] = (rng.random(n) < 0.5).astype(int)
    return frame.assign(who=np.arange(n), kind="x")


def constant() -> pd.DataFrame:
    frame = table(120)
    frame[[*"abcdef", "p"]] = 0.5
    frame[["y", "s", *ITEMS]] = 1
    return frame


def nothing_known() -> pd.DataFrame:
    frame = table(120).astype({"y": float, "s": float})
    frame[[*"abcdef", "y", "s", "p"]] = np.nan
    return frame


FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "empty": lambda: table(0),
    "one person": lambda: table(1),
    "five people": lambda: table(5),
    "one group": lambda: table(120).assign(g="p"),
    "a group of one": lambda: table(120).assign(g=["p"] + ["q"] * 119),
    "nobody said": lambda: table(120).assign(g=None),
    "constant": constant,
    "nothing known": nothing_known,
    "300 groups": lambda: table(300).assign(g=[f"g{i}" for i in range(300)]),
    "text for a number": lambda: table(20).assign(a="hello"),
    "one column twice over": lambda: table(60).assign(b=lambda t: t["a"], c=lambda t: t["a"]),
}
CALLS: dict[str, Callable[[pd.DataFrame], object]] = {
    "equalized_odds": lambda t: f.equalized_odds(
        t, attribute="g", selected="s", outcome="y", rater_group="boss", floor=1
    ),
    "calibration": lambda t: f.calibration_by_group(
        t, attribute="g", probability="p", outcome="y", replicates=20, floor=1
    ),
    "differential_prediction": lambda t: f.differential_prediction(
        t, attribute="g", score="a", outcome="b", rater_group="boss", stratum="kind", floor=1
    ),
    "mantel_haenszel": lambda t: f.dif_mantel_haenszel(t, attribute="g", items=ITEMS, floor=1),
    "logistic": lambda t: f.dif_logistic(t, attribute="g", items=ITEMS, floor=1),
    "scores": lambda t: f.dif_scores(t, attribute="g", items=list("abcd"), floor=1),
    "expression": lambda t: f.cultural_expression(
        t, attribute="g", score="a", expression=["b", "c"], verbal="d", human="e", outcome="f",
        replicates=20, floor=1,
    ),
    "expression of parts": lambda t: f.cultural_expression(
        t, attribute="g", score="a", expression=["b", "c"], verbal="d", without_expression="e",
        weight=0.2, person="who", replicates=20, floor=1,
    ),
    "invariance": lambda t: f.measurement_invariance(
        t, attribute="g", indicators=list("abcd"), floor=2
    ),
    "proxies": lambda t: f.proxy_leak(
        t, attribute="g", features=list("abc"), score="d", floor=1, person="who"
    ),
    "pairs": lambda t: f.perturbation_audit(
        t, original="a", altered="b", perturbation="kind", cut=0.0, size="y"
    ),
    "features": lambda t: f.perturb_features(
        t.rename(columns={"a": "voice_pitch_range"}), lambda x: np.asarray(x["b"], dtype=float)
    ),
    "reweighing": lambda t: f.reweighing(t, attribute="g", outcome="y"),
    "pareto": lambda t: f.pareto_weights(
        t, attribute="g", predictors=list("abc"), outcome="f", points=3, repeats=1
    ),
    "thresholds": lambda t: f.thresholds_for_analysis(
        t, attribute="g", score="a", outcome="y", analysis_only=True
    ),
}  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_crashes_and_every_refusal_says_what_would_work(frame: str) -> None:
    made = FRAMES[frame]()
    silent = []
    for name, call in CALLS.items():
        before = made.copy()
        try:
            call(made)
        except CandorError as err:
            silent += [] if err.remedy else [(name, err.code)]
        pd.testing.assert_frame_equal(made, before)
    assert silent == []
