"""A role model out of its TOML text: what must be there, and what must add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from interview import CompanyValue, CompetencyWeight, Question, QuestionKind, RoleModel
from scoring.company_values import Company, sample_values
from scoring.competencies import library
from scoring.toml_table import TomlPath, TomlTable

KINDS: tuple[str, ...] = get_args(QuestionKind)
EXPRESSION = ("voice", "face")
SUM_TOLERANCE = 1e-6
SHORTEST_S, LONGEST_S = 10, 900
"""How long an answer may be allowed to take: a sentence to a quarter of an hour."""

NO_KPI = ("overall", "retention")
"""Figures of the whole person, which no single competency is measured by."""

_TOP = (
    "key",
    "version",
    "title",
    "competency",
    "question",
    "threshold",
    "modality_limits",
    "between_answers_sd",
)
_COMPETENCY = ("key", "weight", "threshold", "must_have", "kpi")
_QUESTION = (
    "key",
    "version",
    "kind",
    "criteria",
    "criterion_names",
    "text",
    "code",
    "anchors",
    "time_limit_s",
    "because",
)


class RoleModelReader(TomlTable):
    """One role model file being read; ``company`` has the values it may ask for.

    Without a company the sample one's values are in force.
    """

    def __init__(self, text: str, name: str, company: Company | None = None) -> None:
        super().__init__(text, name)
        self.own: Mapping[str, CompanyValue] = {v.key: v for v in company.values} if company else {}
        held = company.keys if company else sample_values()
        plain = tuple(key for key, entry in library().items() if not entry.value)
        self.measurable = (*plain, *held)

    def role(self) -> RoleModel:
        """The whole role model; the first thing wrong in it is raised."""
        self.known(self.data, _TOP, ())
        competencies = tuple(
            self.competency(table, ("competency", i))
            for i, table in enumerate(self.tables("competency"))
        )
        if not competencies:
            self.fail(
                "role.missing_key",
                (),
                None,
                "the role names no competency",
                "add a table [[competency]] with key and weight = 1.0",
            )
        self.unique([c.key for c in competencies], "competency")
        self.sums_to_one(
            {c.key: c.weight for c in competencies},
            ("competency", 0, "weight"),
            "the weights of the competencies",
        )
        keys = [c.key for c in competencies]
        questions = tuple(
            self.question(table, ("question", i), keys)
            for i, table in enumerate(self.tables("question"))
        )
        self.unique([q.ref for q in questions], "question")
        asked = {key for q in questions for key, weight in q.criteria.items() if weight > 0}
        for i, key in enumerate(keys):
            if questions and key not in asked:
                self.fail(
                    "role.no_question",
                    ("competency", i, "key"),
                    key,
                    f"no question measures {key!r}",
                    f"add criteria = {{ {key} = 1.0 }} to a question or drop the competency",
                    competency=key,
                )
        return RoleModel(
            key=self.key(self.data, ()),
            version=self.whole(self.data, "version", (), 1),
            title=self.words(self.data, "title", ()),
            competencies=competencies,
            questions=questions,
            threshold=self.number(self.data, "threshold", (), 0, 10, 6.0),
            modality_limits=self.limits(),
            between_answers_sd=self.number(self.data, "between_answers_sd", (), 0.1, 5.0, 1.5),
            values=tuple(self.own[key] for key in keys if key in self.own),
        )

    def competency(self, table: Mapping[str, object], at: TomlPath) -> CompetencyWeight:
        self.known(table, _COMPETENCY, at)
        must = table.get("must_have", False)
        if not isinstance(must, bool):
            self.fail(
                "role.wrong_type",
                (*at, "must_have"),
                must,
                f"must_have is {must!r}",
                "write must_have = true or must_have = false",
            )
        key = self.key(table, at)
        if key not in self.measurable:
            foreign = key in library()  # a value of the sample that this company does not keep
            self.fail(
                "role.unknown_competency",
                (*at, "key"),
                key,
                f"{key!r} is a value that the company file does not keep"
                if foreign
                else f"there is no competency {key!r}",
                (f'write keep = ["{key}"] in the company file, or ' if foreign else "")
                + f"use {self.nearest(key, self.measurable)!r} or one of: "
                + ", ".join(self.measurable),
                competency=key,
                known=", ".join(self.measurable),
            )
        return CompetencyWeight(
            key=key,
            weight=self.number(table, "weight", at, 0.0, 1.0),
            threshold=self.number(table, "threshold", at, 0, 10, 6.0),
            must_have=must,
            kpi=self.kpi(table, key, at),
        )

    def kpi(self, table: Mapping[str, object], competency: str, at: TomlPath) -> str:
        """The later figure that the competency should show in; empty for the one of its name."""
        if "kpi" not in table:
            return ""
        found = self.key(table, at, "kpi")
        if found in NO_KPI:
            self.fail(
                "role.no_kpi",
                (*at, "kpi"),
                found,
                f"{found!r} is a figure of the whole person, not of {competency}",
                f'name one of the competency, such as kpi = "{competency}", or drop the line',
                kpi=found,
                competency=competency,
            )
        return "" if found == competency else found

    def question(self, table: Mapping[str, object], at: TomlPath, keys: Sequence[str]) -> Question:
        self.known(table, _QUESTION, at)
        kind = self.text_value(table, "kind", at)
        if kind not in KINDS:
            self.fail(
                "role.unknown_kind",
                (*at, "kind"),
                kind,
                f"there is no kind {kind!r}",
                f'write kind = "{self.nearest(kind, KINDS)}" or one of: {", ".join(KINDS)}',
                known=", ".join(KINDS),
            )
        criteria = self.criteria(table, at, keys)
        return Question(
            key=self.key(table, at),
            version=self.whole(table, "version", at, 1),
            text=self.words(table, "text", at),
            kind=kind,  # type: ignore[arg-type]  # checked against the same Literal just above
            criteria=criteria,
            anchors=self.anchors(table, at),
            time_limit_s=self.whole(table, "time_limit_s", at, SHORTEST_S, 180, LONGEST_S),
            because=self.text_value(table, "because", at) if "because" in table else "",
            code=self.code(table, kind, at),
            criterion_names=self.criterion_names(table, criteria, at),
        )

    def code(self, table: Mapping[str, object], kind: str, at: TomlPath) -> str:
        """What is shown as code with a technical question; empty for most."""
        if "code" not in table:
            return ""
        if kind != "technical":
            self.fail(
                "role.unknown_key",
                (*at, "code"),
                "code",
                f"code is shown with technical questions only; this one is {kind}",
                'write kind = "technical", or drop the code',
                known=", ".join(key for key in _QUESTION if key != "code"),
            )
        return self.text_value(table, "code", at).strip("\n")

    def criterion_names(
        self, table: Mapping[str, object], criteria: Mapping[str, float], at: TomlPath
    ) -> dict[str, dict[str, str]]:
        """What the criteria are called in this question; all of them in each language, or none."""
        if "criterion_names" not in table:
            return {}
        found = self.table(table, "criterion_names", at)
        here = (*at, "criterion_names")
        self.languages(found, here)
        out = {}
        for locale in found:
            names = self.table(found, locale, here)
            self.known(names, tuple(criteria), (*here, locale))
            out[locale] = {key: self.text_value(names, key, (*here, locale)) for key in criteria}
        return out

    def criteria(
        self, table: Mapping[str, object], at: TomlPath, keys: Sequence[str]
    ) -> dict[str, float]:
        found = self.table(table, "criteria", at)
        here = (*at, "criteria")
        for key in found:
            if key not in keys:
                self.fail(
                    "role.unknown_competency",
                    here,
                    key,
                    f"the role has no competency {key!r}",
                    f"use {self.nearest(key, keys)!r} or one of: {', '.join(keys)}",
                    competency=key,
                    known=", ".join(keys),
                )
        weights = {key: self.number(found, key, here, 0.0, 1.0) for key in found}
        self.sums_to_one(weights, here, "the criteria of this question")
        return weights

    def anchors(self, table: Mapping[str, object], at: TomlPath) -> dict[str, dict[int, str]]:
        if "anchors" not in table:
            return {}
        out: dict[str, dict[int, str]] = {}
        self.languages(found := self.table(table, "anchors", at), (*at, "anchors"))
        for locale in found:
            here = (*at, "anchors", locale)
            levels = self.table(found, locale, (*at, "anchors"))
            for level, text in levels.items():
                if level not in {"1", "2", "3", "4", "5"}:
                    self.fail(
                        "role.out_of_range",
                        (*here, level),
                        level,
                        f"there is no anchor level {level!r}",
                        "use the levels 1 (low) to 5 (high)",
                    )
                if not isinstance(text, str) or not text.strip():
                    self.fail(
                        "role.wrong_type",
                        (*here, level),
                        text,
                        f"anchor {level} is {text!r}",
                        f'write {level} = "what such an answer sounds like"',
                    )
            out[locale] = {int(level): str(levels[level]) for level in sorted(levels)}
        return out

    def limits(self) -> dict[str, float]:
        if "modality_limits" not in self.data:
            return {"voice": 0.15, "face": 0.05}
        found = self.table(self.data, "modality_limits", ())
        self.known(found, EXPRESSION, ("modality_limits",))
        here = ("modality_limits",)
        return {m: self.number(found, m, here, 0.0, 0.5, 0.0) for m in EXPRESSION}

    def sums_to_one(self, weights: Mapping[str, float], at: TomlPath, what: str) -> None:
        total = sum(weights.values())
        if abs(total - 1.0) <= SUM_TOLERANCE:
            return
        if total <= 0:
            repaired = {key: 1.0 / len(weights) for key in weights}
        else:
            repaired = {key: weight / total for key, weight in weights.items()}
        words = ", ".join(f"{key} = {weight:.8g}" for key, weight in repaired.items())
        self.fail(
            "role.weights_sum",
            at,
            round(total, 8),
            f"{what} add up to {total:g}, not to 1",
            f"use {words}",
            total=total,
            better=repaired,
        )
