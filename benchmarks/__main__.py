"""Prints every figure beside its aim.

Without arguments the speed suites run; arguments name some of them (startup, recording, company,
fairness, explain, bank).
``signals`` as the first argument prints instead how far the signals can be trusted, ``simulate``
how often the intervals of an audit hold the truth, its tests cry wolf and planted truths are found.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import (
    bank_speed,
    company,
    explain_speed,
    fairness_speed,
    learned_speed,
    recording,
    startup,
)
from benchmarks.clip import make_clip
from benchmarks.result import Result


def recording_results(folder: Path) -> Iterator[Result]:
    """Measure on one bundled answer looped to a minute."""
    from data_samples.rendered import SAMPLES, render_interviews

    sample = next(r for r in render_interviews(folder / "rendered") if r.key == "en_lively")
    cues = json.loads((SAMPLES / sample.key / "answer_1.json").read_text("utf-8"))["segments"]
    clip = make_clip(Path(str(sample.interview.answers[0].media)), cues, folder)
    yield recording.against_decoding(clip)
    yield recording.two_workers(clip)
    yield recording.memory(clip)


def startup_results(folder: Path) -> Iterator[Result]:
    """Measure what loading costs."""
    yield startup.engines_loaded()
    yield startup.help_cost()


def company_results(folder: Path) -> Iterator[Result]:
    """Measure the demo company and its pages."""
    yield company.build(folder / "home")
    yield from company.pages(folder / "home")


SUITES = {
    "startup": startup_results,
    "recording": recording_results,
    "company": company_results,
    "fairness": fairness_speed.results,
    "explain": explain_speed.results,
    "bank": bank_speed.results,
    "learned": learned_speed.results,
}


def main(names: list[str]) -> None:
    """Run the suites named, all of them by default, and print one table."""
    table = Table("figure", "value", "aim", "", "detail", title="Candor: speed and memory")
    with tempfile.TemporaryDirectory() as folder:
        for name in names or SUITES:
            for result in SUITES[name](Path(folder)):
                sign = ">=" if result.more_is_better else "<="
                aim = f"{sign} {result.aim:g}" if result.aim is not None else ""
                verdict = {True: "met", False: "NOT MET", None: ""}[result.met]
                value = f"{result.value:.2f} {result.unit}"
                table.add_row(result.name, value, aim, verdict, result.detail)
                print(f"{result.name}: {value} {aim} {verdict}", flush=True)
    Console().print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["signals"]:
        from benchmarks.signals.command import signals

        sys.exit(signals(sys.argv[2:]))
    if sys.argv[1:2] == ["real_text"]:
        from benchmarks import real_text

        sys.exit(real_text.main(Path(sys.argv[2] if len(sys.argv) > 2 else ".")))
    if sys.argv[1:2] == ["simulate"]:
        from benchmarks import (
            fairness_decisions,
            fairness_detection,
            fairness_simulation,
            modality_detection,
            reliability_simulation,
            validity_detection,
            validity_simulation,
        )
        from benchmarks.signals.command import signals

        SIMULATED = {
            "simulation": fairness_simulation.report,
            "validity": validity_simulation.report,
            "reliability": reliability_simulation.report,
            "decisions": fairness_decisions.report,
            "detection": fairness_detection.report,
            "bank": validity_detection.report,
            "modalities": modality_detection.report,
        }
        sys.exit(signals(sys.argv[2:], reports=SIMULATED))
    main(sys.argv[1:])
