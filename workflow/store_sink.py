"""A batch that is kept in the store: recording, interview, signals, card and event together."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from interview import (
    Action,
    Actor,
    InputError,
    Interview,
    RoleModel,
    RoleModelError,
    SignalPolicy,
    StoreError,
)
from scoring.card_json import card_json
from store import (
    Store,
    append,
    blobs,
    interview,
    open_blob,
    put_blob,
    questions_kept_since,
    requisition,
    role,
    save_card,
    save_interview,
    save_role,
    save_signals,
)
from store.batches import fail_item, finish_item, items, start_batch
from workflow.as_asked import as_asked
from workflow.batch_sink import needed_role
from workflow.champion_scorer import ChampionFile, champion_file
from workflow.manifest import InterviewSource
from workflow.policies import signal_policy
from workflow.progress import BatchItem
from workflow.rights import require
from workflow.scoring_task import Scored, ScoringTask

# one running list for the whole store: an input is known again whatever batch it came in
BATCH = "score"


class StoreSink:
    """Keeps each interview in one transaction with the mark that its inputs are finished.

    Whatever stops the batch, an interview is there whole and marked, or not there at all. A
    recording is encrypted first; if the batch was cut short just then, the same recording is
    recognised on the next start and not kept twice.
    """

    def __init__(
        self,
        actor: Actor,
        store: Store,
        role: RoleModel | None,
        policy: SignalPolicy | None,
    ) -> None:
        self._actor = actor
        self._store = store
        self._role = role
        self._policy = policy
        with store.read() as reading:
            known = items(reading, BATCH)
        self._champions: dict[tuple[str, str], ChampionFile | None] = {}
        self._kept_since: Mapping[str, datetime] | None = None
        self._finished = {i.input_digest: i for i in known if i.state in ("done", "withheld")}

    def plan(self, source: InterviewSource) -> tuple[RoleModel, SignalPolicy]:
        """The requisition decides first, then the row, then what the batch was given."""
        policy = self._policy or signal_policy("none")
        if source.requisition is None:
            require(self._actor, "score", None)
            return self._role_of(source.role, source), policy
        with self._store.read() as reading:
            opening = requisition(reading, source.requisition)
        require(self._actor, "score", opening.department)
        if source.role is not None and source.role != opening.role:
            raise RoleModelError(
                "role.not_of_requisition",
                f"interview {source.interview} names role {source.role}, its requisition "
                f"{opening.id} is for {opening.role}",
                "correct one of them, or leave the role empty",
                interview=source.interview,
                role=opening.role,
            )
        return self._role_of(opening.role, source), signal_policy(opening.policy)

    def _role_of(self, key: str | None, source: InterviewSource) -> RoleModel:
        if key is not None and (self._role is None or key != self._role.key):
            with self._store.read() as reading:
                # not in this store yet: a shipped one will do
                return role(reading, key) or needed_role(replace(source, role=key), None)
        return needed_role(source, self._role)

    def as_asked(self, source: InterviewSource, role: RoleModel) -> InterviewSource:
        """The interview with each question in the wording that was in force when it was held."""
        if self._kept_since is None:
            with self._store.read() as reading:
                self._kept_since = questions_kept_since(reading)
        return as_asked(source, role, self._kept_since)

    def champion(self, role: RoleModel, policy: SignalPolicy) -> ChampionFile | None:
        """The trained champion for this role under this preset; None where the rubric scores."""
        known = (role.key, policy.digest)
        if known not in self._champions:
            with self._store.read() as reading:
                self._champions[known] = champion_file(self._store, reading, role.key, policy)
        return self._champions[known]

    def finished(self, key: str) -> BatchItem | None:
        """The item of an earlier run with these inputs."""
        item = self._finished.get(key)
        if item is None or item.interview is None:
            return None
        return BatchItem(
            interview=item.interview,
            state="withheld" if item.state == "withheld" else "done",
            code=item.code or "",
        )

    def admit(self, source: InterviewSource) -> None:
        """Refuse at the door what could not be kept at the end."""
        with self._store.read() as reading:
            try:
                interview(reading, source.interview)
            except StoreError:
                return
        raise InputError(
            "interview.duplicate",
            f"interview {source.interview} is already in the store, with other content",
            "give this one another id, or leave it out",
            interview=source.interview,
        )

    def begin(self, keys: Sequence[str]) -> None:
        """List the inputs as still to do."""
        with self._store.transaction(self._actor) as tx:
            start_batch(tx, BATCH, keys)

    def keep(self, task: ScoringTask, item: BatchItem, scored: Scored | None) -> None:
        """The interview with everything measured and scored, or the event that it failed."""
        if scored is None:
            with self._store.transaction(self._actor) as tx:
                append(tx, self._actor.id, item.interview, Action.INTERVIEW_FAILED, task.key)
                fail_item(tx, BATCH, task.key, item.code)
            return
        whole = self._with_recordings(scored.interview)
        with self._store.transaction(self._actor) as tx:
            save_role(tx, task.role)
            save_interview(tx, whole)
            save_signals(tx, whole.id, scored.signals)
            save_card(tx, whole.id, card_json(scored.card))
            finish_item(tx, BATCH, task.key, whole.id, withheld=item.code or None)

    def _with_recordings(self, scored: Interview) -> Interview:
        kept: dict[str, str] = {}
        answers = []
        for answer in scored.answers:
            if answer.media is None:
                answers.append(answer)
                continue
            if answer.media not in kept:
                kept[answer.media] = self._recording(scored.candidate_id, Path(answer.media))
            answers.append(replace(answer, media=kept[answer.media]))
        return replace(scored, answers=tuple(answers))

    def _recording(self, candidate: str, path: Path) -> str:
        size = path.stat().st_size
        with self._store.read() as reading:
            known = [b for b in blobs(reading, candidate) if b.size == size]
        if known:
            with path.open("rb") as stream:
                content = _digest(stream)
            for blob in known:
                with open_blob(self._store, blob.digest) as stream:
                    if _digest(stream) == content:
                        return blob.digest
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return put_blob(
            self._store,
            candidate,
            "media",
            path,
            media_type,
            actor=self._actor,
        ).digest

    def cards(self) -> Mapping[str, Mapping[str, Any]]:
        """None here: they are in the store."""
        return {}

    def close(self) -> None:
        """Nothing to let go of: the store is the caller's."""


def _digest(stream: BinaryIO) -> str:
    whole = hashlib.sha256()
    while piece := stream.read(1 << 20):
        whole.update(piece)
    return whole.hexdigest()
