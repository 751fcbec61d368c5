"""A role file may name each competency's own KPI; a wrong one is refused with line and repair."""

import pytest

from interview import RoleModelError
from scoring import read_role_model

ROLE = """key = "clerk"
version = 1
title = { en = "Clerk" }
[[competency]]
key = "teamwork"
weight = 1.0
"""


def test_a_kpi_is_read_and_takes_no_part_where_it_says_nothing_new() -> None:
    plain = read_role_model(ROLE)
    named = read_role_model(ROLE + 'kpi = "team_contribution"\n')
    assert plain.competency("teamwork").kpi == ""
    assert named.competency("teamwork").kpi == "team_contribution"
    assert named.digest != plain.digest
    # the KPI of the competency's own name is what stands there without the line
    same = read_role_model(ROLE + 'kpi = "teamwork"\n')
    assert same.digest == plain.digest


@pytest.mark.parametrize(
    ("line", "code", "repair"),
    [
        ('kpi = "Team contribution"', "role.bad_key", 'kpi = "team_contribution"'),
        ('kpi = "overall"', "role.no_kpi", 'kpi = "teamwork"'),
        ('kpi = "retention"', "role.no_kpi", 'kpi = "teamwork"'),
        ("kpi = 3", "role.wrong_type", "kpi"),
        ('kpi = ""', "role.wrong_type", "kpi"),
        ('kpis = "x"', "role.unknown_key", "kpi"),
    ],
)
def test_a_wrong_kpi_is_refused_with_line_and_repair(line: str, code: str, repair: str) -> None:
    with pytest.raises(RoleModelError) as err:
        read_role_model(ROLE + line + "\n")
    assert err.value.code == code
    assert err.value.slots["line"] == 7
    assert repair in err.value.remedy
