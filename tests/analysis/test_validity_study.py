"""One study out of any table: every part is the definition written out; refusals have names."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import (
    PooledValidities,
    StudyRules,
    ValidityColumns,
    ValidityStudy,
    pool_validities,
    validity_json,
    validity_study,
)
from estimation.range_restriction import direct_restriction
from interview import Estimate, Finding, InputError, Withheld

COLUMNS = ValidityColumns(
    score="score", outcome="rating", question="question", competency="competency", role="role",
    person="id",
)  # fmt: skip
PLANTED = {"q1": 0.5, "q2": 0.3, "q3": 0.0}
MEASURES = {"q1": "teamwork", "q2": "planning", "q3": "planning"}


def value(finding: Finding) -> float:
    assert isinstance(finding, Estimate), finding
    return finding.value


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Three questions to 300 people in two roles that differ in level, one row per answer."""
    rng = np.random.default_rng(21)
    n = 300
    later = rng.normal(size=n)
    role = np.where(np.arange(n) % 2, "clerk", "cook")
    high = (role == "clerk") * 1.5
    rows = []
    for question, r in PLANTED.items():
        shown = r * later + math.sqrt(1 - r * r) * rng.normal(size=n)
        rows.append(
            pd.DataFrame(
                {
                    "id": np.arange(n), "role": role, "question": question,
                    "competency": MEASURES[question],
                    "score": np.clip(4.5 + shown + high, 0, 10),
                    "rating": 3 + 0.6 * later + 0.5 * high,
                }
            )
        )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


@pytest.fixture(scope="module")
def study(answers: pd.DataFrame) -> ValidityStudy:
    return validity_study(answers, COLUMNS, rules=StudyRules(reliability=0.64))


def test_the_overall_value_is_that_of_people_not_of_answers(
    answers: pd.DataFrame, study: ValidityStudy
) -> None:
    people = answers.groupby("id").agg(score=("score", "mean"), rating=("rating", "first"))
    naive = stats.pearsonr(people["score"], people["rating"])
    assert study.overall.n == 300
    assert value(study.overall) == pytest.approx(naive.statistic)
    assert study.p_value == pytest.approx(naive.pvalue)
    # the clerks are higher in both: the roles themselves show less
    role = answers.groupby("id")["role"].first()
    x = people["score"] - people.groupby(role)["score"].transform("mean")
    y = people["rating"] - people.groupby(role)["rating"].transform("mean")
    assert value(study.within) == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert value(study.within) < value(study.overall)
    assert study.headline == study.within
    assert study.misleading
    assert [flag.code for flag in study.notes] == ["validity.roles_mislead"]


def test_each_role_question_and_competency_by_definition(
    answers: pd.DataFrame, study: ValidityStudy
) -> None:
    for one in study.by_role:
        mine = answers[answers["role"] == one.label("role")]
        people = mine.groupby("id")[["score", "rating"]].mean()
        naive = np.corrcoef(people["score"], people["rating"])[0, 1]
        assert value(one.finding) == pytest.approx(naive)
    assert len(study.by_question) == 6
    for one in study.by_question:
        mine = answers[
            (answers["role"] == one.label("role")) & (answers["question"] == one.label("question"))
        ]
        assert value(one.finding) == pytest.approx(np.corrcoef(mine["score"], mine["rating"])[0, 1])
        assert value(one.criterion) == pytest.approx(value(one.finding) / 0.8)
        assert one.direct == Withheld(code="correction.no_selection", n=150)
    cells = {(c.role, c.competency): c for c in study.by_competency}
    assert len(cells) == 6
    for (role, competency), cell in cells.items():
        assert (cell.kpi, cell.own, cell.split) == ("rating", True, "")
        mine = answers[answers["competency"] == competency]
        people = mine.groupby(["role", "id"])[["score", "rating"]].mean()
        people = people.loc[role] if role else people - people.groupby("role").transform("mean")
        naive = np.corrcoef(people["score"], people["rating"])[0, 1]
        assert value(cell.finding) == pytest.approx(naive)


def test_the_evidence_stands_beside_the_usual_rule(study: ValidityStudy) -> None:
    found = {(o.label("role"), o.label("question")): o for o in study.by_question}
    assert all(found[role, "q1"].evidence == "works" for role in ("clerk", "cook"))
    assert all(found[role, "q3"].evidence != "works" for role in ("clerk", "cook"))
    for one in study.by_question:
        r = value(one.finding)
        said = "keep" if r >= 0.7 else "rewrite" if r <= 0.3 else "between"
        assert one.usual == said
    assert isinstance(study.pooled, PooledValidities)
    alone = pool_validities([value(o.finding) for o in study.by_question], [150] * 6, prior=None)
    assert isinstance(alone, PooledValidities)
    assert study.pooled.estimate == pytest.approx(alone.estimate)
    assert study.drawn_to is None


def test_few_questions_are_drawn_to_a_stated_belief_and_pooled_without_one(
    answers: pd.DataFrame,
) -> None:
    found = validity_study(
        answers[answers["role"] == "cook"],
        ValidityColumns(score="score", outcome="rating", question="question", person="id"),
    )
    assert found.drawn_to is not None
    assert isinstance(found.pooled, PooledValidities)
    assert found.pooled.prior is None
    assert found.pooled.k == 3
    one = validity_study(
        answers[(answers["role"] == "cook") & (answers["question"] == "q1")],
        ValidityColumns(score="score", outcome="rating", question="question", person="id"),
    )
    assert [flag.code for flag in one.notes] == ["validity.one_question"]
    assert isinstance(one.pooled, Withheld)
    assert isinstance(one.by_question[0].shrunken, Estimate)


def test_the_json_has_the_promised_keys(study: ValidityStudy) -> None:
    made = validity_json(study)
    assert {"r", "low", "high", "n"} <= made["overall"].keys()
    assert {"role", "r", "low", "high", "n"} <= made["by_role"][0].keys()
    assert {"competency", "kpi", "role", "n", "r", "low", "high"} <= made["by_competency"][0].keys()
    question = made["by_question"][0]
    keys = {"question", "role", "n", "r", "low", "high", "shrunken", "p_above_minimum"}
    assert keys <= question.keys()
    assert question["corrected"].keys() == {"criterion", "direct"}
    pooled = {"estimate", "se", "tau2", "i2", "q", "prediction_low", "prediction_high"}
    assert pooled <= made["pooled"].keys()
    assert None not in [made["pooled"][key] for key in pooled]


def applicants(top_down: bool) -> pd.DataFrame:
    """Five openings of 120 with the best third taken by the score, or by something else."""
    rng = np.random.default_rng(8)
    n = 600
    x = rng.normal(size=n)
    y = 0.4 * x + math.sqrt(1 - 0.16) * rng.normal(size=n)
    place = np.repeat(np.arange(5), 120)
    by = x if top_down else rng.normal(size=n)
    ranks = pd.Series(by).groupby(place).rank(ascending=False)
    hired = (ranks <= 40).to_numpy()
    return pd.DataFrame(
        {
            "who": np.arange(n), "score": np.clip(5 + 1.2 * x, 0, 10), "opening": place,
            "hired": hired, "rating": np.where(hired, y, np.nan),
        }
    )  # fmt: skip


GATED = ValidityColumns(
    score="score", outcome="rating", requisition="opening", selected="hired", person="who"
)


def test_full_correction_only_where_this_score_was_the_gate() -> None:
    rules = StudyRules(reliability=0.7)
    gate = validity_study(applicants(top_down=True), GATED, rules=rules)
    assert isinstance(gate.direct, Estimate)
    frame = applicants(top_down=True)
    rated = frame[frame["hired"]]
    x = rated["score"] - rated.groupby("opening")["score"].transform("mean")
    y = rated["rating"] - rated.groupby("opening")["rating"].transform("mean")
    every = frame["score"] - frame.groupby("opening")["score"].transform("mean")
    u = math.sqrt((x @ x / (200 - 5)) / (every @ every / (600 - 5)))
    r = float(np.corrcoef(x, y)[0, 1])
    assert value(gate.direct) == pytest.approx(direct_restriction(r / math.sqrt(0.7), u))
    other = validity_study(applicants(top_down=False), GATED, rules=rules)
    assert other.direct == Withheld(code="correction.not_the_gate", n=200)
    denied = validity_study(
        applicants(top_down=True), GATED, rules=StudyRules(reliability=0.7, gate=False)
    )
    assert denied.direct == Withheld(code="correction.not_the_gate", n=200)


def test_the_way_from_scored_to_rated_loses_nobody_silently() -> None:
    frame = applicants(top_down=True)
    frame["gone"] = 0
    taken = np.flatnonzero(frame["hired"])
    frame.loc[taken[:30], ["rating", "gone"]] = [np.nan, 1]
    frame.loc[taken[30:50], "rating"] = np.nan
    frame["held"] = "2025-01-01"
    frame["told"] = "2025-07-01"
    frame.loc[taken[50:60], "told"] = "2024-06-01"
    found = validity_study(
        frame,
        ValidityColumns(
            score="score", outcome="rating", selected="hired", left="gone", person="who",
            interviewed_at="held", outcome_at="told",
        ),
    )  # fmt: skip
    assert dict(found.path.stages) == {"scored": 600, "selected": 200, "employed": 170,
                                       "rated": 140}  # fmt: skip
    assert (found.path.left, found.path.not_yet_rated) == (30, 30)
    assert found.path.excluded["outcome.before_interview"] == 10
    assert found.overall.n == 140
    assert found.path.lag_months is not None
    assert found.path.lag_months[1] == pytest.approx(181 / 30.4375)
    assert [flag.code for flag in found.notes] == ["validity.early_outcomes"]
    assert [one.labels for one in found.by_cohort] == [("2025-Q1",)]


def test_unreliable_ratings_are_shown_and_correct_nothing(answers: pd.DataFrame) -> None:
    found = validity_study(answers, COLUMNS, rules=StudyRules(reliability=-0.2))
    assert found.reliability == -0.2
    assert found.criterion == Withheld(code="correction.reliability_not_positive", n=300)
    assert "validity.reliability_not_positive" in [flag.code for flag in found.notes]
    assert isinstance(found.overall, Estimate)
    unknown = validity_study(answers, COLUMNS)
    assert unknown.criterion == Withheld(code="correction.reliability_unknown", n=300)
    with pytest.raises(InputError) as err:
        validity_study(answers, COLUMNS, rules=StudyRules(reliability=1.2))
    assert err.value.code == "correction.reliability"


def test_somebody_rated_twice(answers: pd.DataFrame) -> None:
    people = answers[answers["question"] == "q1"].head(60)
    second = people.head(5).assign(rating=lambda f: f["rating"] + 1)
    table = pd.concat([people, second], ignore_index=True)
    columns = ValidityColumns(score="score", outcome="rating", person="id")
    with pytest.raises(InputError) as err:
        validity_study(table, columns)
    assert err.value.code == "person.twice"
    assert (err.value.slots["row"], err.value.slots["other"]) == (1, 61)
    firsts = validity_study(table, columns, rules=StudyRules(repeated="first"))
    assert value(firsts.overall) == pytest.approx(
        np.corrcoef(people["score"], people["rating"])[0, 1]
    )
    assert "validity.repeated" in [flag.code for flag in firsts.notes]
    last = people.assign(rating=people["rating"] + (np.arange(60) < 5))
    latest = validity_study(table, columns, rules=StudyRules(repeated="latest"))
    assert value(latest.overall) == pytest.approx(np.corrcoef(last["score"], last["rating"])[0, 1])
    mean = people.assign(rating=people["rating"] + 0.5 * (np.arange(60) < 5))
    middle = validity_study(table, columns, rules=StudyRules(repeated="mean"))
    assert value(middle.overall) == pytest.approx(np.corrcoef(mean["score"], mean["rating"])[0, 1])


def test_a_table_of_kpis_has_no_single_outcome() -> None:
    rng = np.random.default_rng(5)
    rows = []
    for competency, kpi, r in (("teamwork", "team", 0.6), ("innovation", "ideas", 0.1)):
        x = rng.normal(size=400)
        for figure in ("team", "ideas"):
            link = r if figure == kpi else 0.0
            y = link * x + math.sqrt(1 - link**2) * rng.normal(size=400)
            rows.append(
                pd.DataFrame(
                    {"id": range(400), "competency": competency, "kpi": figure,
                     "score": np.clip(5 + x, 0, 10), "value": 100 + 15 * y}
                )
            )  # fmt: skip
    columns = ValidityColumns(
        score="score", outcome="value", competency="competency", kpi="kpi", person="id"
    )
    kpi_of = {"teamwork": "team", "innovation": "ideas"}
    found = validity_study(pd.concat(rows), columns, kpi_of=kpi_of)
    assert found.overall == Withheld(code="validity.several_outcomes", n=400)
    assert found.refusal is None
    own = {c.competency: value(c.finding) for c in found.by_competency}
    assert own["teamwork"] == pytest.approx(0.6, abs=0.1)
    assert own["innovation"] < 0.25
    assert len(found.cells) == 4
    with pytest.raises(InputError) as err:
        validity_study(pd.concat(rows), ValidityColumns(score="score", outcome="value", kpi="kpi"))
    assert err.value.code == "validity.kpi_alone"


def test_what_does_not_work_is_named(answers: pd.DataFrame) -> None:
    rng = np.random.default_rng(2)
    noise = answers.assign(rating=np.tile(rng.normal(size=300), 3))
    found = validity_study(noise, COLUMNS)
    codes = {flag.code for flag in found.concerns}
    assert "validity.question_says_little" in codes
    for flag in found.concerns:
        assert float(str(flag.slots["n"])) >= 144


def test_rows_in_any_order_and_roles_by_any_name(answers: pd.DataFrame) -> None:
    one = validity_study(answers, COLUMNS)
    mixed = answers.sample(frac=1, random_state=4).replace({"clerk": "B", "cook": "A"})
    other = validity_study(mixed, COLUMNS)
    assert value(other.within) == pytest.approx(value(one.within))
    swapped = {o.labels: value(o.finding) for o in other.by_question}
    for question in one.by_question:
        role = {"clerk": "B", "cook": "A"}[question.label("role")]
        assert swapped[role, question.label("question")] == pytest.approx(value(question.finding))


def test_without_a_person_rows_are_people_and_the_reader_is_told(answers: pd.DataFrame) -> None:
    found = validity_study(
        answers, ValidityColumns(score="score", outcome="rating", question="question")
    )
    assert found.overall.n == 900
    assert [flag.code for flag in found.notes] == ["validity.no_person"]


def test_several_raters_of_one_answer_are_averaged(answers: pd.DataFrame) -> None:
    twice = pd.concat(
        [answers.assign(rater="a"), answers.assign(rater="b", score=answers["score"] * 0.5)],
        ignore_index=True,
    )
    columns = ValidityColumns(
        score="score", outcome="rating", question="question", rater="rater", role="role",
        person="id",
    )  # fmt: skip
    found = validity_study(twice, columns)
    assert found.overall.n == 300
    assert [one.labels for one in found.by_rater] == [("a",), ("b",)]
    # half of every score says the same about everybody
    assert value(found.by_rater[0].finding) == pytest.approx(value(found.by_rater[1].finding))
    assert {one.finding.n for one in found.by_question} == {150}


def test_two_scores_of_one_rater_on_one_answer_are_not_averaged_unasked(
    answers: pd.DataFrame,
) -> None:
    rated = answers.assign(rater="a")
    columns = ValidityColumns(
        score="score", outcome="rating", question="question", rater="rater", person="id"
    )
    same = pd.concat([rated, rated.head(20)], ignore_index=True)
    assert value(validity_study(same, columns).overall) == pytest.approx(
        value(validity_study(rated, columns).overall)
    )
    other = rated.head(20).assign(score=lambda f: f["score"] * 0.9)
    with pytest.raises(InputError) as err:
        validity_study(pd.concat([rated, other], ignore_index=True), columns)
    assert err.value.code == "person.twice"
    assert (err.value.slots["row"], err.value.slots["other"]) == (1, 901)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rating": np.nan}, "outcome.none_yet"),
        ({"rating": 3.0}, "outcome.constant"),
        ({"score": 5.0}, "score.constant"),
    ],
)
def test_nothing_can_be_told(answers: pd.DataFrame, change: dict[str, float], code: str) -> None:
    found = validity_study(answers.assign(**change), COLUMNS)
    assert isinstance(found.refusal, Withheld)
    assert found.refusal.code == code


def test_three_people_and_scores_off_the_scale(answers: pd.DataFrame) -> None:
    few = validity_study(answers[answers["id"] < 3], COLUMNS)
    assert few.refusal == Withheld(code="correlation.too_few", n=3)
    with pytest.raises(InputError) as err:
        validity_study(answers.assign(score=answers["score"] * 10), COLUMNS)
    assert err.value.code == "score.out_of_range"
    wide = validity_study(
        answers.assign(score=answers["score"] * 10), COLUMNS, rules=StudyRules(scale=(0, 100))
    )
    assert isinstance(wide.overall, Estimate)
    with pytest.raises(InputError) as err:
        validity_study(answers, ValidityColumns(score="points", outcome="rating"))
    assert err.value.code == "table.missing_column"
