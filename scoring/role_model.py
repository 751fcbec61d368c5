"""Read what a role asks of people from a TOML file, or say which line to put right and how."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NoReturn, get_args

from interview import CompetencyWeight, Question, QuestionKind, RoleModel, RoleModelError
from scoring.toml_line import toml_line

SHIPPED = Path(__file__).parent / "role_models"
KEY = re.compile(r"[a-z][a-z0-9_]*")
KINDS: tuple[str, ...] = get_args(QuestionKind)
EXPRESSION = ("voice", "face")
SUM_TOLERANCE = 1e-6

_TOP = ("key", "version", "title", "competency", "question", "threshold", "modality_limits",
        "between_answers_sd")  # fmt: skip
_COMPETENCY = ("key", "weight", "threshold", "must_have")
_QUESTION = ("key", "version", "kind", "criteria", "text", "anchors", "time_limit_s", "because")

_Path = tuple[str | int, ...]


def read_role_model(source: Path | str) -> RoleModel:
    """A role model from a TOML file or its text; nothing is guessed, nothing is filled in.

    Parameters
    ----------
    source : Path or str
        A path, or the text itself (recognised by its line breaks).

    Raises
    ------
    RoleModelError
        With the line, the value found there and what would be right: ``role.not_found``,
        ``role.not_toml``, ``role.unknown_key``, ``role.missing_key``, ``role.wrong_type``,
        ``role.out_of_range``, ``role.bad_key``, ``role.duplicate``, ``role.weights_sum``,
        ``role.unknown_competency``, ``role.unknown_kind``, ``role.no_question``.

    Examples
    --------
    >>> role = read_role_model('''key = "clerk"
    ... version = 1
    ... title = { en = "Clerk" }
    ... [[competency]]
    ... key = "teamwork"
    ... weight = 1.0
    ... ''')
    >>> role.competency("teamwork").threshold
    6.0
    """
    text, name = _text_of(source)
    return _Reader(text, name).role()


@cache
def shipped_roles() -> Mapping[str, RoleModel]:
    """The role models that come with Candor, by key.

    Examples
    --------
    >>> sorted(shipped_roles())[:2]
    ['customer_service', 'marketing']
    """
    roles = [read_role_model(path) for path in sorted(SHIPPED.glob("*.toml"))]
    return {role.key: role for role in roles}


def find_role(key_or_path: str) -> RoleModel:
    """A shipped role by key, or any role model by the path of its file.

    Raises
    ------
    RoleModelError
        ``role.unknown`` names the shipped keys, the closest first.

    Examples
    --------
    >>> find_role("marketing").title["en"]
    'Marketing specialist'
    """
    shipped = shipped_roles()
    if key_or_path in shipped:
        return shipped[key_or_path]
    if key_or_path.endswith(".toml"):
        return read_role_model(Path(key_or_path))
    near = difflib.get_close_matches(key_or_path, shipped, n=1, cutoff=0.5)
    names = ", ".join([*near, *(k for k in sorted(shipped) if k not in near)])
    raise RoleModelError(
        "role.unknown",
        f"there is no role {key_or_path!r}",
        f"use one of: {names}; or the path of a role model file ending in .toml",
        role=key_or_path,
        known=names,
    )


def _text_of(source: Path | str) -> tuple[str, str]:
    if isinstance(source, str) and "\n" in source:
        return source, "role model"
    path = Path(source)
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except FileNotFoundError:
        raise RoleModelError(
            "role.not_found",
            f"there is no role model file {path.name!r}",
            f"check the path, or use one of: {', '.join(sorted(shipped_roles()))}",
            file=path.name,
        ) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise RoleModelError(
            "role.not_toml",
            f"{path.name!r} is not a UTF-8 text file",
            "save it as UTF-8 text",
            file=path.name,
            line=1,
            problem="not UTF-8 text",
        ) from None


class _Reader:
    """One role model file being read; knows its text, so that errors can name the line."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        try:
            self.data: dict[str, object] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as err:
            found = re.search(r"line (\d+)", str(err))
            line = int(found[1]) if found else len(text.splitlines())
            raise RoleModelError(
                "role.not_toml",
                f"{name}, line {line}: not valid TOML ({err})",
                "write text in quotes, numbers without, and one 'key = value' per line",
                file=name,
                line=line,
                problem=str(err),
            ) from None

    def fail(
        self, reason: str, path: _Path, found: object, problem: str, remedy: str, **slots: object
    ) -> NoReturn:
        """Raise with the line, the offending value and the remedy."""
        line = toml_line(self.text, path)
        raise RoleModelError(
            f"role.{reason}",
            f"{self.name}, line {line}: {problem}",
            remedy,
            file=self.name,
            line=line,
            value=found,
            **slots,
        )

    def role(self) -> RoleModel:
        self.known(self.data, _TOP, ())
        competencies = tuple(
            self.competency(table, ("competency", i))
            for i, table in enumerate(self.tables("competency"))
        )
        if not competencies:
            self.fail("missing_key", (), None, "the role names no competency",
                      "add a table [[competency]] with key and weight = 1.0")  # fmt: skip
        self.unique([c.key for c in competencies], "competency")
        self.sums_to_one({c.key: c.weight for c in competencies}, ("competency", 0, "weight"),
                         "the weights of the competencies")  # fmt: skip
        keys = [c.key for c in competencies]
        questions = tuple(
            self.question(table, ("question", i), keys)
            for i, table in enumerate(self.tables("question"))
        )
        self.unique([q.ref for q in questions], "question")
        asked = {key for q in questions for key, weight in q.criteria.items() if weight > 0}
        for i, key in enumerate(keys):
            if questions and key not in asked:
                self.fail("no_question", ("competency", i, "key"), key,
                          f"no question measures {key!r}",
                          f"add criteria = {{ {key} = 1.0 }} to a question or drop the competency",
                          competency=key)  # fmt: skip
        return RoleModel(
            key=self.key(self.data, ()),
            version=self.whole(self.data, "version", (), 1),
            title=self.words(self.data, "title", ()),
            competencies=competencies,
            questions=questions,
            threshold=self.number(self.data, "threshold", (), 0, 10, 6.0),
            modality_limits=self.limits(),
            between_answers_sd=self.number(self.data, "between_answers_sd", (), 0.1, 5.0, 1.5),
        )

    def competency(self, table: Mapping[str, object], at: _Path) -> CompetencyWeight:
        self.known(table, _COMPETENCY, at)
        must = table.get("must_have", False)
        if not isinstance(must, bool):
            self.fail("wrong_type", (*at, "must_have"), must, f"must_have is {must!r}",
                      "write must_have = true or must_have = false")  # fmt: skip
        return CompetencyWeight(
            key=self.key(table, at),
            weight=self.number(table, "weight", at, 0.0, 1.0),
            threshold=self.number(table, "threshold", at, 0, 10, 6.0),
            must_have=must,
        )

    def question(self, table: Mapping[str, object], at: _Path, keys: Sequence[str]) -> Question:
        self.known(table, _QUESTION, at)
        kind = self.text_value(table, "kind", at)
        if kind not in KINDS:
            self.fail("unknown_kind", (*at, "kind"), kind, f"there is no kind {kind!r}",
                      f'write kind = "{self.nearest(kind, KINDS)}" or one of: {", ".join(KINDS)}',
                      known=", ".join(KINDS))  # fmt: skip
        because = table.get("because", "")
        return Question(
            key=self.key(table, at),
            version=self.whole(table, "version", at, 1),
            text=self.words(table, "text", at),
            kind=kind,  # type: ignore[arg-type]  # checked against the same Literal just above
            criteria=self.criteria(table, at, keys),
            anchors=self.anchors(table, at),
            time_limit_s=self.whole(table, "time_limit_s", at, 10, 180),
            because=because if isinstance(because, str) else "",
        )

    def criteria(
        self, table: Mapping[str, object], at: _Path, keys: Sequence[str]
    ) -> dict[str, float]:
        found = self.table(table, "criteria", at)
        here = (*at, "criteria")
        for key in found:
            if key not in keys:
                self.fail("unknown_competency", here, key,
                          f"the role has no competency {key!r}",
                          f"use {self.nearest(key, keys)!r} or one of: {', '.join(keys)}",
                          competency=key, known=", ".join(keys))  # fmt: skip
        weights = {key: self.number(found, key, here, 0.0, 1.0) for key in found}
        self.sums_to_one(weights, here, "the criteria of this question")
        return weights

    def anchors(self, table: Mapping[str, object], at: _Path) -> dict[str, dict[int, str]]:
        if "anchors" not in table:
            return {}
        out: dict[str, dict[int, str]] = {}
        for locale in (found := self.table(table, "anchors", at)):
            here = (*at, "anchors", locale)
            levels = self.table(found, locale, (*at, "anchors"))
            for level, text in levels.items():
                if level not in {"1", "2", "3", "4", "5"}:
                    self.fail("out_of_range", (*here, level), level,
                              f"there is no anchor level {level!r}",
                              "use the levels 1 (low) to 5 (high)")  # fmt: skip
                if not isinstance(text, str) or not text.strip():
                    self.fail("wrong_type", (*here, level), text, f"anchor {level} is {text!r}",
                              f'write {level} = "what such an answer sounds like"')  # fmt: skip
            out[locale] = {int(level): str(levels[level]) for level in sorted(levels)}
        return out

    def limits(self) -> dict[str, float]:
        if "modality_limits" not in self.data:
            return {"voice": 0.15, "face": 0.05}
        found = self.table(self.data, "modality_limits", ())
        self.known(found, EXPRESSION, ("modality_limits",))
        here = ("modality_limits",)
        return {m: self.number(found, m, here, 0.0, 0.5, 0.0) for m in EXPRESSION}

    # --- the simple values ---------------------------------------------------------------

    def known(self, table: Mapping[str, object], allowed: Sequence[str], at: _Path) -> None:
        for key in table:
            if key not in allowed:
                self.fail("unknown_key", (*at, key), key, f"{key!r} means nothing here",
                          f"write {self.nearest(key, allowed)!r} or one of: {', '.join(allowed)}",
                          known=", ".join(allowed))  # fmt: skip

    def tables(self, name: str) -> list[Mapping[str, object]]:
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(t, dict) for t in found):
            self.fail("wrong_type", (name,), found, f"{name} is not a list of tables",
                      f"start each one with a line [[{name}]]")  # fmt: skip
        return found

    def table(self, table: Mapping[str, object], name: str, at: _Path) -> Mapping[str, object]:
        found = self.required(table, name, at)
        if not isinstance(found, dict) or not found:
            self.fail("wrong_type", (*at, name), found, f"{name} is {found!r}",
                      f"write {name} = {{ name = value }} with at least one entry")  # fmt: skip
        return found

    def required(self, table: Mapping[str, object], name: str, at: _Path) -> object:
        if name not in table:
            self.fail("missing_key", at, None, f"{name!r} is missing",
                      f"add a line {name} = ...", key=name)  # fmt: skip
        return table[name]

    def text_value(self, table: Mapping[str, object], name: str, at: _Path) -> str:
        found = self.required(table, name, at)
        if not isinstance(found, str) or not found.strip():
            self.fail("wrong_type", (*at, name), found, f"{name} is {found!r}",
                      f'write it as text in quotes: {name} = "..."')  # fmt: skip
        return found

    def key(self, table: Mapping[str, object], at: _Path) -> str:
        found = self.text_value(table, "key", at)
        if not KEY.fullmatch(found):
            better = re.sub(r"[^a-z0-9]+", "_", found.lower()).strip("_")
            better = better if KEY.fullmatch(better) else f"k_{better}".rstrip("_")
            self.fail("bad_key", (*at, "key"), found, f"{found!r} is not a key",
                      f'keys are small English letters, digits and _: key = "{better}"',
                      better=better)  # fmt: skip
        return found

    def words(self, table: Mapping[str, object], name: str, at: _Path) -> dict[str, str]:
        found = self.table(table, name, at)
        return {locale: self.text_value(found, locale, (*at, name)) for locale in found}

    def number(
        self,
        table: Mapping[str, object],
        name: str,
        at: _Path,
        low: float,
        high: float,
        default: float | None = None,
    ) -> float:
        if name not in table and default is not None:
            return default
        found = self.required(table, name, at)
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self.fail("wrong_type", (*at, name), found, f"{name} is {found!r}",
                      f"write a number without quotes: {name} = {high:g}")  # fmt: skip
        if not low <= found <= high:  # also refuses nan
            near = low if found < low else high
            self.fail("out_of_range", (*at, name), found, f"{name} is {found:g}",
                      f"use {low:g} to {high:g}, for example {name} = {near:g}",
                      low=low, high=high)  # fmt: skip
        return float(found)

    def whole(
        self,
        table: Mapping[str, object],
        name: str,
        at: _Path,
        low: int,
        default: int | None = None,
    ) -> int:
        if name not in table and default is not None:
            return default
        found = self.required(table, name, at)
        if isinstance(found, bool) or not isinstance(found, int):
            self.fail("wrong_type", (*at, name), found, f"{name} is {found!r}",
                      f"write a whole number: {name} = {low}")  # fmt: skip
        if found < low:
            self.fail("out_of_range", (*at, name), found, f"{name} is {found}",
                      f"use {low} or more: {name} = {low}", low=low, high=None)  # fmt: skip
        return found

    def unique(self, keys: Sequence[str], what: str) -> None:
        for i, key in enumerate(keys):
            if key in keys[:i]:
                self.fail("duplicate", (what, i, "key"), key, f"{what} {key!r} is there twice",
                          f"give the second one another key, or drop it; the first stands on line "
                          f"{toml_line(self.text, (what, keys.index(key), 'key'))}")  # fmt: skip

    def sums_to_one(self, weights: Mapping[str, float], at: _Path, what: str) -> None:
        total = sum(weights.values())
        if abs(total - 1.0) <= SUM_TOLERANCE:
            return
        if total <= 0:
            repaired = {key: 1.0 / len(weights) for key in weights}
        else:
            repaired = {key: weight / total for key, weight in weights.items()}
        words = ", ".join(f"{key} = {weight:.8g}" for key, weight in repaired.items())
        self.fail("weights_sum", at, round(total, 8), f"{what} add up to {total:g}, not to 1",
                  f"use {words}", total=total, better=repaired)  # fmt: skip

    @staticmethod
    def nearest(word: str, known: Sequence[str]) -> str:
        return (difflib.get_close_matches(word, known, n=1, cutoff=0.0) or [known[0]])[0]
