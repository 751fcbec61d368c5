"""``candor serve``: start the app and print where it is."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from interview import InputError
from workflow.settings import settings
from workflow.spoken_errors import spoken_errors

LOCAL = ("127.0.0.1", "localhost", "::1")
APP = Path(__file__).resolve().parents[1] / "app.py"


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for every machine nearby.")
    ] = "127.0.0.1",
    host: Annotated[
        list[str] | None,
        typer.Option(help="Name people type to reach it, where a proxy stands before it."),
    ] = None,
) -> None:
    """Start the app. Ctrl-C stops it."""
    with spoken_errors():
        if not _free(address, port):
            raise InputError(
                "serve.port_taken",
                f"port {port} on {address} is in use",
                f"choose another: candor serve --port {_any_free(address)}",
                port=port,
            )
    if settings().demo and address not in LOCAL:
        Console(stderr=True).print(
            "Whoever reaches this address may act as any demo person; CANDOR_DEMO=0 ends that.",
            style="yellow",
            soft_wrap=True,
        )
    megabytes = max(1, settings().max_upload_bytes // 2**20)
    Console().print(f"Candor: http://{address}:{port}", soft_wrap=True)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(APP),
            f"--server.port={port}",
            f"--server.address={address}",
            f"--server.maxUploadSize={megabytes}",
            "--server.headless=true",
            "--browser.gatherUsageStats=false",
            *(f"--server.allowedHosts={name}" for name in allowed_hosts(address, host or ())),
        ],
        cwd=APP.parent,
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        # the app ends first, then we do; a second signal is its own to answer
        signal.signal(number, lambda *_: process.terminate())
    code = process.wait()
    raise typer.Exit(0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 2)


def allowed_hosts(address: str, hosts: Sequence[str]) -> tuple[str, ...]:
    """By which names the app answers; empty for every name.

    On this machine alone it is known by its own names only: a foreign page whose name has been
    pointed at this machine would otherwise be taken for the app's own.

    Examples
    --------
    >>> allowed_hosts("127.0.0.1", ["hr.example.com"])
    ('127.0.0.1', 'localhost', '::1', 'hr.example.com')
    >>> allowed_hosts("0.0.0.0", [])
    ()
    """
    return (*LOCAL, *hosts) if address in LOCAL else tuple(hosts)


def _free(address: str, port: int) -> bool:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def _any_free(address: str) -> int:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return 8502
        return int(probe.getsockname()[1])
