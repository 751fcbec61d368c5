"""Why nothing can be told of a table's validity, as an error that says what would be enough."""

from __future__ import annotations

from collections.abc import Mapping

from interview import InputError, Withheld

WORDS: Mapping[str, tuple[str, str]] = {
    "outcome.none_yet": (
        "no row has both a score and an outcome",
        "wait until people have been rated on the job; from 30 rated people on there is something "
        "to see, with about 200 a validity of .20 is told from none",
    ),
    "outcome.all_before_interview": (
        "every outcome is older than the interview it stands beside ({n} rows)",
        "give performance that was rated after the interview, or check which column holds which "
        "date",
    ),
    "outcome.constant": (
        "all outcomes are the same (n = {n})",
        "give an outcome on which people differ, such as a rating instead of a yes for everybody",
    ),
    "score.constant": (
        "all scores are the same (n = {n})",
        "give the scores before they were made into a decision",
    ),
    "correlation.constant": (
        "scores or outcomes hardly differ at all (n = {n})",
        "give the values as they were measured, in a unit of their own size",
    ),
    "correlation.too_few": (
        "too few have both a score and an outcome (n = {n})",
        "from 4 people on there is an interval, from about 30 one worth reading, and with about "
        "200 a validity of .20 is told from none",
    ),
    "correlation.perfect": (
        "score and outcome rise in step without any exception (n = {n})",
        "check that the outcome was not made from the score",
    ),
    "validity.several_outcomes": (
        "the table holds several kinds of outcome, none of them called overall",
        "name the column of competencies too, or keep one KPI",
    ),
}


def refused(why: Withheld) -> InputError:
    """The error for a study in which nothing could be told.

    Examples
    --------
    >>> refused(Withheld(code="outcome.none_yet")).code
    'outcome.none_yet'
    """
    what, remedy = WORDS.get(
        why.code, ("nothing can be told from this table", "give more rated people")
    )
    return InputError(why.code, what.format(n=why.n), remedy, n=why.n)
