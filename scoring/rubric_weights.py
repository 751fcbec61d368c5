"""The rubric's own numbers: how much of a competency each feature carries, and on which scale."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from interview import EXPRESSION, FeatureSpec, InputError, Modality, digest

RUBRIC_FILE = Path(__file__).parent / "rubric.toml"
PER_COMPETENCY = ("lang_evidence", "lang_anchor")


class Term(NamedTuple):
    """One weighed feature: ``position = (value - low) * per_unit`` runs 0 to 1 on its scale."""

    feature: str
    weight: float
    low: float
    per_unit: float


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """Everything the rubric scorer knows besides the role and the policy.

    ``features`` is the catalogue its scales come from, ``speaks`` the expression features that
    may speak to each competency.
    """

    version: str
    base: float
    prior_df: float
    level: float
    least_measured: float
    least_covered: float
    fewest_answers: int
    review_flags: frozenset[str]
    language: Mapping[str, Mapping[str, float]]
    kinds: Mapping[str, Mapping[str, float]]
    features: Mapping[str, FeatureSpec]
    speaks: Mapping[str, tuple[str, ...]]
    # terms already looked up: a batch asks for the same few thousands of times
    _terms: dict[tuple[str, str, str], tuple[Term, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def language_terms(self, competency: str, kind: str) -> tuple[Term, ...]:
        """The language features that carry one competency in an answer to this kind of question.

        Examples
        --------
        >>> [t.feature for t in shipped_rubric().language_terms("teamwork", "behavioural")][:2]
        ['lang_anchor.teamwork', 'lang_evidence.teamwork']
        """
        known = self._terms.get(("language", competency, kind))
        if known is None:
            weights = self.language.get(competency, self.language["default"])
            factor = self.kinds.get(kind, {})
            known = tuple(
                self.term(name, weight * factor.get(name, 1.0), competency)
                for name, weight in weights.items()
            )
            self._terms["language", competency, kind] = known
        return known

    def expression_terms(self, competency: str, modality: Modality) -> tuple[Term, ...]:
        """The voice or face features that may speak to one competency, all with equal weight."""
        known = self._terms.get((modality, competency, ""))
        if known is None:
            names = [n for n in self.speaks.get(competency, ()) if self.scored(n, modality)]
            known = tuple(self.term(name, 1.0, competency) for name in names)
            self._terms[modality, competency, ""] = known
        return known

    def modality_terms(self, modality: Modality) -> tuple[Term, ...]:
        """Every scored feature of a modality, all with equal weight: what it says by itself."""
        known = self._terms.get((modality, "", ""))
        if known is None:
            names = sorted(n for n in self.features if self.scored(n, modality))
            known = tuple(self.term(name, 1.0, "") for name in names)
            self._terms[modality, "", ""] = known
        return known

    def scored(self, name: str, modality: Modality) -> bool:
        """True when the catalogue gives this feature of this modality a scale."""
        spec = self.features.get(name)
        return spec is not None and spec.modality == modality and spec.use == "score"

    def term(self, name: str, weight: float, competency: str) -> Term:
        """One feature with its weight and the scale the catalogue gives it."""
        spec = self.features.get(name)
        if spec is None or spec.low is None or spec.high is None:
            raise InputError(
                "rubric.no_scale",
                f"the rubric weighs {name!r}, which has no scale in the catalogue",
                "give its row use = 'score' with low and high, or take it out of the rubric",
                feature=name,
            )
        full = f"{name}.{competency}" if name in PER_COMPETENCY else name
        return Term(full, weight, spec.low, 1.0 / (spec.high - spec.low))

    @cached_property
    def name_of_content(self) -> str:
        """``version-digest``: changes with any weight or scale, so a card shows which it used."""
        scales = {n: [s.low, s.high] for n, s in self.features.items() if s.use == "score"}
        numbers = [self.base, self.prior_df, self.level, self.least_measured]
        numbers += [self.least_covered, self.fewest_answers]
        tables = [self.language, self.kinds, scales, self.speaks, self.review_flags]
        return f"{self.version}-{digest([numbers, tables])[:12]}"


def read_rubric(
    text: str, *, features: Mapping[str, FeatureSpec], speaks: Mapping[str, tuple[str, ...]]
) -> Rubric:
    """The rubric from its TOML text, over a catalogue of features.

    Parameters
    ----------
    text : str
        As scoring/rubric.toml.
    features : mapping
        The feature catalogue.
    speaks : mapping
        Competency to the voice and face features that may speak to it.

    Raises
    ------
    InputError
        ``rubric.broken`` with the entry that is wrong.

    Examples
    --------
    >>> from scoring.catalogue import FEATURES
    >>> text = RUBRIC_FILE.read_text("utf-8").replace("prior_df = 30.0", "prior_df = 4.0")
    >>> read_rubric(text, features=FEATURES, speaks={}).prior_df
    4.0
    """
    data: dict[str, Any] = tomllib.loads(text)
    tables = {**data.get("language", {}), **data.get("kind", {})}
    for table, weights in tables.items():
        for name, weight in weights.items():
            if not isinstance(weight, (int, float)) or weight < 0:
                raise InputError(
                    "rubric.broken",
                    f"{table}.{name} is {weight!r}",
                    "use a number of 0 or more",
                    where=f"{table}.{name}",
                )
    if "default" not in data.get("language", {}):
        raise InputError(
            "rubric.broken", "[language.default] is missing", "add it", where="language.default"
        )
    return Rubric(
        version=str(data["version"]),
        base=float(data["base"]),
        prior_df=float(data["prior_df"]),
        level=float(data["level"]),
        least_measured=float(data["least_measured"]),
        least_covered=float(data["least_covered"]),
        fewest_answers=int(data["fewest_answers"]),
        review_flags=frozenset(data["review_flags"]),
        language=data["language"],
        kinds=data.get("kind", {}),
        features=features,
        speaks=speaks,
    )


@cache
def shipped_rubric() -> Rubric:
    """The rubric that comes with Candor, over the shipped catalogue and competencies."""
    from scoring.catalogue import FEATURES
    from scoring.competencies import library

    speaks = {key: tuple(one.expression) for key, one in library().items()}
    unknown = {n for names in speaks.values() for n in names if n not in FEATURES}
    if unknown:
        raise InputError(
            "rubric.broken",
            f"competencies name unknown features {sorted(unknown)}",
            f"use voice or face features of the catalogue ({', '.join(EXPRESSION)})",
            where="competencies",
        )
    return read_rubric(RUBRIC_FILE.read_text("utf-8"), features=FEATURES, speaks=speaks)
