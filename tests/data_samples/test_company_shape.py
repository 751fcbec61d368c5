"""The demo company's frames: seeded, complete, joined by their ids, and without a score."""

from __future__ import annotations

import pandas as pd
import pytest

from data_samples import company, plan
from interview import InputError
from scoring import shipped_roles


@pytest.fixture(scope="module")
def small():
    return company(size="small")


FRAMES = (
    "departments",
    "requisitions",
    "people",
    "attributes",
    "interviews",
    "answers",
    "voice_signals",
    "face_signals",
    "ratings",
    "decisions",
    "outcomes",
    "competence",
    "potential",
    "display",
)


def test_same_seed_same_company_other_seed_another(small):
    again = company(size="small")
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(small, name), getattr(again, name))
    other = company(seed=7, size="small")
    assert not other.answers["latent"].equals(small.answers["latent"])


def test_ids_join_and_nothing_hangs_loose(small):
    interviews = set(small.interviews["interview_id"])
    assert small.interviews["interview_id"].is_unique
    assert small.people["candidate_id"].is_unique
    assert set(small.interviews["candidate_id"]) == set(small.people["candidate_id"])
    assert set(small.attributes["candidate_id"]) == set(small.people["candidate_id"])
    assert set(small.interviews["requisition_id"]) <= set(small.requisitions["requisition_id"])
    for name in ("answers", "ratings", "decisions", "outcomes"):
        assert set(getattr(small, name)["interview_id"]) <= interviews, name
    assert small.answers["answer_id"].is_unique
    for signals in (small.voice_signals, small.face_signals):
        assert signals["answer_id"].equals(small.answers["answer_id"])


def test_every_question_asked_exists_in_its_role(small):
    roles = shipped_roles()
    for role, question, version in set(
        zip(small.answers["role"], small.answers["question"], small.answers["version"], strict=True)
    ):
        assert roles[role].question(question, int(version)) is not None
    assert small.answers.groupby("interview_id").size().isin([5, 6]).all()


def test_nothing_happens_before_its_cause_or_after_the_window(small):
    start, end = pd.Timestamp(plan.STARTED), pd.Timestamp(plan.AS_OF)
    at = small.interviews.set_index("interview_id")["interviewed_at"]
    assert at.between(start, end).all()
    for name in ("ratings", "decisions", "outcomes"):
        frame = getattr(small, name)
        happened = frame["outcome_at" if name == "outcomes" else "at"]
        assert (happened > frame["interview_id"].map(at)).all(), name
        assert (happened < end).all(), name


def test_the_hired_went_on_first_and_outcomes_are_theirs_alone(small):
    decided = small.decisions.pivot(index="interview_id", columns="stage", values="selected")
    hired = decided[decided["hire"].eq(True)]
    assert hired["advance"].eq(True).all()
    assert set(small.outcomes["interview_id"]) <= set(hired.index)


def test_it_writes_no_score(small):
    for name in FRAMES:
        if name != "ratings":
            columns = set(getattr(small, name).columns)
            assert not {c for c in columns if "score" in c}, name


def test_an_unknown_size_is_refused_and_the_remedy_works():
    with pytest.raises(InputError) as caught:
        company(size="huge")
    assert caught.value.code == "demo.unknown_size"
    assert "full" in caught.value.remedy
    assert len(company(size=0.1).interviews) > len(company(size="small").interviews)
    with pytest.raises(InputError):
        company(size=0.0)


def test_a_second_application_is_by_somebody_turned_down_before():
    firm = company(size=0.2)
    again = firm.interviews[firm.interviews["candidate_id"].duplicated(keep=False)]
    assert len(again) >= 10
    first = again.sort_values("interviewed_at").groupby("candidate_id").head(1)
    decided = firm.decisions[firm.decisions["interview_id"].isin(first["interview_id"])]
    assert not decided["selected"].any()
