"""Where a batch keeps what is finished: a journal file, or the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from interview import InputError, RoleModel, SignalPolicy
from workflow.champion_scorer import ChampionFile
from workflow.journal import Journal
from workflow.manifest import InterviewSource
from workflow.progress import BatchItem
from workflow.scoring_task import Scored, ScoringTask


class Sink(Protocol):
    """What a batch needs of the place that keeps its results."""

    def plan(self, source: InterviewSource) -> tuple[RoleModel, SignalPolicy]:
        """The role and the policy that hold for one interview; raises what is wrong with it."""

    def as_asked(self, source: InterviewSource, role: RoleModel) -> InterviewSource:
        """The interview with each question in the wording that was in force when it was held."""

    def champion(self, role: RoleModel, policy: SignalPolicy) -> ChampionFile | None:
        """The trained scorer in force for a role under a preset; None for the rubric."""

    def finished(self, key: str) -> BatchItem | None:
        """The item of an earlier run with these inputs; None when it is still to do."""

    def admit(self, source: InterviewSource) -> None:
        """Raise when this interview could not be kept even if it were scored."""

    def begin(self, keys: Sequence[str]) -> None:
        """These inputs are about to be scored."""

    def keep(self, task: ScoringTask, item: BatchItem, scored: Scored | None) -> None:
        """Remember one finished interview, whole or not at all."""

    def cards(self) -> Mapping[str, Mapping[str, Any]]:
        """The cards as JSON by interview, unless they are kept in a store."""

    def close(self) -> None:
        """Let go."""


def needed_role(source: InterviewSource, role: RoleModel | None) -> RoleModel:
    """The shipped role a row names, else the one given for the batch.

    Raises
    ------
    InputError
        ``role.missing`` when neither names one; RoleModelError ``role.unknown``.
    """
    from scoring import find_role

    if source.role and (role is None or source.role != role.key):
        return find_role(source.role)
    if role is None:
        raise InputError(
            "role.missing",
            f"interview {source.interview} names no role",
            "add a column role, or give --role",
            interview=source.interview,
        )
    return role


class JournalSink:
    """Keeps cards in memory and, with a path, in a journal that survives any stop."""

    def __init__(
        self, path: Path | None, role: RoleModel | None, policy: SignalPolicy | None
    ) -> None:
        self._journal = Journal(path)
        self._role = role
        self._policy = policy

    def plan(self, source: InterviewSource) -> tuple[RoleModel, SignalPolicy]:
        from workflow.policies import signal_policy

        return needed_role(source, self._role), self._policy or signal_policy("none")

    def as_asked(self, source: InterviewSource, role: RoleModel) -> InterviewSource:
        return source

    def champion(self, role: RoleModel, policy: SignalPolicy) -> ChampionFile | None:
        """None: without a store there is no register."""
        return None

    def finished(self, key: str) -> BatchItem | None:
        entry = self._journal.entries.get(key)
        # a failure is tried again: a missing model or a full disk may have been put right
        return entry.item if entry and entry.item.state != "failed" else None

    def admit(self, source: InterviewSource) -> None:
        """Everything is kept."""

    def begin(self, keys: Sequence[str]) -> None:
        """Nothing to do: the journal only knows what is finished."""

    def keep(self, task: ScoringTask, item: BatchItem, scored: Scored | None) -> None:
        from scoring.card_json import card_json

        card = None
        if scored is not None:
            card = card_json(scored.card, signals=scored.signals, timings=_timings(scored))
        self._journal.add(task.key, item, card)

    def cards(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            entry.item.interview: entry.card
            for entry in self._journal.entries.values()
            if entry.card is not None
        }

    def close(self) -> None:
        self._journal.close()


def _timings(scored: Scored) -> dict[str, float]:
    timings: dict[str, float] = {}
    for signals in scored.signals:
        for stage, seconds in signals.timings.items():
            timings[stage] = timings.get(stage, 0.0) + seconds
    return {**timings, "total": scored.seconds}
