"""Nearly the same answer twice, among many, without comparing every answer with every other."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.language.plain_form import plain_form

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
ALIKE = 0.8
"""Jaccard's index from which two answers count as nearly the same."""

SHINGLE = 3
ROWS, BANDS = 4, 16
LEAST_UNITS = 20
"""Shorter answers are alike by chance ("I don't know") and are not compared."""

# of one bucket each answer is compared with this many followers at most, so that a thousand copies
# of one text cost a thousand comparisons and not half a million
_FOLLOWERS = 32
_UNIT = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, kw_only=True, slots=True)
class DuplicatePair:
    """Two texts by their keys, and the share of shingles they have in common (0 to 1)."""

    first: str
    second: str
    jaccard: float


def near_duplicates(
    texts: Mapping[str, str], *, alike: float = ALIKE, least_units: int = LEAST_UNITS
) -> tuple[DuplicatePair, ...]:
    """Pairs of texts whose shingles overlap by Jaccard's index of at least ``alike``.

    A shingle is three neighbouring words (in Chinese characters), after `plain_form` and in lower
    case. MinHash finds candidates: 64 minima per text, each band of four a key; texts with any
    key in common are compared exactly. Two texts alike by .8 meet with a probability of
    ``1 - (1 - .8^4)^16 = .9998``, by .5 of .64, by .2 of .03. Of a large bucket each text meets
    its next 32 only: every text of a large group is then paired with some of it, not with all.

    Parameters
    ----------
    texts : mapping of key to text
        Keys come back in the pairs; they should be opaque ids.
    alike : float
        Smallest Jaccard index of a pair.
    least_units : int
        Shorter texts are left out.

    Notes
    -----
    Broder (1997), On the resemblance and containment of documents; banding after Indyk and
    Motwani (1998). Nothing is kept: hashes live as long as the call.

    Examples
    --------
    >>> said = "last year our line stopped twice a night and i wrote down every stop for a week "
    >>> pair = near_duplicates({"a": said * 2, "b": said * 2 + "then i told them", "c": "x " * 30})
    >>> [(one.first, one.second, round(one.jaccard, 2)) for one in pair]
    [('a', 'b', 0.81)]
    """
    shingles = {
        key: found for key, text in texts.items() if (found := _shingles(text, least_units)).size
    }
    keys = list(shingles)
    if len(keys) < 2:
        return ()
    bands = _bands(np.stack([_minima(shingles[key]) for key in keys]))
    met: set[tuple[int, int]] = set()
    out: list[DuplicatePair] = []
    for one, other in _candidates(bands):
        if (one, other) in met:
            continue
        met.add((one, other))
        jaccard = _jaccard(shingles[keys[one]], shingles[keys[other]])
        if jaccard >= alike:
            out.append(DuplicatePair(first=keys[one], second=keys[other], jaccard=jaccard))
    return tuple(out)


def _shingles(text: str, least_units: int) -> Hashes:
    """The sorted distinct hashes of three neighbouring units each."""
    units = _UNIT.findall(plain_form(text).lower())
    if len(units) < max(least_units, SHINGLE):
        return np.empty(0, dtype=np.uint64)
    codes = np.array([zlib.crc32(unit.encode()) for unit in units], dtype=np.uint64)
    joined = codes[:-2] * np.uint64(31) ** np.uint64(2) + codes[1:-1] * np.uint64(31) + codes[2:]
    return np.unique(_mixed(joined))


def _mixed(values: Hashes) -> Hashes:
    # splitmix64's finish: neighbouring inputs must not stay neighbours, or minima would depend
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_FACTORS = _mixed(np.arange(1, ROWS * BANDS + 1, dtype=np.uint64) * _MIX) | np.uint64(1)


def _minima(shingles: Hashes) -> Hashes:
    """The smallest value of each of 64 hash functions."""
    # multiplying by an odd number and comparing by the high bits is a hash function of its own
    smallest: Hashes = (shingles[:, None] * _FACTORS).min(axis=0)
    return smallest


def _bands(minima: Hashes) -> Hashes:
    """One key per text and band: four minima folded into one number."""
    rows = minima.reshape(-1, BANDS, ROWS)
    folded = rows[:, :, 0]
    for row in range(1, ROWS):
        folded = _mixed(folded * np.uint64(31) + rows[:, :, row])
    return folded


def _candidates(bands: Hashes) -> Iterator[tuple[int, int]]:
    """Pairs with a key in common in any band, the earlier text first."""
    for band in range(bands.shape[1]):
        order = np.argsort(bands[:, band], kind="stable")
        sorted_keys = bands[order, band]
        starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
        ends = np.r_[starts[1:], sorted_keys.size]
        for start, end in zip(starts, ends, strict=True):
            if end - start > 1:
                yield from _within(order[start:end].tolist())


def _within(bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(bucket):
        for other in bucket[place + 1 : place + 1 + _FOLLOWERS]:
            yield one, other


def _jaccard(one: Hashes, other: Hashes) -> float:
    shared = np.intersect1d(one, other, assume_unique=True).size
    return float(shared / (one.size + other.size - shared))
