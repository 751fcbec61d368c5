"""Naming KPIs makes a new version of the role, an event, and changes nobody's score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview import Action, PermissionDenied, RoleModelError
from scoring import shipped_roles
from scoring.rubric import score as score_signals
from store import Store, card, events, role
from tests.workflow.small_company import (
    HR,
    OPEN,
    POLICY,
    ROLE,
    SCIENTIST,
    STRENGTH,
    planted_interview,
    planted_signals,
)
from workflow.kpi_map import kpis_of, set_kpis
from workflow.validity_people import kpis_told


def test_a_new_version_and_an_event(company: Store) -> None:
    with company.read() as reading:
        before = card(reading, OPEN)
    made = set_kpis(HR, company, "clerk", {"teamwork": "shared_tickets"})
    assert made.version == 2
    assert kpis_of(made) == {"communication": "communication", "teamwork": "shared_tickets"}
    with company.read() as reading:
        assert role(reading, "clerk") == made
        assert role(reading, "clerk", 1) == ROLE
        newest = next(iter(events(reading)))
        assert (newest.action, newest.actor, newest.subject) == (
            Action.ROLE_SAVED, HR.id, "clerk@2",
        )  # fmt: skip
        # cards stay as they were
        assert card(reading, OPEN) == before
    # back to its own KPI is a version too, and saying the same again is none
    again = set_kpis(HR, company, "clerk", {"teamwork": "teamwork"})
    assert again.version == 3
    assert again.competency("teamwork").kpi == ""
    assert set_kpis(HR, company, "clerk", {"teamwork": "teamwork"}).version == 3


def test_scoring_goes_on_with_the_same_numbers(company: Store) -> None:
    made = set_kpis(HR, company, "clerk", {"teamwork": "shared_tickets"})
    signals = (planted_signals(STRENGTH[OPEN]),)
    case = planted_interview(OPEN, None, None)
    old = score_signals(case, signals, ROLE, POLICY)
    new = score_signals(case, signals, made, POLICY)
    assert (new.overall, new.competencies, new.answers) == (
        old.overall, old.competencies, old.answers,
    )  # fmt: skip
    assert new.role_digest != old.role_digest


def test_a_shipped_role_is_kept_beside_its_next_version(company: Store) -> None:
    shipped = shipped_roles()["marketing"]
    made = set_kpis(HR, company, "marketing", {"innovation": "ideas_used"})
    assert made == replace(shipped, version=shipped.version + 1, competencies=made.competencies)
    with company.read() as reading:
        assert role(reading, "marketing", shipped.version) == shipped


@pytest.mark.parametrize(
    ("kpis", "code", "remedy"),
    [
        ({"teamwrok": "x"}, "role.unknown_competency", "'teamwork'"),
        ({"teamwork": "Team contribution"}, "role.bad_key", "'team_contribution'"),
        ({"teamwork": "overall"}, "role.no_kpi", "'teamwork'"),
    ],
)
def test_wrong_ones_are_refused_and_nothing_is_saved(
    company: Store, kpis: dict[str, str], code: str, remedy: str
) -> None:
    with pytest.raises(RoleModelError) as err:
        set_kpis(HR, company, "clerk", kpis)
    assert err.value.code == code
    assert remedy in err.value.remedy
    with company.read() as reading:
        assert role(reading, "clerk") == ROLE


def test_only_who_may_edit_roles(company: Store) -> None:
    with pytest.raises(PermissionDenied) as refused:
        set_kpis(SCIENTIST, company, "clerk", {"teamwork": "x"})
    assert refused.value.code == "right.missing"
    with pytest.raises(RoleModelError) as unknown:
        set_kpis(HR, company, "juggler", {"teamwork": "x"})
    assert unknown.value.code == "role.unknown"
    assert kpis_told(SCIENTIST, company) == {}
