"""The modality page and the view of weights: conclusions in words that follow from the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_pages import RAW_KEY, clean, visit, words

from analysis import SUBSETS, Subset, criterion_validity, modality_frontier
from analysis.modality_frontier import Criterion
from interview import Actor, Estimate, PermissionDenied, Withheld
from scoring.learned.design import DesignTable
from store import MeasuredRecording, Store, save_report
from ui.charts import LIGHT
from ui.charts.modality_validity import modality_validity
from ui.modality_words import code_of, headline, signed
from ui.parts.modality_tables import modality_rows
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.modality_cost import _cost
from workflow.modality_gaps import gap_changes, subset_gaps, subset_leaks
from workflow.modality_law import modality_law
from workflow.modality_report import (
    KIND,
    NO_RIGHT,
    ModalityStudy,
    SubsetLaw,
    SubsetShare,
    stored_modalities,
    subset_signals,
)

SCOPE: dict[str, object] = {"purpose": "x", "departments": []}
FACE: Subset = ("face",)
N = 1600


def study_in(later: float, rated: float) -> ModalityStudy:
    """Words tell; the face tells ``later`` of performance and ``rated`` of ratings."""
    rng = np.random.default_rng(6)
    told = {m: rng.normal(size=N) for m in ("language", "voice", "face")}
    calm = np.arange(N) % 3 == 0
    told["face"] = told["face"] - 0.9 * calm
    groups = pd.DataFrame(
        {"display_style": np.where(calm, "restrained", "open"), "sex": ["women", "men"] * (N // 2)}
    )
    openings = np.arange(N) // 40
    criteria: list[Criterion] = []
    predictions: dict[str, dict[Subset, np.ndarray]] = {}
    for name, weight in (("ratings", rated), ("performance", later)):
        worth = {"language": 0.6, "voice": 0.0, "face": weight}
        y = sum(worth[m] * told[m] for m in told) + rng.normal(size=N)
        predictions[name] = {
            s: np.asarray(sum(worth[m] * told[m] for m in s) + 1e-6 * rng.normal(size=N))
            for s in SUBSETS
        }
        criteria.append(criterion_validity(name, predictions[name], y, openings))
    design = DesignTable(
        X=np.column_stack([told[m] for m in told]),
        names=("lang_star", "voice_pitch_range", "face_smile_share"),
        modality={
            "lang_star": "language", "voice_pitch_range": "voice", "face_smile_share": "face",
        },
        interview=np.array([f"i{k}" for k in range(N)], dtype=object),
        competency=np.full(N, "overall", dtype=object),
        person=np.array([f"c{k}" for k in range(N)], dtype=object),
        requisition=np.array([f"o{k}" for k in openings], dtype=object),
        locale=np.full(N, "en", dtype=object),
        role=np.full(N, "clerk", dtype=object),
        weight=np.ones(N),
    )  # fmt: skip
    names, rate = ["display_style", "sex"], {"clerk": 0.3}
    withheld = pd.DataFrame(
        {"language": [""] * 100, "voice": [""] * 100,
         "face": ["face.too_dark"] * 10 + ["policy.no_consent"] * 20 + [""] * 70}
    )  # fmt: skip
    stages = {"decode": 2.0, "voice": 1.0, "face": 5.0, "language": 0.1}
    timed = [MeasuredRecording(interview=str(k), seconds=stages, minutes=1.0 + k) for k in range(4)]
    return ModalityStudy(
        frontier=modality_frontier(criteria),
        kind="linear",
        occasion="90_days",
        grouping="components",
        carried=tuple(
            SubsetShare(subset=s, criterion="ratings", modality=m, share=1 / len(s))
            for s in SUBSETS
            for m in s
        ),
        signals=tuple(subset_signals(withheld, s) for s in SUBSETS),
        laws=tuple(SubsetLaw(subset=s, laws=modality_law(s)) for s in SUBSETS),
        cost=_cost("store", timed, 3.0),
        gaps=subset_gaps(design, predictions, groups, names, rate),
        changes=gap_changes(design, predictions, groups, names, rate, replicates=400),
        leaks=subset_leaks(design, groups, names),
        groups_left_out="",
        lacking={},
        pass_rate=rate,
        features={"language": 1, "voice": 1, "face": 1},
        population=N + 30,
        compared=N,
        excluded={"policy.no_consent": 30},
    )


@pytest.fixture(scope="module")
def raters() -> ModalityStudy:
    return study_in(0.0, 0.35)


@pytest.fixture(scope="module")
def performance() -> ModalityStudy:
    return study_in(0.35, 0.0)


def keep(store: Store, study: ModalityStudy) -> None:
    with store.transaction() as tx:
        save_report(tx, KIND, {"study": study, "scope": SCOPE})


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_says_what_the_face_buys_and_costs(
    own_home: Store, raters: ModalityStudy, locale: str
) -> None:
    keep(own_home, raters)
    (kept,) = stored_modalities(Actor.system(), own_home)
    assert kept.study == raters
    assert code_of(raters, FACE) == "raters_only"
    at = visit("modalities", locale, actor="demo_hr_leader")
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    assert plain(headline(raters, FACE, locale)) in text
    for key in ("performance", "ratings", "steps", "costs", "law", "groups"):
        assert say(f"modalities.{key}", locale) in text
    # validity twice, impact ratios and leak
    assert len(at.get("plotly_chart")) == 4


def test_the_sentence_changes_with_the_data(
    raters: ModalityStudy, performance: ModalityStudy
) -> None:
    one, other = (headline(study, FACE, "en") for study in (raters, performance))
    assert "agreement with raters" in one
    assert "not performance" in one
    assert "would raise the correlation with performance" in other
    # restrained people lose by a face that counts, by the scorer that is asked for
    assert "restrained display" in one
    assert "restrained display" in other
    nothing = study_in(0.0, 0.0)
    assert "nothing worth having" in headline(nothing, FACE, "en")
    assert "restrained" not in headline(nothing, FACE, "en")
    hidden = headline(raters.without_groups(), FACE, "en")
    assert "what it would do to groups was not looked at" in hidden
    # 10 of 80 allowed in the dark, 20 of 100 without consent
    assert "missing in 30 % of interviews" in hidden


def test_who_may_not_see_audits_sees_no_groups(own_home: Store, raters: ModalityStudy) -> None:
    keep(own_home, raters)
    blind = Actor(id="b", roles=("admin",), units=("*",))
    with pytest.raises(PermissionDenied):
        stored_modalities(blind, own_home)
    shown = raters.without_groups()
    assert shown.gaps == shown.leaks == shown.changes == ()
    assert shown.groups_left_out == NO_RIGHT
    assert shown.loser(FACE, "ratings") is None


@pytest.mark.parametrize("locale", LOCALES)
def test_before_anybody_asked_it_says_what_will_be_here(home: object, locale: str) -> None:
    at = visit("modalities", locale, actor="demo_data_scientist")
    clean(at)
    assert say("modalities.none_title", locale) in words(at)
    assert at.button(key="run").label == say("modalities.run", locale)
    asks = visit("modalities", locale, actor="demo_compliance")
    clean(asks)
    assert say("modalities.purpose", locale) in words(asks)


def test_the_table_to_take_along_holds_every_figure(raters: ModalityStudy) -> None:
    rows = modality_rows(raters)
    parts = {str(row["part"]).split(" ")[0] for row in rows}
    assert parts == {
        "validity", "added", "seconds", "failed", "barred", "law", "impact_ratio", "score_gap",
        "proxy_leak",
    }  # fmt: skip
    first = next(row for row in rows if row["part"] == "validity")
    found = raters.frontier.criteria[0].of(("language",))
    assert isinstance(found, Estimate)
    assert (first["value"], first["low"], first["n"]) == (found.value, found.low, N)


def test_how_many_stated_something_rare_is_not_taken_along(raters: ModalityStudy) -> None:
    gap = raters.gaps[0]
    group = gap.ratio.groups[0]
    held = [replace(group, finding=Withheld(code="group.too_small", n=n)) for n in (4, 5)]
    few = replace(raters, gaps=(replace(gap, ratio=replace(gap.ratio, groups=tuple(held))),))
    rows = [row for row in modality_rows(few) if row["part"] == "impact_ratio"]
    assert [row["n"] for row in rows] == [None, 5]


def test_the_picture_names_what_has_no_finding(raters: ModalityStudy) -> None:
    criterion = raters.frontier.criteria[0]
    nobody = Withheld(code="correlation.constant", n=N)
    bare = replace(
        criterion,
        validity=(replace(criterion.validity[0], finding=nobody), *criterion.validity[1:]),
    )
    drawing = modality_validity(bare, LIGHT, "en")
    assert drawing.alt.startswith("Words tells nobody apart")
    assert signed(-0.0041) == "−.004"
