"""``candor roles``: the role models there are, one of them in full, a file checked, a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from interview import InputError, Question, RoleModel
from workflow.company import company_in_force
from workflow.settings import settings
from workflow.spoken_errors import spoken_errors

app = typer.Typer(help="Role models: what a role asks of people, and templates to start from.")

Locale = Annotated[
    str | None, typer.Option("--locale", help="en or zh (default: CANDOR_LOCALE).", metavar="CODE")
]


@app.callback(invoke_without_command=True)
def roles(context: typer.Context) -> None:
    """Without a command: the shipped roles and the templates."""
    if context.invoked_subcommand is None:
        with spoken_errors():
            _list(None)


@app.command("list")
def list_(locale: Locale = None) -> None:
    """The role models that come with Candor, and the industry templates."""
    with spoken_errors():
        _list(locale)


@app.command()
def show(
    role: Annotated[str, typer.Argument(help="A shipped role, a template, or a TOML file.")],
    locale: Locale = None,
) -> None:
    """What one role model asks: competencies with weights and thresholds, questions with limits."""
    with spoken_errors():
        _show(_found(role), locale or settings().locale)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The role model file.", metavar="FILE")],
) -> None:
    """Read a role model file: 0 when it can be used, 2 with the line that cannot and the repair."""
    from scoring import read_role_model

    with spoken_errors():
        role = read_role_model(file, company=company_in_force(settings()))
        minutes = sum(q.time_limit_s for q in newest(role)) / 60
        Console(soft_wrap=True).print(
            f"{file.name}: {role.key} version {role.version} can be used: "
            f"{len(role.competencies)} competencies, {len(newest(role))} questions, "
            f"at most {minutes:.0f} minutes of answers.",
            markup=False,
        )


@app.command()
def new(
    key: Annotated[str, typer.Argument(help="The new role's key: small letters, digits and _.")],
    template: Annotated[
        str, typer.Option("--from", help="The template to start from: see candor roles list.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write (default: KEY.toml).")
    ] = None,
) -> None:
    """Write a role model of your own that starts as a copy of a template."""
    from scoring.role_template import role_from_template

    with spoken_errors():
        text = role_from_template(template, key)
        target = out or Path(f"{key}.toml")
        _write_new(target, text)
        Console(soft_wrap=True).print(
            f"Wrote {target}. Change it, then: candor roles check {target}", markup=False
        )


@app.command()
def company(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = Path("company.toml"),
) -> None:
    """Write an example of a company file, in which a company describes its own values."""
    from scoring.company_values import EXAMPLE

    with spoken_errors():
        _write_new(out, EXAMPLE.read_text("utf-8"))
        Console(soft_wrap=True).print(
            f"Wrote {out}. Change it, then put it into the home folder ({settings().home}) or name "
            "it in CANDOR_COMPANY.",
            markup=False,
        )


def _write_new(target: Path, text: str) -> None:
    if target.exists():
        raise InputError(
            "role.file_exists",
            f"there is a file {target.name!r} already, and it may hold work",
            "name another with --out",
            file=target.name,
        )
    target.write_text(text, encoding="utf-8")


def newest(role: RoleModel) -> list[Question]:
    """The newest version of each question, in the role's order."""
    keys = dict.fromkeys(question.key for question in role.questions)
    return [found for key in keys if (found := role.question(key)) is not None]


def _found(name: str) -> RoleModel:
    from scoring import find_role
    from scoring.role_template import role_templates

    templates = role_templates()
    if name in templates:
        return templates[name]
    return find_role(name, company=company_in_force(settings()))


def _list(locale: str | None) -> None:
    from scoring import shipped_roles
    from scoring.role_template import role_templates

    tongue = locale or settings().locale
    console = Console()
    for title, found in (("Roles", shipped_roles()), ("Templates", role_templates())):
        table = Table("name", "title", "competencies", "questions", title=title)
        table.title_justify = "left"
        for name, role in found.items():
            table.add_row(
                name, _in(role.title, tongue), str(len(role.competencies)), str(len(newest(role)))
            )
        console.print(table)
    company = company_in_force(settings())
    if company is not None:
        console.print(f"Values of {_in(company.name, tongue)}: {', '.join(company.keys)}")


def _show(role: RoleModel, locale: str) -> None:
    from scoring.competencies import competency, define

    define(role.values)
    console = Console(soft_wrap=True)
    console.print(Text(f"{_in(role.title, locale)} ({role.key}, version {role.version})"))
    table = Table("competency", "weight", "threshold", "must have")
    for entry in role.competencies:
        table.add_row(
            _in(competency(entry.key).name, locale),
            f"{entry.weight:.0%}",
            f"{entry.threshold:g}",
            "yes" if entry.must_have else "",
        )
    console.print(table)
    for question in newest(role):
        names = question.criterion_names.get(locale, {})
        judged = ", ".join(
            f"{names.get(key) or _in(competency(key).name, locale)} {weight:.0%}"
            for key, weight in question.criteria.items()
        )
        console.print(
            Text(f"\n{question.ref}  {question.kind}, at most {question.time_limit_s} s: {judged}")
        )
        console.print(Text(_in(question.text, locale)))
        if question.code:
            console.print(Text(question.code, style="dim"))


def _in(texts: Mapping[str, str], locale: str) -> str:
    return texts.get(locale) or texts.get("en") or next(iter(texts.values()), "")
