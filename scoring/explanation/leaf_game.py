"""The game that one leaf of a tree plays, and its exact Shapley, Owen and interaction values.

A leaf is reached when every test on its path is passed. Of a person x and a background row z, let A
be the features whose tests only x passes and B those that only z passes; if some feature is passed
by neither, the leaf is out of reach. Otherwise the leaf pays its value exactly when all of A are
taken from x and none of B, and such a game has values in closed form:

* Shapley: ``(a-1)! b! / (a+b)!`` for each of A, ``-a! (b-1)! / (a+b)!`` for each of B;
* Owen, with groups entering together: nought when another group holds features of both A and B;
  otherwise ``p! q! / (p+q+1)!``, with p other groups that hold some of A and q that hold some of B,
  times the Shapley value inside the own group;
* interaction of two features, half of it on each side of the diagonal, as SHAP writes it.

Source: Shapley (1953); Owen (1977); Grabisch and Roubens (1999) for the interaction index; Lundberg
and others (2020) for the game against single background rows.
"""

from __future__ import annotations

from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def owen_of_leaves(x: Bools, z: Bools, groups: Ints) -> Floats:
    """Owen values of leaves that pay 1, of each pattern of x against each row z.

    Parameters
    ----------
    x : array, shape (leaves, patterns, d)
        Which of a leaf's d features pass their tests.
    z : array, shape (leaves, rows, d)
    groups : array, shape (leaves, d)
        The group of each feature, 0 to d - 1; each its own gives Shapley values.

    Returns
    -------
    array, shape (leaves, patterns, rows, d)

    Examples
    --------
    >>> x, z = np.array([[[True, True]]]), np.array([[[False, False]]])
    >>> owen_of_leaves(x, z, np.array([[0, 1]])).tolist()
    [[[[0.5, 0.5]]]]
    """
    only_x = x[:, :, None, :] & ~z[:, None, :, :]
    only_z = z[:, None, :, :] & ~x[:, :, None, :]
    alive = np.asarray((x[:, :, None, :] | z[:, None, :, :]).all(axis=3))
    d = x.shape[2]
    member = (groups[:, :, None] == np.arange(d)).astype(np.int16)[:, None]
    a, b = only_x.astype(np.int16) @ member, only_z.astype(np.int16) @ member
    holds_a, holds_b = a > 0, b > 0
    both = holds_a & holds_b
    label = groups[:, None, None, :]

    def own(of: NDArray[np.int16]) -> Ints:
        shape = np.broadcast_shapes(of.shape, label.shape)
        return np.take_along_axis(of, np.broadcast_to(label, shape), axis=3).astype(np.int64)

    own_a, own_b = own(a), own(b)
    own_both = (own_a > 0) & (own_b > 0)
    p = (holds_a & ~both).sum(axis=3, keepdims=True) - ((own_a > 0) & ~own_both)
    q = (holds_b & ~both).sum(axis=3, keepdims=True) - ((own_b > 0) & ~own_both)
    reach = alive[..., None] & (both.sum(axis=3, keepdims=True) == own_both)
    table = _shares(d)
    # p groups before the own one and q after it
    outside = table[p + 1, q]
    plus = np.where(only_x & reach, outside * table[np.maximum(own_a, 1), own_b], 0.0)
    minus = np.where(only_z & reach, outside * table[np.maximum(own_b, 1), own_a], 0.0)
    return np.asarray(plus - minus)


def interactions_of_leaf(x: Bools, z: Bools, weights: Floats) -> Floats:
    """Shapley interactions of a leaf that pays 1: (patterns, d, d), the diagonal left at nought.

    Parameters
    ----------
    x : array, shape (patterns, d)
    z : array, shape (rows, d)
    weights : array, shape (rows,), adding to 1

    Examples
    --------
    >>> x, z = np.array([[True, True]]), np.array([[False, False]])
    >>> interactions_of_leaf(x, z, np.array([1.0]))[0].tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    only_x = (x[:, None, :] & ~z[None, :, :]).astype(np.float64)
    only_z = (z[None, :, :] & ~x[:, None, :]).astype(np.float64)
    alive = (x[:, None, :] | z[None, :, :]).all(axis=2)
    a, b = only_x.sum(axis=2).astype(np.int64), only_z.sum(axis=2).astype(np.int64)
    pairs = _pair_shares(max(x.shape[1], 2))

    def summed(kind: int, left: Floats, right: Floats) -> Floats:
        share = np.where(alive, pairs[kind, a, b], 0.0) * weights
        return np.asarray((left * share[..., None]).transpose(0, 2, 1) @ right)

    mixed = summed(2, only_x, only_z)
    found = summed(0, only_x, only_x) + summed(1, only_z, only_z) + mixed
    found += mixed.transpose(0, 2, 1)
    diagonal = np.arange(x.shape[1])
    found[:, diagonal, diagonal] = 0.0
    return found / 2.0


@cache
def _shares(d: int) -> Floats:
    """``(a-1)! b! / (a+b)!`` for a from 1 and b from 0; the row a = 0 is never used."""
    table = np.zeros((d + 2, d + 2))
    for a in range(1, d + 2):
        for b in range(d + 2):
            table[a, b] = factorial(a - 1) * factorial(b) / factorial(a + b)
    return table


@cache
def _pair_shares(d: int) -> Floats:
    """Shapley interaction of two features of A, two of B, and one of each, by a and b."""
    table = np.zeros((3, d + 1, d + 1))
    for a in range(d + 1):
        for b in range(d + 1 - a):
            if a + b < 2:
                continue
            whole = factorial(a + b - 1)
            if a >= 2:
                table[0, a, b] = factorial(a - 2) * factorial(b) / whole
            if b >= 2:
                table[1, a, b] = factorial(a) * factorial(b - 2) / whole
            if a >= 1 and b >= 1:
                table[2, a, b] = -factorial(a - 1) * factorial(b - 1) / whole
    return table
