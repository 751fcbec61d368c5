"""The store's scores against what was planted; kept, within departments, and with rights."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import StudyRules, ValidityColumns, validity_json
from interview import Action, Actor, Estimate, InputError, PermissionDenied, Withheld
from store import Store, events
from tests.workflow.forecast_company import LEFT, PEOPLE, RELIABLE, WAITING, forecast_company
from tests.workflow.small_company import COMPLIANCE, HR, MANAGER, SCIENTIST
from workflow.read_table import read_table
from workflow.validate import (
    StoredValidity,
    newest_validity,
    stored_validities,
    stored_validity,
    validate_store,
    validate_table,
)
from workflow.validity_people import ValidityScope, validity_tables

pytestmark = pytest.mark.xdist_group("forecast_company")
SALES = Actor(id="s", roles=("data_scientist",), units=("sales",))


@pytest.fixture(scope="module")
def forecast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with forecast_company(tmp_path_factory.mktemp("forecast") / "store") as store:
        yield store


@pytest.fixture(scope="module")
def kept(forecast: Store) -> StoredValidity:
    return validate_store(SCIENTIST, forecast, ValidityScope())


def test_what_was_planted_is_found(kept: StoredValidity) -> None:
    study = kept.study
    own = {(c.role, c.competency): c for c in study.by_competency}
    for role in ("", "marketing", "project_engineer"):
        assert own[role, "planning"].evidence == "works"
        assert isinstance(own[role, "planning"].finding, Estimate)
    for key in (("marketing", "innovation"), ("project_engineer", "learning")):
        found = own[key].finding
        assert isinstance(found, Estimate)
        assert found.low < 0 < found.high
    assert isinstance(study.within, Estimate)
    assert study.within.low > 0
    voice = next(one for one in study.by_modality if one.labels == ("voice",))
    assert voice.evidence != "works"
    language = next(one for one in study.by_modality if one.labels == ("language",))
    assert language.evidence == "works"
    # every pair of a role's competencies and KPIs stands in the map, and the divisions too
    undivided = [c for c in study.cells if c.role == "marketing" and not c.split]
    assert len(undivided) == 25
    assert {c.split for c in study.cells} == {"", "cohort", "modality", "question"}


def test_the_way_to_a_rating_and_its_reliability(kept: StoredValidity) -> None:
    path = kept.study.path
    hired = PEOPLE
    assert dict(path.stages) == {
        "scored": 2 * PEOPLE, "selected": hired, "employed": hired - 2 * LEFT,
        "rated": hired - 2 * (LEFT + WAITING),
    }  # fmt: skip
    assert (path.left, path.not_yet_rated) == (2 * LEFT, 2 * WAITING)
    assert isinstance(kept.agreement, Estimate)
    assert kept.agreement.low < RELIABLE < kept.agreement.high
    assert kept.study.reliability == kept.agreement.value


def test_full_correction_where_the_log_shows_the_gate(kept: StoredValidity, tmp_path: Path) -> None:
    assert isinstance(kept.study.direct, Estimate)
    assert isinstance(kept.study.criterion, Estimate)
    with forecast_company(tmp_path / "random", top_down=False) as store:
        other = validate_store(SCIENTIST, store, ValidityScope())
    assert other.study.direct == Withheld(code="correction.not_the_gate", n=other.study.overall.n)


def test_it_is_kept_as_it_was_found(forecast: Store, kept: StoredValidity) -> None:
    assert stored_validity(HR, forecast, kept.name) == kept
    assert newest_validity(COMPLIANCE, forecast, "6_months") == kept
    assert newest_validity(HR, forecast, "90_days") is None
    assert kept in stored_validities(HR, forecast)
    with forecast.read() as reading:
        assert Action.REPORT_SAVED in [event.action for event in events(reading)]
    assert json.loads(json.dumps(validity_json(kept.study)))["overall"]["n"] == 208


def test_rights_and_departments(forecast: Store, kept: StoredValidity) -> None:
    with pytest.raises(PermissionDenied) as refused:
        validate_store(MANAGER, forecast, ValidityScope())
    assert refused.value.code == "right.missing"
    with pytest.raises(PermissionDenied) as refused:
        stored_validity(SALES, forecast, kept.name)
    assert refused.value.code == "right.other_unit"
    assert newest_validity(SALES, forecast) is None
    mine = validate_store(SALES, forecast, ValidityScope())
    assert [one.labels for one in mine.study.by_role] == [("marketing",)]
    assert mine.study.overall.n == 104
    assert newest_validity(SALES, forecast) == mine
    with pytest.raises(InputError) as nobody:
        validate_store(
            Actor(id="x", roles=("data_scientist",), units=("moon",)), forecast, ValidityScope()
        )
    assert nobody.value.code == "validity.nobody"


def test_an_occasion_at_which_nobody_was_rated(forecast: Store) -> None:
    with pytest.raises(InputError) as err:
        validate_store(SCIENTIST, forecast, ValidityScope(occasion="90_days"))
    assert err.value.code == "validity.occasion"
    assert err.value.slots["known"] == "12_months, 6_months"
    one = validate_store(
        SCIENTIST, forecast, ValidityScope(occasion="12_months", roles=("marketing",))
    )
    assert one.study.overall.n == 104
    # KPIs were told after six months only
    assert one.study.cells == ()


def test_the_store_says_what_its_own_table_says(
    forecast: Store, kept: StoredValidity, tmp_path: Path
) -> None:
    people = validity_tables(SCIENTIST, forecast, ValidityScope()).people
    file = tmp_path / "people.csv"
    people.to_csv(file, index=False, quoting=csv.QUOTE_ALL)
    found = validate_table(
        SCIENTIST,
        read_table(file),
        ValidityColumns(
            score="score", outcome="outcome", role="role", person="interview_id",
            requisition="requisition_id", selected="selected", left="left",
        ),
        rules=StudyRules(reliability=kept.study.reliability),
    )  # fmt: skip
    for mine, theirs in (
        (found.overall, kept.study.overall), (found.within, kept.study.within),
        (found.direct, kept.study.direct),
    ):  # fmt: skip
        assert isinstance(mine, Estimate)
        assert isinstance(theirs, Estimate)
        assert mine.value == pytest.approx(theirs.value)
    assert found.path.stages == kept.study.path.stages


def test_a_table_of_which_nothing_can_be_told_is_refused_with_what_would_be_enough() -> None:
    table = read_table(b"score,rating\n5,\n6,\n", name="a.csv")
    with pytest.raises(InputError) as err:
        validate_table(SCIENTIST, table, ValidityColumns(score="score", outcome="rating"))
    assert err.value.code == "outcome.none_yet"
    assert "200" in err.value.remedy
    with pytest.raises(PermissionDenied):
        validate_table(MANAGER, table, ValidityColumns(score="score", outcome="rating"))
