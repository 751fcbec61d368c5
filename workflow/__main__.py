"""``python -m workflow`` is ``candor``."""

from workflow.cli import app

app(prog_name="candor")
