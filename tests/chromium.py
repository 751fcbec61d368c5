"""Finds a Chromium for the browser journey, installs Debian's where it may, else says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)
HOW = "No Chromium here: install Debian's package 'chromium' to run the browser journey."


def find() -> str | None:
    """The path of a Chromium that is installed, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure() -> str | None:
    """A Chromium that is there, else Debian's package where the user may install it, else None."""
    found = find()
    if found or not Path("/usr/bin/apt-get").exists() or os.geteuid() != 0:
        return found
    print("Installing Debian's chromium for the browser journey ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "chromium", "fonts-noto-cjk"]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, check=False, stdout=subprocess.DEVNULL
        )
    return find()


if __name__ == "__main__":
    browser = ensure()
    print(f"Browser journey: {browser}" if browser else HOW)
    if browser is None and os.environ.get("CI"):
        sys.exit("In continuous integration the journey must run.")
