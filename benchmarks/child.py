"""One measured task in a process of its own, so that its memory is its own.

``python -m benchmarks.child decode|score MEDIA TRANSCRIPT [REPEAT]`` prints JSON: seconds of the
fastest of REPEAT runs after imports, and the peak resident memory in MiB.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

MODELS = Path(__file__).parents[1] / ".models"


def decode(media: Path) -> None:
    """Decode every packet of sound and picture on one thread and throw it away."""
    import av

    with av.open(str(media)) as container:
        for stream in container.streams:
            stream.thread_count = 1
        for packet in container.demux():
            for _ in packet.decode():
                pass


def score(media: Path, transcript: Path) -> None:
    """Score the recording as one answer, everything switched on."""
    from interview import Answer, Interview
    from scoring import score_interview, shipped_roles
    from scoring.language import read_transcript
    from workflow.policies import signal_policy

    role = shipped_roles()["sales_manager"]
    question = role.questions[0]
    answer = Answer(
        id="a1",
        question=question.key,
        version=question.version,
        media=str(media),
        transcript=read_transcript(transcript),
    )
    interview = Interview(
        id="bench", candidate_id="c1", role=role.key, answers=(answer,), locale="en"
    )
    card, _ = score_interview(interview, role, signal_policy("none"), models_folder=MODELS)
    failed = [f"{q.modality}: {q.code}" for q in card.quality if not q.passed]
    if failed:
        sys.exit(f"the benchmark clip was not scored whole: {', '.join(failed)}")


def fastest(task: Callable[[], None], repeat: int) -> float:
    """Seconds of the fastest run; the others were disturbed by something else."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Run the task named on the command line."""
    task, media, transcript = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    repeat = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    tasks = {"decode": lambda: decode(media), "score": lambda: score(media, transcript)}
    seconds = fastest(tasks[task], repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": peak}))


if __name__ == "__main__":
    main()
