"""New interviews by the champion; kept ones again, with the old card beside the new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interview import Action, Decision, IntegrityBroken, PermissionDenied, SignalPolicy
from scoring import card_from_json
from store import Store, card, card_digests, decisions, events, interview, save_decision, verify
from tests.workflow.judged_company import HR, MANAGER, OFFICER, REASON, ROLE, SCIENTIST, START
from workflow.batch_sink import JournalSink
from workflow.champion_scorer import ChampionFile, champion_file, champion_scorer, made_by
from workflow.manifest import InterviewSource
from workflow.policies import signal_policy
from workflow.promotion import promote
from workflow.register_changes import retire
from workflow.rescore import rescore, rescore_many, to_rescore
from workflow.scoring_task import ScoringTask
from workflow.shadow import kept_interview
from workflow.store_sink import StoreSink
from workflow.task_json import task_from_json, task_json

pytestmark = pytest.mark.xdist_group("models")


@pytest.fixture
def promoted(judged: Store) -> Store:
    promote(HR, judged, "better", reason=REASON)
    return judged


def test_a_new_card_names_the_old_and_both_stay(promoted: Store) -> None:
    with promoted.read() as reading:
        (old,) = card_digests(reading, "i1")
    with promoted.transaction() as tx:
        made = Decision(
            interview="i1", stage="advance", outcome="yes", reasons="Clear.", actor="hr",
            card_digest=old, at=START,
        )  # fmt: skip
        save_decision(tx, made)
    found = rescore(HR, promoted, "i1")
    assert found.replaces == old
    assert found.scorer.startswith("better@")
    with promoted.read() as reading:
        assert card_digests(reading, "i1") == (found.digest, old)
        now, before = (card_from_json(card(reading, "i1", d) or {}) for d in (found.digest, old))
        assert card_from_json(card(reading, "i1") or {}) == now
        assert (now.replaces, before.replaces) == (old, "")
        assert now.intact
        assert before.intact
        assert (now.scorer.name, before.scorer.name) == ("better", "rubric")
        # the decision keeps the card it was made on
        assert decisions(reading, "i1")[0].card_digest == old
        scored = [e for e in events(reading, subject="i1") if e.action is Action.INTERVIEW_SCORED]
    assert len(scored) == 2
    assert verify(promoted).ok


def test_nothing_is_kept_when_nothing_changes(promoted: Store) -> None:
    first = rescore(HR, promoted, "i2")
    again = rescore(HR, promoted, "i2")
    assert (again.digest, again.replaces) == (first.digest, "")
    with promoted.read() as reading:
        assert len(card_digests(reading, "i2")) == 2


def test_back_to_the_rubric_is_a_third_card(promoted: Store) -> None:
    first = rescore(HR, promoted, "i3")
    retire(HR, promoted, "better", reason="Complaints about its scores.")
    back = rescore(HR, promoted, "i3")
    assert back.replaces == first.digest
    assert back.scorer.startswith("rubric@")
    with promoted.read() as reading:
        assert len(card_digests(reading, "i3")) == 3


def test_many_at_once_and_one_failure_stops_nothing(promoted: Store) -> None:
    waiting = to_rescore(HR, promoted, "better")
    assert len(waiting) == 300
    seen: list[tuple[int, int]] = []
    report = rescore_many(
        HR, promoted, ["i4", "nobody", "i5"], on_progress=lambda a, b: seen.append((a, b))
    )
    assert [one.interview for one in report.made] == ["i4", "i5"]
    assert report.failed == (("nobody", "interview.unknown"),)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert len(to_rescore(HR, promoted, "better")) == 298


def test_who_may_score_again(promoted: Store) -> None:
    for actor in (OFFICER, SCIENTIST):
        with pytest.raises(PermissionDenied):
            rescore(actor, promoted, "i1")
        with pytest.raises(PermissionDenied):
            rescore_many(actor, promoted, ["i1"])
    with pytest.raises(PermissionDenied) as other:
        rescore(MANAGER, promoted, "i0")  # requisition r0 is the plant's
    assert other.value.code == "right.other_unit"
    assert rescore(MANAGER, promoted, "i1").replaces


def test_a_batch_is_scored_by_the_champion_where_the_law_allows(promoted: Store) -> None:
    sink = StoreSink(HR, promoted, None, None)
    free = sink.champion(ROLE, signal_policy("none"))
    assert free is not None
    assert free.name == "better"
    assert sink.champion(ROLE, signal_policy("cn_pipl")) is None
    assert JournalSink(None, None, None).champion(ROLE, signal_policy("none")) is None
    # the same inputs under another scorer are another task
    assert made_by(free) != made_by(None)
    task = ScoringTask(
        source=InterviewSource(interview="n", candidate="c", answers=()),
        role=ROLE, policy=signal_policy("none"), models=Path(), max_bytes=1, key="k",
        champion=free,
    )  # fmt: skip
    assert task_from_json(task_json(task)) == task
    with promoted.read() as reading:
        kept = kept_interview(reading, "i7")
    assert kept is not None
    by_champion = champion_scorer(free)(kept.interview, kept.signals, kept.role, kept.policy)
    by_rubric = champion_scorer(None)(kept.interview, kept.signals, kept.role, kept.policy)
    assert (by_champion.scorer.name, by_rubric.scorer.name) == ("better", "rubric")


def test_a_champion_that_consent_bars_leaves_the_interview_to_the_rubric(promoted: Store) -> None:
    from scoring.learned.example import example_scorer
    from workflow.champion_scorer import or_rubric

    with promoted.read() as reading:
        kept = kept_interview(reading, "i8")
        assert interview(reading, "i8").consent is None
    assert kept is not None
    law = SignalPolicy(
        key="law", version=1, compute=("language", "voice"), caps={"voice": 0.2},
        expression_cap=0.2, needs_consent=("voice",),
    )  # fmt: skip
    speaking = example_scorer(
        names=("lang_words", "lang_anchor", "voice_pitch_range"), modalities=("language", "voice")
    )
    card_made = or_rubric(speaking, kept.interview, kept.signals, kept.role, law)
    assert card_made.scorer.name == "rubric"


def test_a_file_changed_beside_the_store_scores_nothing(promoted: Store) -> None:
    with promoted.read() as reading:
        file = champion_file(promoted, reading, ROLE.key, signal_policy("none"))
    assert isinstance(file, ChampionFile)
    content = bytearray(file.path.read_bytes())
    content[len(content) // 2] ^= 1
    other = file.path.with_name("changed.skops")
    other.write_bytes(bytes(content))
    with pytest.raises(IntegrityBroken) as broken:
        champion_scorer(replace(file, path=other))
    assert broken.value.code == "model.changed"
