"""How fast near copies are found among many answers, and how many pairs are looked at.

``python -m benchmarks.signals.near_copies 100000`` takes as many answers as are named.
"""

from __future__ import annotations

import random
import sys
import time

from benchmarks.signals.row import Row

SECTION = "Near copies among many answers (MinHash, Jaccard .8)"
ANSWERS = 20_000
WORDS = 90
COPIED = 100
"""Every so-manieth answer is planted again with a few words more, or with a word changed."""
SEED = 11


def texts(count: int) -> dict[str, str]:
    """Made-up answers of ninety words and a near copy of every hundredth, two words apart.

    >>> made = texts(200)
    >>> len(made), made["copy100"].split()[:-2] == made["100"].split()[:-1]
    (202, True)
    """
    rng = random.Random(SEED)
    words = [f"w{number}" for number in range(3000)]
    made = {str(number): " ".join(rng.choices(words, k=WORDS)) for number in range(count)}
    for number in range(0, count, COPIED):
        kept = made[str(number)].split()[:-1]
        made[f"copy{number}"] = " ".join([*kept, "and", "so"])
    return made


def report(count: int = ANSWERS) -> list[Row]:
    """Seconds of processor time, pairs compared exactly, and planted copies found."""
    from scoring.language import duplicates

    made = texts(count)
    compared = 0
    exact = duplicates._jaccard

    def counted(one: duplicates.Hashes, other: duplicates.Hashes) -> float:
        nonlocal compared
        compared += 1
        return exact(one, other)

    duplicates._jaccard = counted
    try:
        start = time.process_time()
        pairs = duplicates.near_duplicates(made)
        spent = time.process_time() - start
    finally:
        duplicates._jaccard = exact
    planted = {(key.removeprefix("copy"), key) for key in made if key.startswith("copy")}
    found = {(pair.first, pair.second) for pair in pairs}
    every = len(made) * (len(made) - 1) // 2
    return [
        Row(
            section=SECTION,
            name=f"{len(made):,} answers",
            value=f"{spent:.1f} s",
            note=f"{1e3 * spent / len(made):.3f} ms an answer, processor time",
        ),
        Row(
            section=SECTION,
            name="pairs compared exactly",
            value=f"{compared:,}",
            note=f"of {every:,} pairs there are",
        ),
        Row(
            section=SECTION,
            name="planted near copies found",
            value=f"{len(planted & found)} of {len(planted)}",
            aim="all",
            met=planted <= found,
        ),
        Row(
            section=SECTION,
            name="other pairs reported",
            value=str(len(found - planted)),
            aim="none",
            met=not found - planted,
        ),
    ]


if __name__ == "__main__":
    for row in report(int(sys.argv[1]) if sys.argv[1:] else ANSWERS):
        print(f"{row.name}: {row.value} ({row.note or row.aim})")
