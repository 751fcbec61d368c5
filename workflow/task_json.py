"""Scoring tasks and their results as JSON, for the way to a worker and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from interview import AnswerSignals, Interview, RoleModel, SignalPolicy, plain
from scoring.added_model import ModelsInUse
from scoring.card_json import card_from_json, card_json
from store.restoring import restored
from workflow.champion_scorer import ChampionFile
from workflow.manifest import AnswerSource, InterviewSource
from workflow.progress import BatchItem
from workflow.scoring_task import Scored, ScoringTask, score_task

WORK = "workflow.task_json:work"


def work(data: dict[str, Any]) -> dict[str, Any]:
    """What a worker runs: a task in, a result out, both JSON."""
    return result_json(score_task(task_from_json(data)))


def task_json(task: ScoringTask) -> dict[str, Any]:
    """A task as JSON."""
    source = task.source
    return {
        "source": {
            "interview": source.interview,
            "candidate": source.candidate,
            "role": source.role,
            "requisition": source.requisition,
            "language": source.language,
            "consent": sorted(source.consent),
            "conducted_at": source.conducted_at.isoformat() if source.conducted_at else None,
            "answers": [
                {
                    "media": None if a.media is None else str(a.media),
                    "transcript": None if a.transcript is None else str(a.transcript),
                    "question": a.question,
                }
                for a in source.answers
            ],
        },
        "role": plain(task.role),
        "policy": plain(task.policy),
        "models": str(task.models),
        "max_bytes": task.max_bytes,
        "key": task.key,
        "added": plain(task.added),
        "copies": {str(number): count for number, count in task.copies.items()},
        "champion": None if task.champion is None else _champion(task.champion),
    }


def task_from_json(data: dict[str, Any]) -> ScoringTask:
    """The inverse of `task_json`."""
    source = data["source"]
    answers = tuple(
        AnswerSource(
            media=_path(a["media"]), transcript=_path(a["transcript"]), question=a["question"]
        )
        for a in source["answers"]
    )
    at = source["conducted_at"]
    rest = {
        **source,
        "answers": answers,
        "consent": frozenset(source["consent"]),
        "conducted_at": datetime.fromisoformat(at) if at else None,
    }
    return ScoringTask(
        source=InterviewSource(**rest),
        role=restored(RoleModel, data["role"]),
        policy=restored(SignalPolicy, data["policy"]),
        models=Path(data["models"]),
        max_bytes=data["max_bytes"],
        key=data["key"],
        added=restored(ModelsInUse, data["added"]),
        copies={int(number): count for number, count in data["copies"].items()},
        champion=_champion_from(data["champion"]),
    )


def _champion(file: ChampionFile) -> dict[str, str]:
    return {
        "name": file.name,
        "version": file.version,
        "digest": file.digest,
        "path": str(file.path),
    }


def _champion_from(data: dict[str, str] | None) -> ChampionFile | None:
    return (
        None
        if data is None
        else ChampionFile(
            name=data["name"],
            version=data["version"],
            digest=data["digest"],
            path=Path(data["path"]),
        )
    )


def _path(value: str | None) -> Path | None:
    return None if value is None else Path(value)


def result_json(result: Scored | BatchItem) -> dict[str, Any]:
    """A card with its signals, or a failed item, as JSON."""
    if isinstance(result, BatchItem):
        return {"item": plain(result)}
    return {
        "interview": plain(result.interview),
        "card": card_json(result.card),
        "signals": plain(result.signals),
        "seconds": result.seconds,
    }


def result_from_json(data: dict[str, Any]) -> Scored | BatchItem:
    """The inverse of `result_json`."""
    if "item" in data:
        return BatchItem(**data["item"])
    return Scored(
        interview=restored(Interview, data["interview"]),
        card=card_from_json(data["card"]),
        signals=tuple(restored(AnswerSignals, one) for one in data["signals"]),
        seconds=data["seconds"],
    )
