"""A company's own values out of its TOML file: what they are called and how people put them.

Values belong to the company. Three come with Candor as the sample company's (responsibility,
integrity, loyalty); a file of the company's own says which of them it keeps and adds its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interview import CompanyValue, InputError, Locale, ValueBehaviour
from scoring.competencies import library, locales
from scoring.toml_table import TomlPath, TomlTable

EXAMPLE = Path(__file__).parent / "company_example.toml"
LEVELS = ("1", "2", "3", "4", "5")
FEWEST_BEHAVIOURS = 2

_TOP = ("name", "keep", "value")
_VALUE = ("key", "name", "anchors", "behaviour")
_BEHAVIOUR = ("key", "example", "phrases")


@dataclass(frozen=True, kw_only=True, slots=True)
class Company:
    """What a company holds its people to: its own values, and those of the sample it keeps."""

    name: Mapping[Locale, str]
    values: tuple[CompanyValue, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every value in force, kept ones first."""
        return (*self.keep, *(value.key for value in self.values))


def sample_values() -> tuple[str, ...]:
    """The sample company's values, in force where there is no company file.

    Examples
    --------
    >>> sample_values()
    ('responsibility', 'integrity', 'loyalty')
    """
    return tuple(key for key, entry in library().items() if entry.value)


def read_company(source: Path | str) -> Company:
    """A company's values from a TOML file or its text; nothing is guessed, nothing is filled in.

    Every value needs a name, anchors for the levels 1 to 5 and at least two behaviours, each in
    every language Candor speaks; the example of a behaviour must show it by its own phrases.

    Raises
    ------
    InputError
        With the line, the value found there and what would be right: ``company.not_found``,
        ``company.not_toml``, ``company.unknown_key``, ``company.missing_key``,
        ``company.wrong_type``, ``company.bad_key``, ``company.duplicate``, ``company.taken``,
        ``company.unknown_language``, ``company.unknown_value``, ``company.example``,
        ``company.out_of_range``.

    Examples
    --------
    >>> read_company('''name = { en = "Acme" }
    ... keep = ["integrity"]
    ... ''').keys
    ('integrity',)
    """
    if isinstance(source, str) and "\n" in source:
        return _CompanyReader(source, "company file").company()
    path = Path(source)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            "company.not_found",
            f"there is no company file {path.name!r}",
            "check the path in CANDOR_COMPANY",
            file=path.name,
        ) from None
    except (UnicodeDecodeError, IsADirectoryError):
        raise InputError(
            "company.not_toml",
            f"{path.name!r} is not a UTF-8 text file",
            "save it as UTF-8 text",
            file=path.name,
            line=1,
        ) from None
    return _CompanyReader(text, path.name).company()


class _CompanyReader(TomlTable):
    """One company file being read."""

    area = "company"
    error = InputError

    def company(self) -> Company:
        """The whole file; the first thing wrong in it is raised."""
        self.known(self.data, _TOP, ())
        values = tuple(
            self.value(table, ("value", i)) for i, table in enumerate(self.tables("value"))
        )
        self.unique([value.key for value in values], "value")
        return Company(name=self.words(self.data, "name", ()), values=values, keep=self.keep())

    def keep(self) -> tuple[str, ...]:
        found = self.data.get("keep", [])
        if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
            self.fail(
                "company.wrong_type",
                ("keep",),
                found,
                f"keep is {found!r}",
                'write keep = ["integrity"]',
            )
        for key in found:
            if key not in (known := sample_values()):
                self.fail(
                    "company.unknown_value",
                    ("keep",),
                    key,
                    f"{key!r} is no value of the sample company",
                    f"write {self.nearest(key, known)!r} or one of: {', '.join(known)}; "
                    "a value of your own goes into a table [[value]]",
                    known=", ".join(known),
                )
        return tuple(dict.fromkeys(found))

    def value(self, table: Mapping[str, object], at: TomlPath) -> CompanyValue:
        self.known(table, _VALUE, at)
        key = self.key(table, at)
        if key in library():
            self.fail(
                "company.taken",
                (*at, "key"),
                key,
                f"{key!r} is a competency of the library already",
                f'give your own value another key, such as key = "own_{key}"'
                + (
                    f'; to use the sample\'s, write keep = ["{key}"]'
                    if library()[key].value
                    else ""
                ),
                key=key,
                better=f"own_{key}",
            )
        behaviours = self.behaviours(table, at)
        return CompanyValue(
            key=key,
            name=self.in_all(self.words(table, "name", at), (*at, "name")),
            behaviours=behaviours,
            anchors=self.anchors(table, at),
        )

    def behaviours(self, table: Mapping[str, object], at: TomlPath) -> tuple[ValueBehaviour, ...]:
        found = self.required(table, "behaviour", at)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.fail(
                "company.wrong_type",
                (*at, "behaviour"),
                found,
                "behaviour is not a list of tables",
                "start each one with a line [[value.behaviour]]",
            )
        if len(found) < FEWEST_BEHAVIOURS:
            self.fail(
                "company.out_of_range",
                at,
                len(found),
                f"the value has {len(found)} behaviour, too few to tell people apart",
                f"describe at least {FEWEST_BEHAVIOURS}, each in a table [[value.behaviour]]",
                low=FEWEST_BEHAVIOURS,
                high=None,
            )
        read = tuple(self.behaviour(one, (*at, "behaviour", i)) for i, one in enumerate(found))
        keys = [one.key for one in read]
        for i, key in enumerate(keys):
            if key in keys[:i]:
                self.fail(
                    "company.duplicate",
                    (*at, "behaviour", i, "key"),
                    key,
                    f"behaviour {key!r} is there twice",
                    "give the second one another key, or drop it",
                )
        return read

    def behaviour(self, table: Mapping[str, object], at: TomlPath) -> ValueBehaviour:
        self.known(table, _BEHAVIOUR, at)
        phrases = self.phrases(table, at)
        example = self.in_all(self.words(table, "example", at), (*at, "example"))
        for locale, text in example.items():
            if not _shows(text, phrases[locale], locale):
                self.fail(
                    "company.example",
                    (*at, "example", locale),
                    text,
                    f"none of the phrases in {locale!r} is found in the example {text!r}",
                    "add a phrase that the example contains, or rewrite the example",
                    locale=locale,
                )
        return ValueBehaviour(key=self.key(table, at), example=example, phrases=phrases)

    def phrases(self, table: Mapping[str, object], at: TomlPath) -> dict[Locale, tuple[str, ...]]:
        found = self.table(table, "phrases", at)
        here = (*at, "phrases")
        self.languages(found, here)
        self.in_all(found, here)
        for locale, listed in found.items():
            if (
                not isinstance(listed, list)
                or not listed
                or not all(isinstance(phrase, str) and phrase.strip() for phrase in listed)
                or any(phrase.count("(") != phrase.count(")") for phrase in listed)
            ):
                self.fail(
                    "company.wrong_type",
                    (*here, locale),
                    listed,
                    f"the phrases in {locale!r} are {listed!r}",
                    f'write a list of texts: {locale} = ["told the customer the truth"]; '
                    "every ( needs its )",
                )
        return {locale: tuple(listed) for locale, listed in found.items()}  # type: ignore[arg-type]  # checked just above

    def anchors(self, table: Mapping[str, object], at: TomlPath) -> dict[Locale, dict[int, str]]:
        found = self.table(table, "anchors", at)
        here = (*at, "anchors")
        self.languages(found, here)
        self.in_all(found, here)
        out = {}
        for locale in found:
            levels = self.table(found, locale, here)
            self.known(levels, LEVELS, (*here, locale))
            out[locale] = {
                int(level): self.text_value(levels, level, (*here, locale)) for level in LEVELS
            }
        return out

    def in_all(self, texts: Mapping[Locale, object], at: TomlPath) -> dict[Locale, str]:
        """The texts, once every language has one: an answer in it could not be judged otherwise."""
        for locale in locales():
            if locale not in texts:
                self.fail(
                    "company.missing_key",
                    at,
                    None,
                    f"{at[-1]} has nothing in {locale!r}",
                    f"add {locale} = ...",
                    key=locale,
                )
        return {locale: str(text) for locale, text in texts.items()}


def _shows(example: str, phrases: Sequence[str], locale: Locale) -> bool:
    from interview import Segment, Transcript
    from scoring.language.lexicon import lexicon
    from scoring.language.prepared import prepare

    said = prepare(Transcript(segments=(Segment(text=example),), source="text"), locale)
    return lexicon(locale).compile(tuple(phrases)).search(said.norm) is not None
