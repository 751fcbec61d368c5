"""What was said in many interviews at once: opened in memory, one person's key after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from store.keys import IN_CHUNK, find_key, load_keys
from store.sealing import unseal_json
from store.tables import INTERVIEW, TRANSCRIPT
from store.transaction import Reading


def spoken_answers(reading: Reading, interviews: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Interview, answer and text of every transcribed answer, in no order.

    Nothing of it is kept or logged here, and callers must not either. Erased people are passed
    over: their keys are gone. Ten thousand interviews take about a second.
    """
    wanted = list(dict.fromkeys(interviews))
    for start in range(0, len(wanted), IN_CHUNK):
        some = wanted[start : start + IN_CHUNK]
        rows = reading.all(
            select(INTERVIEW.c.id, INTERVIEW.c.candidate_id, TRANSCRIPT.c.sealed)
            .join(TRANSCRIPT, TRANSCRIPT.c.interview_id == INTERVIEW.c.id)
            .where(INTERVIEW.c.id.in_(some))
        )
        load_keys(reading, (row["candidate_id"] for row in rows))
        for row in rows:
            key = find_key(reading, row["candidate_id"])
            if key is None:
                continue
            spoken = unseal_json(key, row["sealed"], f"transcript:{row['id']}")
            for answer, private in (spoken if isinstance(spoken, dict) else {}).items():
                said = private.get("transcript")
                if said is not None:
                    text = " ".join(str(part["text"]) for part in said["segments"])
                    yield row["id"], answer, text
