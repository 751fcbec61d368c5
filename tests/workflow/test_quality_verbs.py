"""Quality asked of a store: rights, departments, refusals by name, changes, effects, reviews."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from analysis import RaterReport
from interview import Action, Actor, Estimate, InputError, PermissionDenied, Withheld
from store import JobOutcome, QuestionStatus, Store, append, events, save_outcomes
from store.circumstances import circumstance_frame, decision_moments, newest_act
from tests.workflow.watched_company import (
    ADMIN,
    EACH,
    HR,
    LENIENT_BY,
    MANAGER,
    MONTHS,
    NOBODY,
    OFFICER,
    REWRITTEN,
    SALES_HR,
    watched_company,
)
from workflow.agreement_by_group import agreement_by_group
from workflow.cli import app
from workflow.double_scoring import drawn_sample, sample_size
from workflow.effect_measures import hours_spent
from workflow.effectiveness import changes, effects_of, effects_of_table
from workflow.effectiveness_review import (
    effectiveness_review,
    interviewed_between,
    stored_review,
    stored_reviews,
)
from workflow.instrument_drift import instrument_drift
from workflow.known_changes import Change
from workflow.quality_scope import CHANGING, QualityScope
from workflow.rater_quality import question_curves, rater_quality
from workflow.review_period import review_period
from workflow.scale_quality import scale_quality

pytestmark = pytest.mark.xdist_group("watched_company")
MONTH = "2026-02"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with watched_company(tmp_path_factory.mktemp("watched") / "store") as store:
        yield store


@pytest.mark.parametrize("actor", [MANAGER, ADMIN])
def test_only_those_with_the_right_see_the_evidence_of_quality(
    watched: Store, actor: Actor
) -> None:
    asks = (
        lambda: rater_quality(actor, watched),
        lambda: question_curves(actor, watched, "clerk"),
        lambda: instrument_drift(actor, watched),
        lambda: changes(actor, watched),
        lambda: effects_of(actor, watched, Change(kind="date", subject="date", at="2026-01-01")),
        lambda: effectiveness_review(actor, watched, MONTH),
        lambda: stored_reviews(actor, watched),
        lambda: interviewed_between(actor, watched),
    )
    for ask in asks:
        with pytest.raises(PermissionDenied) as error:
            ask()
        assert error.value.code == "right.missing"


def test_departments_out_of_sight_are_not_counted(watched: Store) -> None:
    everybody, sales = rater_quality(HR, watched), rater_quality(SALES_HR, watched)
    assert (everybody.interviews, sales.interviews) == (2 * MONTHS * EACH, MONTHS * EACH)
    assert isinstance(sales.severity, RaterReport)
    assert {one.rater for one in sales.severity.raters} == {"ra_0", "ra_1", "ra_2"}
    assert {one.place for one in instrument_drift(SALES_HR, watched).watched} == {"clerk", "berlin"}
    for ask in (rater_quality, instrument_drift):
        with pytest.raises(InputError) as error:
            ask(NOBODY, watched)
        assert error.value.code == "quality.nobody"
    assert interviewed_between(NOBODY, watched) is None


def test_the_lenient_rater_is_named_and_raters_who_never_overlap_are_refused_by_name(
    watched: Store,
) -> None:
    found = rater_quality(HR, watched)
    report = found.severity
    assert isinstance(report, RaterReport)
    assert [one.rater for one in report.flagged] == ["ra_2"]
    lenient = report.flagged[0].leniency
    assert isinstance(lenient, Estimate)
    assert lenient.low < LENIENT_BY < lenient.high
    for name in ("rb_0", "rb_1"):
        alone = report.of(name)
        assert alone is not None
        assert alone.leniency == Withheld(code="raters.never_overlap", n=alone.n)
    # a tenth was rated after the score was seen
    assert found.not_blind == found.ratings // 10
    plant = next(one for one in found.agreements if one.key == "fitter").found
    assert plant is not None
    assert isinstance(plant.human_machine.qwk, Estimate)
    assert isinstance(plant.human_human.qwk, Withheld)
    assert plant.human_human.qwk.code == "raters.never_overlap"


def test_one_rater_alone_is_no_panel(watched: Store) -> None:
    late = QualityScope(roles=("fitter",))
    found = rater_quality(HR, watched, late)
    assert isinstance(found.severity, RaterReport)
    early = QualityScope(roles=("nothing",))
    with pytest.raises(InputError, match="widen the period"):
        rater_quality(HR, watched, early)


def test_the_sample_is_the_smallest_lots_of_each_quarter_and_never_changes(watched: Store) -> None:
    with watched.read() as reading:
        frame = circumstance_frame(reading)
    drawn = drawn_sample(frame)
    assert (sample_size(10), sample_size(100), sample_size(4000)) == (10, 30, 200)
    for (role, quarter), rows in drawn.groupby(["role", "quarter"]):
        held = frame[frame["role"] == role]
        months = held["interviewed_at"].dt.tz_localize(None).dt.to_period("Q").astype(str)
        mine = held[months == quarter]
        assert len(rows) == sample_size(len(mine))
        assert set(rows["draw"]) == set(mine["draw"].nsmallest(len(rows)))
    shuffled = drawn_sample(frame.sample(frac=1, random_state=3))
    assert set(shuffled["interview_id"]) == set(drawn["interview_id"])
    found = rater_quality(HR, watched).double
    assert sum(one.drawn for one in found.roles) == len(drawn)
    assert all(one.missing >= 0 for one in found.quarters)
    assert found.floor is not None


def test_by_group_only_for_those_who_audit_and_with_a_purpose(watched: Store) -> None:
    with pytest.raises(PermissionDenied):
        agreement_by_group(HR, watched, purpose="curious")
    with pytest.raises(PermissionDenied) as error:
        agreement_by_group(OFFICER, watched, purpose=" ")
    assert error.value.code == "attribute.no_purpose"
    found = agreement_by_group(OFFICER, watched, purpose="yearly check")
    assert {(one.attribute, one.group) for one in found} == {("sex", "women"), ("sex", "men")}
    # nothing was planted between them, and what one group gains the other loses
    values = [one.finding.value for one in found if isinstance(one.finding, Estimate)]
    assert values[0] == pytest.approx(-values[1])
    assert all(one.p_value is None or one.p_value > 0.05 for one in found)
    with watched.read() as reading:
        assert events(reading)[0].action == Action.ATTRIBUTE_READ


def test_curves_are_withheld_below_three_hundred_people(watched: Store) -> None:
    assert question_curves(HR, watched, "clerk") == Withheld(code="irt.too_few", n=MONTHS * EACH)


def test_a_question_nobody_seen_was_asked_is_no_change_to_look_at(
    watched: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tuple(
        QuestionStatus(
            key=key, version=1, status="retired", reason="Leaked.", because="", actor="hr",
            at=datetime(2026, 2, 1, tzinfo=UTC),
        )
        for key in ("clerk_q0", "elsewhere_q0")
    )  # fmt: skip
    monkeypatch.setattr("workflow.known_changes.question_statuses", lambda _: said)
    found = [one for one in changes(HR, watched) if one.kind == "status"]
    # of no role it would be read as touching all
    assert [(one.subject, one.roles) for one in found] == [("clerk_q0@1", ("clerk",))]


def test_a_new_wording_is_known_as_a_change_with_the_roles_it_touched(watched: Store) -> None:
    (one,) = changes(HR, watched)
    assert (one.kind, one.subject, one.old, one.roles) == (
        "question", "clerk_q0@2", "clerk_q0@1", ("clerk",),
    )  # fmt: skip
    assert REWRITTEN.date().isoformat() <= one.at <= "2026-01-31"
    found = effects_of(HR, watched, one)
    assert found.compared
    told = {effect.measure: effect for effect in found.effects}
    fit = told["fit_90"].found
    assert fit is not None
    assert isinstance(fit.net, Estimate)
    assert fit.net.low < 0 < fit.net.high
    for key in ("hours", "satisfaction", "drop_out"):
        assert told[key].finding == Withheld(code=f"effect.no_{key}")
    # one department has no other to be compared with
    alone = effects_of(SALES_HR, watched, one)
    assert not alone.compared
    advanced = next(e for e in alone.effects if e.measure == "advanced").found
    assert advanced is not None
    assert "before_after.no_comparison" in {c.code for c in advanced.caveats}


def test_a_date_outside_is_refused_and_its_advice_works(watched: Store) -> None:
    with pytest.raises(InputError) as error:
        effects_of(HR, watched, Change(kind="date", subject="date", at="2020-01-01"))
    assert error.value.code == "effect.outside"
    last = str(error.value.slots["last"])
    assert effects_of(HR, watched, Change(kind="date", subject="date", at=last)).interviews
    with pytest.raises(InputError) as error:
        effects_of(HR, watched, Change(kind="date", subject="date", at="soon"))
    assert error.value.code == "before_after.date"


def test_the_net_effect_is_the_difference_of_the_differences() -> None:
    """Touched 10 points up, the others 4: by hand 6; the later half of either has one more."""
    rows = []
    for role, step in (("touched", 10.0), ("other", 4.0)):
        for day in range(400):
            after = day >= 200
            at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
            value = 50 + (day % 5) + step * after
            rows.append({"interview_id": f"{role}{day}", "role": role, "interviewed_at": at,
                         "location": "x", "locale": "en", "days": value})  # fmt: skip
    table = pd.DataFrame(rows)
    measures = [m for m in _measures() if m.key == "days"]
    change = Change(kind="date", subject="date", at="2025-07-20", roles=("touched",))
    (effect,) = effects_of_table(table, change, measures).effects
    assert isinstance(effect.finding, Estimate)
    assert effect.finding.value == pytest.approx(6.0)
    assert effect.until == "2026-01-14"


def _measures() -> tuple:  # type: ignore[type-arg]
    from workflow.effect_measures import MEASURES

    return MEASURES


def test_hours_are_the_time_between_acts_without_pauses() -> None:
    def at(minutes: float) -> pd.Timestamp:
        return pd.Timestamp("2026-03-01", tz="UTC") + pd.Timedelta(minutes=minutes)

    acts = [
        ("i1", "ann", "media.viewed", at(0)),
        ("i1", "ann", "media.viewed", at(20)),
        ("i1", "ann", "rating.given", at(50)),
        ("i1", "ann", "decision.made", at(200)),  # after lunch
        ("i1", "bob", "card.revealed", at(10)),
        ("i1", "bob", "rating.given", at(20)),
        ("i2", "ann", "rating.given", at(60)),  # nothing says when it began
        ("i3", "ann", "media.viewed", at(70)),
    ]
    frame = pd.DataFrame(acts, columns=["interview_id", "actor", "action", "at"])
    found = hours_spent(frame)
    assert found["i1"] == pytest.approx(1.0)
    assert pd.isna(found["i2"])
    assert pd.isna(found["i3"])


def test_error_and_length_follow_from_reliability() -> None:
    """Four questions of .29 each: .62 together, and 9.8 of them for .80 (Shrout and Fleiss)."""
    import numpy as np

    rng = np.random.default_rng(4)
    people = 20000
    true = rng.normal(size=people) * 0.29**0.5
    rows = pd.DataFrame(
        {
            "interview_id": np.repeat(np.arange(people), 4),
            "question": np.tile(list("abcd"), people),
            "score": np.repeat(true, 4) + rng.normal(size=4 * people) * 0.71**0.5,
        }
    )
    found = scale_quality("r", rows)
    assert isinstance(found.reliability, Estimate)
    assert found.reliability.value == pytest.approx(0.62, abs=0.01)
    assert found.needed == 10
    assert isinstance(found.error, Estimate)
    # error of the mean of four: sqrt(.71 / 4)
    assert found.error.value == pytest.approx((0.71 / 4) ** 0.5, abs=0.01)


def test_the_name_of_a_state_changes_with_ratings_and_not_with_reading(watched: Store) -> None:
    with watched.transaction("hr") as tx:
        before = newest_act(tx, CHANGING)
        append(tx, "hr", "i-sales-0001", Action.CARD_EXPORTED)
        assert newest_act(tx, CHANGING) == before
        save_outcomes(
            tx,
            [
                JobOutcome(
                    candidate="c-i-sales-0001", requisition="r-sales", kind="satisfaction",
                    kpi="interview", value=4.0, at=datetime(2026, 2, 1, tzinfo=UTC),
                )
            ],
        )  # fmt: skip
        assert newest_act(tx, CHANGING) > before


def test_the_first_decision_at_each_stage_dates_it(watched: Store) -> None:
    with watched.read() as reading:
        found = decision_moments(reading)
        held = circumstance_frame(reading).set_index("interview_id")["interviewed_at"]
    waited = found["decided_at"] - found["interview_id"].map(held.to_dict())
    days = waited.dt.total_seconds() / 86400
    assert set(days[found["stage"] == "advance"]) == {4.0}
    assert set(days[found["stage"] == "hire"]) == {9.0}


@pytest.mark.parametrize("name", ["2026-13", "2026-Q5", "March", "", "0000-01"])
def test_a_period_is_a_month_or_a_quarter(name: str) -> None:
    with pytest.raises(InputError) as error:
        review_period(name)
    assert error.value.code == "review.period"


def test_a_review_is_kept_and_only_what_was_known_then_counts(watched: Store) -> None:
    made = effectiveness_review(HR, watched, MONTH)
    with watched.read() as reading:
        assert events(reading)[0].action == Action.REPORT_SAVED
    assert stored_review(HR, watched, made.name) == made
    review = made.review
    assert (review.period, review.previous) == (MONTH, "2026-01")
    with watched.read() as reading:
        held = circumstance_frame(reading)["interviewed_at"].dt.strftime("%Y-%m")
    assert review.counts["interviewed"] == int((held == MONTH).sum())
    # decided four days on: the last of the month were not, on its last day
    assert review.counts["decided"] < review.counts["interviewed"]
    figures = {one.key: one for one in review.figures}
    assert figures["hours"].now == Withheld(code="effect.no_hours")
    assert isinstance(figures["machine"].now, Estimate)
    days = figures["days"].now
    assert isinstance(days, Estimate)
    assert days.value == pytest.approx(4.0)
    codes = [task.code for task in review.tasks]
    assert "rater_lenient" in codes
    assert "collect_hours" in codes
    assert review.finding
    assert effectiveness_review(HR, watched, MONTH).name == made.name


def test_a_review_of_all_departments_is_not_shown_to_one(watched: Store) -> None:
    everybody = effectiveness_review(HR, watched, "2025-Q4")
    sales = effectiveness_review(SALES_HR, watched, "2025-Q4")
    assert sales.review.counts["interviewed"] < everybody.review.counts["interviewed"]
    names = {one.name for one in stored_reviews(SALES_HR, watched)}
    assert sales.name in names
    assert everybody.name not in names
    with pytest.raises(PermissionDenied) as error:
        stored_review(SALES_HR, watched, everybody.name)
    assert error.value.code == "right.other_unit"
    with pytest.raises(InputError) as nobody:
        effectiveness_review(HR, watched, "2031-01")
    assert nobody.value.code == "quality.nobody"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_candor_review_writes_data_and_a_page(
    watched: Store, tmp_path: Path, language: str
) -> None:
    page = tmp_path / "review.html"
    run = CliRunner().invoke(
        app,
        [
            "review", "--month", MONTH, "--store", str(watched.folder), "--json", "-",
            "--html", str(page), "--language", language,
        ],
    )  # fmt: skip
    assert run.exit_code == 1, run.output
    found = json.loads(run.stdout)
    assert found["review"]["period"] == MONTH
    for figure in found["review"]["figures"]:
        now = figure["now"]
        assert set(now) in ({"value", "low", "high", "n", "method"}, {"withheld", "code", "n"})
    text = page.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in text
    assert "ra_2" in text
    assert found["name"] in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_candor_review_refuses_by_name(watched: Store) -> None:
    folder = str(watched.folder)
    for arguments, code in (
        (["--month", "2026-3"], "review.period"),
        ([], "review.one_period"),
        (["--month", MONTH, "--quarter", "2026-Q1"], "review.one_period"),
        (["--month", "2031-01"], "quality.nobody"),
    ):
        run = CliRunner().invoke(app, ["review", "--store", folder, *arguments])
        assert run.exit_code == 2
        assert code in run.output
