"""The verb that adds a language model: it must load, and show that it can do its work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interview import CandorError, InputError, Locale, ModelMissing
from scoring.added_model import AddedModel, ModelKind, model_digest
from workflow.added_models import remember
from workflow.settings import stay_offline

MOST_ERRORS = 0.5
"""Error rate above which a recogniser is refused in a language: half of what is said is lost."""

SAMPLES = Path(__file__).resolve().parents[1] / "data_samples" / "interviews"
CLIPS: dict[Locale, str] = {"en": "en_lively/answer_3", "zh": "zh_lively/answer_3"}


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageCheck:
    """What one language's check found.

    ``value`` is the error rate of a recogniser in ``unit`` (word or character), or the share of
    paraphrases an encoder recognised; ``limit`` is what it had to reach.
    """

    language: Locale
    value: float
    limit: float
    passed: bool
    unit: str


def add_model(
    folder: Path,
    *,
    kind: ModelKind,
    models: Path,
    languages: Sequence[Locale] = (),
    clip: Path | None = None,
    name: str | None = None,
) -> tuple[AddedModel, tuple[LanguageCheck, ...]]:
    """Proves a model and, when it can do its work in some language, lists it and puts it in use.

    A recogniser transcribes a bundled clip in each language it knows; an encoder finds the
    paraphrases of given sentences. Nothing is copied: the model stays in its folder.

    Parameters
    ----------
    folder : Path
        The model's own folder, in the transformers format.
    kind : {"recogniser", "encoder"}
    models : Path
        The folder of models, where the list is kept.
    languages : sequence of str
        Check these only; by default every one that can be checked.
    clip : Path, optional
        A recording with its transcript beside it (same stem), instead of the bundled one. The
        bundled voices are synthetic, and a model may know human ones better.
    name : str, optional
        What cards call it; by default the folder's name.

    Raises
    ------
    ModelMissing
        ``model.not_a_model``, ``model.no_language`` (none of the languages can be checked),
        ``model.too_many_errors`` or ``model.no_meaning`` with what was measured,
        ``model.not_written``. The list is then as it was.
    InputError
        ``model.no_clip`` when the clip or its transcript is missing.
    """
    stay_offline()
    digest = model_digest(folder)
    check = _recogniser_checks if kind == "recogniser" else _encoder_checks
    checks = check(folder, tuple(languages), clip)
    passed = [one for one in checks if one.passed]
    if not passed:
        raise _refused(folder, kind, checks)
    model = AddedModel(
        kind=kind,
        name=name or folder.resolve().name,
        folder=str(folder.resolve()),
        languages=tuple(one.language for one in passed),
        digest=digest,
        found={one.language: round(one.value, 4) for one in passed},
    )
    try:
        remember(models, model)
    except OSError as error:
        raise ModelMissing(
            "model.not_written",
            f"the list of models in {models} could not be written ({error.strerror or error})",
            "make room or set CANDOR_MODELS to a folder you may write to",
            folder=str(models),
            reason=error.strerror or str(error),
        ) from error
    return model, checks


def _recogniser_checks(
    folder: Path, languages: tuple[Locale, ...], clip: Path | None
) -> tuple[LanguageCheck, ...]:
    from scoring.recognition import recogniser

    known = recogniser(str(folder)).languages
    clips = _clips(languages, clip)
    checks = [
        _heard(folder, locale, recording, said)
        for locale, (recording, said) in clips.items()
        if known is None or locale in known
    ]
    return tuple(checks) or _none_left(folder, known or tuple(CLIPS))


def _heard(folder: Path, locale: Locale, recording: Path, said: str) -> LanguageCheck:
    from scoring.recognition import error_rate, recognise

    found = error_rate(said, recognise(recording, model_folder=folder, locale=locale).text, locale)
    return LanguageCheck(
        language=locale,
        value=found.rate,
        limit=MOST_ERRORS,
        passed=found.rate <= MOST_ERRORS,
        unit=found.unit,
    )


def _clips(languages: tuple[Locale, ...], clip: Path | None) -> dict[Locale, tuple[Path, str]]:
    """The recording and what is said in it, by language."""
    from scoring.language import detect_locale

    if clip is None:
        wanted = {key: SAMPLES / f"{stem}.ogg" for key, stem in CLIPS.items()}
        return {
            key: (path, _said(path))
            for key, path in wanted.items()
            if not languages or key in languages
        }
    text = _said(clip)
    locale = languages[0] if len(languages) == 1 else detect_locale(text)
    return {locale: (clip, text)} if locale is not None else {}


def _said(recording: Path) -> str:
    from scoring.language import read_transcript

    for suffix in (".json", ".vtt", ".srt", ".txt"):
        beside = recording.with_suffix(suffix)
        if recording.is_file() and beside.is_file():
            return read_transcript(beside).text
    raise InputError(
        "model.no_clip",
        f"{recording} or the transcript beside it is not there",
        f"give --clip a recording with its transcript as {recording.stem}.txt in the same folder",
        file=recording.name,
    )


def _encoder_checks(
    folder: Path, languages: tuple[Locale, ...], _: Path | None
) -> tuple[LanguageCheck, ...]:
    from scoring.encoder import LEAST_RECOGNISED, encoder, paraphrases, recognised_paraphrases

    model = encoder(str(folder))
    checks = []
    for locale in paraphrases():
        if not languages or locale in languages:
            share = recognised_paraphrases(model, locale)
            checks.append(
                LanguageCheck(
                    language=locale,
                    value=share,
                    limit=LEAST_RECOGNISED,
                    passed=share >= LEAST_RECOGNISED,
                    unit="paraphrase",
                )
            )
    return tuple(checks) or _none_left(folder, tuple(paraphrases()))


def _none_left(folder: Path, known: tuple[Locale, ...]) -> tuple[LanguageCheck, ...]:
    raise ModelMissing(
        "model.no_language",
        f"none of the languages asked for can be checked with {folder.name}",
        f"use one of: {', '.join(known)}; for another give --clip with --language",
        folder=str(folder),
        known=", ".join(known),
    )


def _refused(folder: Path, kind: ModelKind, checks: tuple[LanguageCheck, ...]) -> CandorError:
    best = min(checks, key=lambda one: abs(one.value - one.limit))
    if kind == "recogniser":
        return ModelMissing(
            "model.too_many_errors",
            f"{folder.name} got {best.value:.0%} of the {best.unit}s wrong in {best.language}; "
            f"the limit is {best.limit:.0%}",
            "choose a larger model, or check it on a human voice: "
            "--clip RECORDING with its transcript beside it",
            found=round(best.value, 4),
            limit=best.limit,
            language=best.language,
        )
    return ModelMissing(
        "model.no_meaning",
        f"{folder.name} recognised {best.value:.0%} of the paraphrases in {best.language}; "
        f"{best.limit:.0%} are needed",
        "choose a model trained to compare sentences in that language",
        found=round(best.value, 4),
        limit=best.limit,
        language=best.language,
    )
