"""A TOML text read with care: every wrong value is named with its line and what would be right."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import NoReturn

from interview import InputError, RoleModelError
from scoring.competencies import locales
from scoring.toml_line import toml_line

KEY = re.compile(r"[a-z][a-z0-9_]*")

TomlPath = tuple[str | int, ...]


def nearest_key(text: str) -> str:
    """The key that a name could be: small English letters, digits and _.

    Examples
    --------
    >>> nearest_key("Team contribution"), nearest_key("3 shifts")
    ('team_contribution', 'k_3_shifts')
    """
    better = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return better if KEY.fullmatch(better) else f"k_{better}".rstrip("_")


class TomlTable:
    """One TOML text being read; knows its text, so that errors can name the line.

    ``area`` is what the codes of its errors begin with.

    Raises
    ------
    InputError
        ``not_toml`` of its area when the text is not valid TOML.
    """

    area = "role"
    error: type[InputError] = RoleModelError

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name
        try:
            self.data: dict[str, object] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as err:
            found = re.search(r"line (\d+)", str(err))
            line = int(found[1]) if found else len(text.splitlines())
            raise self.error(
                f"{self.area}.not_toml",
                f"{name}, line {line}: not valid TOML ({err})",
                "write text in quotes, numbers without, and one 'key = value' per line",
                file=name,
                line=line,
                problem=str(err),
            ) from None

    def fail(
        self, code: str, path: TomlPath, found: object, problem: str, remedy: str, **slots: object
    ) -> NoReturn:
        """Raise with the line, the offending value and the remedy; the code gets this area."""
        line = toml_line(self.text, path)
        raise self.error(
            f"{self.area}.{code.partition('.')[2]}",
            f"{self.name}, line {line}: {problem}",
            remedy,
            file=self.name,
            line=line,
            value=found,
            **slots,
        )

    def known(self, table: Mapping[str, object], allowed: Sequence[str], at: TomlPath) -> None:
        for key in table:
            if key not in allowed:
                self.fail(
                    "role.unknown_key",
                    (*at, key),
                    key,
                    f"{key!r} means nothing here",
                    f"write {self.nearest(key, allowed)!r} or one of: {', '.join(allowed)}",
                    known=", ".join(allowed),
                )

    def tables(self, name: str) -> list[Mapping[str, object]]:
        found = self.data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(t, dict) for t in found):
            self.fail(
                "role.wrong_type",
                (name,),
                found,
                f"{name} is not a list of tables",
                f"start each one with a line [[{name}]]",
            )
        return found

    def table(self, table: Mapping[str, object], name: str, at: TomlPath) -> Mapping[str, object]:
        found = self.required(table, name, at)
        if not isinstance(found, dict) or not found:
            self.fail(
                "role.wrong_type",
                (*at, name),
                found,
                f"{name} is {found!r}",
                f"write {name} = {{ name = value }} with at least one entry",
            )
        return found

    def required(self, table: Mapping[str, object], name: str, at: TomlPath) -> object:
        if name not in table:
            self.fail(
                "role.missing_key",
                at,
                None,
                f"{name!r} is missing",
                f"add a line {name} = ...",
                key=name,
            )
        return table[name]

    def text_value(self, table: Mapping[str, object], name: str, at: TomlPath) -> str:
        found = self.required(table, name, at)
        if not isinstance(found, str) or not found.strip():
            self.fail(
                "role.wrong_type",
                (*at, name),
                found,
                f"{name} is {found!r}",
                f'write it as text in quotes: {name} = "..."',
            )
        return found

    def key(self, table: Mapping[str, object], at: TomlPath, name: str = "key") -> str:
        found = self.text_value(table, name, at)
        if not KEY.fullmatch(found):
            better = nearest_key(found)
            self.fail(
                "role.bad_key",
                (*at, name),
                found,
                f"{found!r} is not a key",
                f'keys are small English letters, digits and _: {name} = "{better}"',
                better=better,
            )
        return found

    def words(self, table: Mapping[str, object], name: str, at: TomlPath) -> dict[str, str]:
        found = self.table(table, name, at)
        self.languages(found, (*at, name))
        return {locale: self.text_value(found, locale, (*at, name)) for locale in found}

    def languages(self, table: Mapping[str, object], at: TomlPath) -> None:
        """Refuses a language that Candor does not speak: nobody would ever see that text."""
        known = locales()
        free = [locale for locale in known if locale not in table]
        for locale in table:
            if locale not in known:
                self.fail(
                    "role.unknown_language",
                    (*at, locale),
                    locale,
                    f"there is no language {locale!r}",
                    f"write {self.nearest(locale, free or known)!r} or one of: {', '.join(known)}",
                    known=", ".join(known),
                )

    def number(
        self,
        table: Mapping[str, object],
        name: str,
        at: TomlPath,
        low: float,
        high: float,
        default: float | None = None,
    ) -> float:
        if name not in table and default is not None:
            return default
        found = self.required(table, name, at)
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self.fail(
                "role.wrong_type",
                (*at, name),
                found,
                f"{name} is {found!r}",
                f"write a number without quotes: {name} = {high:g}",
            )
        if not low <= found <= high:  # also refuses nan
            near = low if found < low else high
            self.fail(
                "role.out_of_range",
                (*at, name),
                found,
                f"{name} is {found:g}",
                f"use {low:g} to {high:g}, for example {name} = {near:g}",
                low=low,
                high=high,
            )
        return float(found)

    def whole(
        self,
        table: Mapping[str, object],
        name: str,
        at: TomlPath,
        low: int,
        default: int | None = None,
        high: int | None = None,
    ) -> int:
        if name not in table and default is not None:
            return default
        found = self.required(table, name, at)
        if isinstance(found, bool) or not isinstance(found, int):
            self.fail(
                "role.wrong_type",
                (*at, name),
                found,
                f"{name} is {found!r}",
                f"write a whole number: {name} = {low}",
            )
        if found < low:
            self.fail(
                "role.out_of_range",
                (*at, name),
                found,
                f"{name} is {found}",
                f"use {low} or more: {name} = {low}",
                low=low,
                high=high,
            )
        if high is not None and found > high:
            self.fail(
                "role.out_of_range",
                (*at, name),
                found,
                f"{name} is {found}",
                f"use {low} to {high}: {name} = {high}",
                low=low,
                high=high,
            )
        return found

    def unique(self, keys: Sequence[str], what: str) -> None:
        for i, key in enumerate(keys):
            if key in keys[:i]:
                self.fail(
                    "role.duplicate",
                    (what, i, "key"),
                    key,
                    f"{what} {key!r} is there twice",
                    f"give the second one another key, or drop it; the first stands on line "
                    f"{toml_line(self.text, (what, keys.index(key), 'key'))}",
                )

    @staticmethod
    def nearest(word: str, known: Sequence[str]) -> str:
        """Of the known words the one that the word was probably meant to be."""
        return (difflib.get_close_matches(word, known, n=1, cutoff=0.0) or [known[0]])[0]
