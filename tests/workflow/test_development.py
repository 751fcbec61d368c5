"""Beyond selection, as verbs: needs in sum, baselines, goals of one person; rights and covers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from interview import Action, Actor, Estimate, InputError, PermissionDenied, Withheld
from store import Store, events
from tests.workflow.hired_company import (
    FAR_BELOW,
    IDS,
    PEOPLE,
    PLANT_PEOPLE,
    REJECTED,
    hired_company,
)
from tests.workflow.small_company import ADMIN, COMPLIANCE, HR, MANAGER, SCIENTIST, SECRET
from workflow.development import hired_roles, role_development
from workflow.person_development import export_development, person_development
from workflow.rating import rate

pytestmark = pytest.mark.xdist_group("hired_company")
COVERED = [one for i, one in enumerate(IDS) if i % 10 == 9]


@pytest.fixture(scope="module")
def hired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with hired_company(tmp_path_factory.mktemp("hired") / "home") as store:
        yield store


def test_needs_in_sum_count_only_departments_one_sees(hired: Store) -> None:
    everybody = hired_roles(HR, hired)
    assert everybody.hired == {"clerk": PEOPLE + PLANT_PEOPLE}
    weak, fine = everybody.needs.needs
    assert (weak.competency, weak.verdict) == ("teamwork", "need")
    assert (fine.competency, fine.verdict) == ("communication", "enough")
    mine = hired_roles(MANAGER, hired)
    assert mine.hired == {"clerk": PEOPLE}
    assert {need.n for need in mine.needs.needs} == {PEOPLE}


def test_the_baseline_names_the_one_far_below_and_counts_the_way(hired: Store) -> None:
    found = role_development(Actor.system(), hired, "clerk")
    assert (found.hired, found.left, found.rated) == (PEOPLE + PLANT_PEOPLE, 2, PEOPLE - 4)
    line = found.baseline.line("overall")
    assert line is not None
    assert line.informs
    stand_out = [one for one in line.people if one.standing in ("above", "below")]
    assert [(found.people[one.row].interview, one.standing) for one in stand_out] == [
        (IDS[FAR_BELOW], "below")
    ]
    # whoever left has nothing to wait for; the too new and the plant's people do
    assert sum(one.standing == "not_yet" for one in line.people) == 2 + PLANT_PEOPLE
    kpi = found.baseline.line("teamwork")
    assert kpi is not None
    # teamwork's figure was planted to go with nothing
    assert not kpi.informs
    assert found.strong.differences[0].competency == "communication"
    assert found.strong.differences[0].differs


def test_covered_people_are_counted_and_not_shown(hired: Store) -> None:
    found = role_development(MANAGER, hired, "clerk")
    assert {p.interview for p in found.people if p.state == "covered"} == set(COVERED)
    line = found.baseline.line("overall")
    assert line is not None
    assert line.n == PEOPLE - 4
    shown = {found.people[one.row].interview for one in line.people}
    assert not shown & set(COVERED)
    assert len(shown) == PEOPLE - len(COVERED) - 2
    with pytest.raises(PermissionDenied) as refused:
        person_development(MANAGER, hired, COVERED[0], among=found)
    assert refused.value.code == "card.covered"


def test_goals_quote_words_and_say_how_sure(hired: Store) -> None:
    found = role_development(MANAGER, hired, "clerk")
    one = person_development(MANAGER, hired, IDS[0], among=found)
    assert one.name == f"Name of {IDS[0]}"
    goals = {g.goal.competency: g for g in one.goals}
    team = goals["teamwork"].goal
    assert team.standing in ("goal", "look_again")
    assert isinstance(team.finding, Estimate)
    assert (team.finding.high < team.threshold) == (team.standing == "goal")
    assert [q.quote for q in goals["teamwork"].quotes] == [SECRET]
    assert all(q.modality == "language" for g in one.goals for q in g.quotes)
    assert {figure.kpi for figure in one.later} == {"overall", "teamwork"}
    assert one.later[0].person.later is not None


def test_a_person_taken_away_is_remembered(hired: Store) -> None:
    one = export_development(MANAGER, hired, IDS[1])
    with hired.read() as reading:
        newest = next(iter(events(reading)))
    assert (newest.action, newest.subject, newest.object_digest) == (
        Action.CARD_EXPORTED, IDS[1], one.card_digest,
    )  # fmt: skip


def test_rights_departments_and_what_is_refused(hired: Store) -> None:
    for actor in (ADMIN, SCIENTIST, COMPLIANCE):
        for call in (
            lambda who: hired_roles(who, hired),
            lambda who: role_development(who, hired, "clerk"),
            lambda who: person_development(who, hired, IDS[0]),
        ):
            with pytest.raises(PermissionDenied) as refused:
                call(actor)
            assert refused.value.code == "right.missing"
    with pytest.raises(PermissionDenied) as refused:
        person_development(MANAGER, hired, "p-000")
    assert refused.value.code == "right.other_unit"
    with pytest.raises(InputError) as wrong:
        role_development(HR, hired, "clerk", occasion="3_years")
    assert wrong.value.code == "development.occasion"
    with pytest.raises(InputError) as nobody:
        role_development(HR, hired, "pilot")
    assert nobody.value.code == "development.nobody"
    stranger = Actor(id="x", roles=("hiring_manager",), units=("legal",))
    with pytest.raises(InputError) as nobody:
        hired_roles(stranger, hired)
    assert nobody.value.code == "development.nobody"
    with pytest.raises(InputError) as not_hired:
        person_development(HR, hired, REJECTED)
    assert not_hired.value.code == "development.not_hired"


def test_few_people_of_a_department_give_no_line(hired: Store) -> None:
    plant = Actor(id="plant", roles=("hiring_manager",), units=("plant",))
    found = role_development(plant, hired, "clerk")
    (line,) = found.baseline.lines
    assert line.withheld == Withheld(code="outcome.none_yet", n=PLANT_PEOPLE)
    assert found.strong.withheld == Withheld(code="outcome.none_yet")
    needs = hired_roles(plant, hired).needs.needs
    assert {need.n for need in needs} == {PLANT_PEOPLE}


def test_rating_lifts_the_cover_of_one(hired: Store) -> None:
    before = role_development(HR, hired, "clerk")
    assert {p.interview: p.state for p in before.people}[COVERED[1]] == "covered"
    rate(HR, hired, COVERED[1], {"communication": 5.0, "teamwork": 4.0})
    after = role_development(HR, hired, "clerk")
    assert {p.interview: p.state for p in after.people}[COVERED[1]] == "open"
    assert person_development(HR, hired, COVERED[1], among=after).interview == COVERED[1]
