"""What is known of a trained model's quality from its training, as the register kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interview import Finding
from store import restored
from workflow.register import RegisteredModel

if TYPE_CHECKING:
    from scoring.learned.training_report import TrainingReport


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelEvidence:
    """The figures of a training; empty for the rubric and for a model registered without them.

    ``held_out`` is true when the register holds the scores that folds gave people they had not
    seen. ``shares`` say how much of a score each modality carries.
    """

    target: str = ""
    report: TrainingReport | None = None
    held_out: bool = False
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def coverage(self) -> Finding | None:
        """The share of left-out people whose interval held the truth."""
        return self.report.coverage if self.report else None

    @property
    def level(self) -> float:
        """The share that the intervals promise."""
        return self.report.level if self.report else 0.9

    @property
    def data_digest(self) -> str:
        """The digest of the training data."""
        return self.report.data_digest if self.report else ""

    @property
    def metrics(self) -> Mapping[str, Finding]:
        """Figures on people left out."""
        return self.report.metrics if self.report else {}

    @property
    def weights(self) -> Mapping[str, float]:
        """What the model goes by, feature by feature."""
        return self.report.weights if self.report else {}

    def share(self, modality: str) -> float:
        """How much of a score this modality carries, 0 to 1; language is never capped."""
        return 0.0 if modality == "language" else float(self.shares.get(modality, 0.0))


def model_evidence(model: RegisteredModel) -> ModelEvidence:
    """The evidence that a register entry carries."""
    from scoring.learned.training_report import TrainingReport

    held = model.facts.get("report")
    report = restored(TrainingReport, held) if held else None
    return ModelEvidence(
        target=report.target if report else str(model.facts.get("target") or ""),
        report=report,
        held_out=model.held_out,
        shares=report.shares if report else {},
    )
