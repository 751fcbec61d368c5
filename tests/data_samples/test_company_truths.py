"""Every planted truth of the answer key is found in the frames, and nothing in the controls."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from data_samples import company
from data_samples.calibration import score_on_latent
from data_samples.later import KPIS


@pytest.fixture(scope="module")
def firm():
    return company()


@pytest.fixture(scope="module")
def joined(firm):
    return firm.interviews.merge(firm.attributes, on="candidate_id").merge(
        firm.potential[["interview_id", "mean_ability", "performance"]], on="interview_id"
    )


@pytest.fixture(scope="module")
def advanced(firm, joined):
    decided = firm.decisions[firm.decisions["stage"] == "advance"]
    return joined.merge(decided[["interview_id", "selected"]], on="interview_id")


def _mean_signal(firm, frame, name):
    values = firm.answers[["interview_id"]].assign(value=frame[name].to_numpy())
    return values.groupby("interview_id")["value"].mean()


def _effect(x, y):
    pooled = math.sqrt((x.var() * (len(x) - 1) + y.var() * (len(y) - 1)) / (len(x) + len(y) - 2))
    return (x.mean() - y.mean()) / pooled


def _ratio_interval(a, n1, b, n2):
    ratio = (a / n1) / (b / n2)
    half = 1.96 * math.sqrt(1 / a - 1 / n1 + 1 / b - 1 / n2)
    return ratio, ratio * math.exp(-half), ratio * math.exp(half)


def test_1_restrained_display_at_equal_competence_and_performance(firm, joined, key):
    truth = key["display"]
    group = joined.set_index("interview_id")[f"attr_{truth['attribute']}"]
    for name in truth["features"]:
        frame = firm.face_signals if name.startswith("face") else firm.voice_signals
        mean = _mean_signal(firm, frame, name)
        label = group.reindex(mean.index)
        d = _effect(mean[label == truth["group"]], mean[label == "open"])
        assert d == pytest.approx(truth["shift_sd"], abs=0.08), name
    one = joined[joined["attr_display_style"] == truth["group"]]
    other = joined[joined["attr_display_style"] == "open"]
    for column in ("mean_ability", "performance"):
        assert abs(_effect(one[column], other[column])) < 0.08


def test_2_one_requisition_selects_women_at_six_tenths(advanced, key):
    truth = key["unfair_requisition"]
    rows = advanced[advanced["requisition_id"] == truth["requisition"]]
    women, men = (rows[rows["attr_sex"] == sex]["selected"] for sex in ("women", "men"))
    _, low, high = _ratio_interval(women.sum(), len(women), men.sum(), len(men))
    assert low <= truth["ratio"] <= high
    assert high < 0.8
    rest = advanced[~advanced["requisition_id"].isin([truth["requisition"], "R-PM-SMALL"])]
    women, men = (rest[rest["attr_sex"] == sex]["selected"] for sex in ("women", "men"))
    _, low, _ = _ratio_interval(women.sum(), len(women), men.sum(), len(men))
    assert low > 0.8


def test_2_another_fails_four_fifths_by_small_numbers_only(advanced, key):
    truth = key["small_requisition"]
    rows = advanced[advanced["requisition_id"] == truth["requisition"]]
    counts = {
        sex: [int(chosen["selected"].sum()), len(chosen)]
        for sex, chosen in rows.groupby("attr_sex")
    }
    assert counts == {"women": truth["women"], "men": truth["men"]}
    (a, n1), (b, n2) = truth["women"], truth["men"]
    ratio, low, high = _ratio_interval(a, n1, b, n2)
    assert ratio < 0.8
    assert low < 0.8 < high
    # one person more and one less, and the other sex would have the lower rate
    assert (a + 1) / n1 > (b - 1) / n2


def test_3_departments_together_fail_where_none_fails_alone(advanced, key):
    truth = key["aggregate"]
    column = f"attr_{truth['attribute']}"

    def ratio(rows):
        old = rows[rows[column] == truth["group"]]["selected"]
        young = rows[rows[column] == "under_35"]["selected"]
        return _ratio_interval(old.sum(), len(old), young.sum(), len(young))

    assert ratio(advanced)[2] < 0.8
    for name, rows in advanced.groupby("department"):
        value, low, high = ratio(rows)
        assert value > 0.8, name
        assert low < 1 < high, name


def _recovered(firm, key, seeds):
    """Mean over companies of r(ability in the answer, performance), scaled to score and rating."""
    rows = []
    for seed in seeds:
        drawn = firm if seed == firm.seed else company(seed=seed)
        frame = drawn.answers.merge(
            drawn.potential[["interview_id", "performance"]], on="interview_id"
        )
        frame = frame[~frame["role"].eq(key["break"]["role"]) | (frame["month"] < 14)]
        for (question, version), part in frame.groupby(["question", "version"]):
            r = np.corrcoef(part["latent"], part["performance"])[0, 1]
            rows.append((f"{question}@{version}", r, len(part)))
    table = pd.DataFrame(rows, columns=["ref", "r", "n"])
    return table.groupby("ref").agg(r=("r", "mean"), n=("n", "sum"))


def test_4_question_validities_are_as_planted_before_selection(firm, key):
    found = _recovered(firm, key, seeds=(2026, 1, 2))
    assert set(found.index) == set(key["validity"])
    root = math.sqrt(key["criterion"]["reliability"])
    z = [
        (math.atanh(row.r) - math.atanh(key["validity"][ref] / (score_on_latent(ref) * root)))
        * math.sqrt(row.n - 3)
        for ref, row in found.iterrows()
    ]
    assert stats.chi2.sf(np.square(z).sum(), len(z)) > 0.001
    assert min(key["validity"].values()) == -0.05
    assert max(key["validity"].values()) == 0.45


def test_4_the_rewrite_replaces_the_vague_question_at_its_month(firm, key):
    asked = firm.answers[firm.answers["question"] == key["rewrite"]["question"]]
    assert asked.loc[asked["version"] == 1, "month"].max() == key["rewrite"]["month"] - 1
    assert asked.loc[asked["version"] == 2, "month"].min() == key["rewrite"]["month"]


def test_4_one_question_is_harder_for_one_group_at_equal_ability(firm, key):
    truth = key["harder_question"]
    frame = firm.answers.merge(firm.attributes, on="candidate_id")
    column = f"attr_{truth['attribute']}"
    for question, rows in frame[frame["role"] == "project_engineer"].groupby("question"):
        harmed = rows[rows[column] == truth["group"]]
        others = rows[rows[column] == "coastal"]
        gap = (harmed["level"] - harmed["latent"]).mean() - (
            others["level"] - others["latent"]
        ).mean()
        expected = -truth["harder_sd"] if question == truth["question"] else 0.0
        # harder by .6 standard deviations of the score, which follows the ability with r
        assert gap * score_on_latent(f"{question}@1") == pytest.approx(expected, abs=0.05), question


def test_5_one_rater_is_lenient_and_one_has_half_the_spread(firm, key):
    truth = key["raters"]
    ratings = firm.ratings.copy()
    where = ["interview_id", "competency"]
    total = ratings.groupby(where)["rating"].transform("sum")
    count = ratings.groupby(where)["rating"].transform("size")
    ratings = ratings[count == 3]
    others = (total[ratings.index] - ratings["rating"]) / 2
    bias = (ratings["rating"] - others).groupby(ratings["rater"]).mean()
    # two of three interviews share the lenient rater's mean with each of the panel's others
    assert bias.idxmax() == truth["lenient"]
    assert bias[truth["lenient"]] == pytest.approx(truth["lenient_by"], abs=0.12)
    spread = ratings.groupby("rater")["rating"].std()
    assert spread.idxmin() == truth["narrow"]
    rest = spread.drop(truth["narrow"]).mean()
    assert spread[truth["narrow"]] / rest == pytest.approx(truth["narrow_spread"], abs=0.06)


def test_6_validity_in_customer_service_falls_at_its_month(firm, joined, key):
    truth = key["break"]
    rows = joined[joined["role"] == truth["role"]]
    before = rows[rows["month"] < truth["month"]]
    after = rows[rows["month"] >= truth["month"]]
    r = [np.corrcoef(p["mean_ability"], p["performance"])[0, 1] for p in (before, after)]
    assert r[1] / r[0] == pytest.approx(truth["after"] / truth["before"], abs=0.07)


def test_6_a_microphone_change_shifts_the_signal_to_noise_ratio(firm, key):
    truth = key["microphone"]
    frame = firm.answers[["interview_id", "month"]].assign(snr=firm.voice_signals["voice_snr"])
    place = firm.interviews.set_index("interview_id")["location"]
    here = frame["interview_id"].map(place) == truth["location"]
    late = frame["month"] >= truth["month"]
    shift = frame[here & late]["snr"].mean() - frame[here & ~late]["snr"].mean()
    assert shift == pytest.approx(truth["snr_db"], abs=0.3)
    elsewhere = frame[~here & late]["snr"].mean() - frame[~here & ~late]["snr"].mean()
    assert abs(elsewhere) < 0.3


def test_7_one_question_is_answered_with_near_copies_after_its_month(firm, key):
    truth = key["leak"]
    copied = firm.answers["copied_from"] >= 0
    rows = firm.answers[firm.answers["question"] == truth["question"]]
    assert set(firm.answers[copied]["question"]) == {truth["question"]}
    late = rows[rows["month"] >= truth["month"]]
    assert not (rows[rows["month"] < truth["month"]]["copied_from"] >= 0).any()
    assert (late["copied_from"] >= 0).mean() == pytest.approx(truth["share"], abs=0.06)
    # same language, same source: nearly the same words; different source: not
    group = [
        set(_shingles(firm.transcript(i).text))
        for i in late[(late["copied_from"] == 0) & (late["locale"] == "en")].index[:12]
    ]
    honest = [
        set(_shingles(firm.transcript(i).text))
        for i in late[(late["copied_from"] < 0) & (late["locale"] == "en")].index[:12]
    ]
    assert _typical_overlap(group) > 0.6
    assert _typical_overlap(honest) < 0.35


def _shingles(text):
    return [text[i : i + 4] for i in range(len(text) - 3)]


def _typical_overlap(sets):
    pairs = [len(a & b) / len(a | b) for i, a in enumerate(sets) for b in sets[:i]]
    return float(np.median(pairs))


def test_8_a_dialect_is_transcribed_with_eight_points_more_error(firm, key):
    truth = key["dialect"]
    rate = firm.answers.groupby("candidate_id")["transcript_error_rate"].mean()
    group = firm.attributes.set_index("candidate_id")[f"attr_{truth['attribute']}"]
    group = group.reindex(rate.index)
    gap = rate[group == truth["group"]].mean() - rate[group == "standard"].mean()
    assert gap == pytest.approx(truth["extra_error"], abs=0.003)


def _partial(x, y, control):
    def residual(v):
        slope = np.cov(v, control)[0, 1] / np.var(control, ddof=1)
        return v - slope * control

    return float(np.corrcoef(residual(x), residual(y))[0, 1])


def test_9_expression_moves_raters_a_little_and_says_nothing_of_performance(firm, joined, key):
    smile = _mean_signal(firm, firm.face_signals, "face_smile_share")
    pitch = _mean_signal(firm, firm.voice_signals, "voice_pitch_range")
    shown = (smile - smile.mean()) / smile.std() + (pitch - pitch.mean()) / pitch.std()
    level = firm.answers.groupby("interview_id")["level"].mean()
    rated = firm.ratings.groupby("interview_id")["rating"].mean()
    ids = rated.index
    r = _partial(shown[ids].to_numpy(), rated.to_numpy(), level[ids].to_numpy())
    assert key["expression"]["moves_raters"]
    assert 0.1 < r < 0.4
    everybody = joined.set_index("interview_id")["performance"]
    r = _partial(
        shown[everybody.index].to_numpy(), everybody.to_numpy(), level[everybody.index].to_numpy()
    )
    assert not key["expression"]["predicts_performance"]
    assert abs(r) < 1.96 / math.sqrt(len(everybody))


def test_10_nothing_is_found_in_the_controls(firm, joined, advanced, key):
    p_values = []
    for name in key["controls"]["attributes"]:
        column = f"attr_{name}"
        one, other = sorted(joined[column].dropna().unique())
        for measure in ("mean_ability", "performance"):
            a, b = (joined[joined[column] == g][measure] for g in (one, other))
            p_values.append(stats.ttest_ind(a, b).pvalue)
        chosen = pd.crosstab(advanced[column], advanced["selected"])
        p_values.append(stats.chi2_contingency(chosen).pvalue)
        rated = firm.ratings.groupby("candidate_id")["rating"].mean()
        group = firm.attributes.set_index("candidate_id")[column].reindex(rated.index)
        p_values.append(stats.ttest_ind(rated[group == one], rated[group == other]).pvalue)
    assert min(p_values) > 0.05 / len(p_values)


def test_10_controls_give_false_alarms_at_the_nominal_rate_over_seeds(key):
    p_values = []
    for seed in range(40, 52):
        drawn = company(seed=seed, size=0.12)
        people = drawn.interviews.merge(drawn.attributes, on="candidate_id").merge(
            drawn.potential, on=["interview_id", "candidate_id"]
        )
        chosen = drawn.decisions[drawn.decisions["stage"] == "advance"]
        people = people.merge(chosen[["interview_id", "selected"]], on="interview_id")
        for name in key["controls"]["attributes"]:
            column = f"attr_{name}"
            one, other = (
                people[people[column] == g] for g in sorted(people[column].dropna().unique())
            )
            p_values.append(stats.ttest_ind(one["performance"], other["performance"]).pvalue)
            p_values.append(stats.ttest_ind(one["mean_ability"], other["mean_ability"]).pvalue)
            p_values.append(stats.ttest_ind(one["selected"], other["selected"]).pvalue)
    alarms = sum(p < 0.05 for p in p_values)
    # no more than chance gives in 999 of 1000 such sets
    assert alarms <= stats.binom.ppf(0.999, len(p_values), 0.05)


def test_11_a_trained_display_is_at_odds_with_itself(firm, joined, key):
    names = ("voice_pitch_range", "voice_energy_range", "face_brow_episodes", "face_movement")
    signals = firm.voice_signals.merge(firm.face_signals, on="answer_id")
    signals["interview_id"] = firm.answers["interview_id"].to_numpy()
    smile = signals.groupby("interview_id")["face_smile_share"]
    flat = (smile.std() < 0.010) & (smile.mean() > 0.30)
    style = joined.set_index("interview_id")["attr_display_style"].reindex(flat.index)
    assert flat[style == "restrained"].mean() < 0.005
    assert flat[style == "open"].mean() == pytest.approx(key["trained_display"]["share"], abs=0.012)
    planted = firm.display.set_index("interview_id")["trained"].reindex(flat.index)
    assert (flat == planted).mean() > 0.985
    for name in names:
        mean = signals.groupby("interview_id")[name].mean()
        assert _effect(mean[flat], mean[~flat]) < -0.7, name


def test_competencies_go_with_their_own_kpi(firm, key):
    hired = firm.outcomes[firm.outcomes["outcome_kind"] == "6_months"].merge(
        firm.competence, left_on=["interview_id", "kpi"], right_on=["interview_id", "competency"]
    )
    assert {name: link for name, (_, link) in KPIS.items()} == key["kpi"]
    for name, rows in hired.groupby("competency"):
        r = np.corrcoef(rows["theta"], rows["outcome"])[0, 1]
        # selection narrows the range a little, so the hired show no more than was planted
        assert key["kpi"][name] - 0.12 - 2 / math.sqrt(len(rows)) < r
        assert r < key["kpi"][name] + 2.5 / math.sqrt(len(rows)), name
