"""``candor``: one command per verb. Starting it loads no engine, so help comes at once."""

from __future__ import annotations

import typer

from workflow import cli_models, cli_roles
from workflow.cli_audit import audit
from workflow.cli_bank import bank
from workflow.cli_compare import card, compare
from workflow.cli_demo import demo
from workflow.cli_erase import erase
from workflow.cli_explain import explain
from workflow.cli_modalities import modalities
from workflow.cli_perturb import perturb
from workflow.cli_review import review
from workflow.cli_score import score
from workflow.cli_serve import serve
from workflow.cli_train import train
from workflow.cli_validate import validate
from workflow.cli_verify import verify

app = typer.Typer(
    name="candor",
    help="Candor turns recorded, structured interviews into explained score cards.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(demo)
app.command()(score)
app.command()(audit)
app.command()(validate)
app.command()(bank)
app.command()(train)
app.command()(explain)
app.command()(compare)
app.command()(card)
app.command()(review)
app.command()(perturb)
app.command()(verify)
app.command()(erase)
app.command()(serve)
app.command()(modalities)
app.add_typer(cli_models.app, name="models")
app.add_typer(cli_roles.app, name="roles")
