"""How measuring went: why a modality was withheld, how long recordings ran, what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic_core import from_json
from sqlalchemy import func, select

from store.measured import MODALITIES
from store.signals import signals
from store.tables import FEATURE_SET
from store.transaction import Reading

if TYPE_CHECKING:
    import pandas as pd

PREFIXES = {"language": "lang_", "voice": "voice_", "face": "face_"}
MEASURED_HERE = "signals-"
"""How the shipped extractor begins its name: planted and foreign measurements begin otherwise."""
NOT_CHECKED = "quality.not_checked"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasuredRecording:
    """One interview whose recordings were measured here: seconds of work by stage, its length."""

    interview: str
    seconds: Mapping[str, float]
    minutes: float


def withheld_modalities(reading: Reading) -> pd.DataFrame:
    """Why each modality of each measured interview was withheld, one row per interview.

    Columns: ``interview_id``, ``language``, ``voice``, ``face`` (empty where at least one answer
    passed the check of that modality, else the reason that most of its answers share) and
    ``minutes``, how long its answers run, empty where not known.
    """
    import pandas as pd

    newest = select(
        FEATURE_SET.c.interview_id, func.max(FEATURE_SET.c.event_seq).label("seq")
    ).group_by(FEATURE_SET.c.interview_id)
    last = newest.subquery()
    query = select(
        FEATURE_SET.c.interview_id,
        FEATURE_SET.c.quality,
        FEATURE_SET.c.missing,
        FEATURE_SET.c.duration_ms,
    ).join(last, last.c.seq == FEATURE_SET.c.event_seq)
    reasons: dict[str, dict[str, list[str]]] = {}
    length: dict[str, float] = {}
    for interview, quality, missing, duration in reading.connection.execute(query):
        held = reasons.setdefault(interview, {m: [] for m in MODALITIES})
        checked = {q["modality"]: q["code"] for q in (from_json(quality) if quality else [])}
        lost: dict[str, str] = from_json(missing) if missing else {}
        for modality in MODALITIES:
            code = checked.get(modality)
            held[modality].append(_unmeasured(lost, modality) if code is None else code)
        if duration is not None:
            length[interview] = length.get(interview, 0.0) + duration / 60_000
    rows = [
        {
            "interview_id": interview,
            **{m: _shared(codes) for m, codes in held.items()},
            "minutes": length.get(interview),
        }
        for interview, held in reasons.items()
    ]
    table = pd.DataFrame(rows, columns=["interview_id", *MODALITIES, "minutes"])
    table["minutes"] = table["minutes"].astype("float64")
    return table


def measured_recordings(reading: Reading, *, most: int = 200) -> tuple[MeasuredRecording, ...]:
    """The newest interviews whose recordings this installation measured itself, with timings.

    Timings are kept under the person's key, so those of erased people are gone.
    """
    last = func.max(FEATURE_SET.c.event_seq)
    query = (
        select(FEATURE_SET.c.interview_id)
        .where(FEATURE_SET.c.extractor.startswith(MEASURED_HERE))
        .group_by(FEATURE_SET.c.interview_id)
        .order_by(last.desc())
        .limit(most)
    )
    found = []
    for (interview,) in reading.connection.execute(query).all():
        seconds: dict[str, float] = {}
        length = 0.0
        for one in signals(reading, interview):
            for stage, spent in one.timings.items():
                seconds[stage] = seconds.get(stage, 0.0) + spent
            length += (one.duration_ms or 0) / 60_000
        if seconds and length > 0:
            found.append(MeasuredRecording(interview=interview, seconds=seconds, minutes=length))
    return tuple(found)


def _unmeasured(lost: Mapping[str, str], modality: str) -> str:
    """The reason given for a modality's features where its check was never made."""
    codes = Counter(code for name, code in lost.items() if name.startswith(PREFIXES[modality]))
    return codes.most_common(1)[0][0] if codes else NOT_CHECKED


def _shared(codes: list[str]) -> str:
    if "" in codes:
        return ""
    return Counter(codes).most_common(1)[0][0]
