"""Writes docs/quality_gate.md from the thresholds: ``python -m scoring.gate_doc``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scoring.catalogue import FEATURES
from scoring.gate_thresholds import CONDITIONS, THRESHOLDS, Threshold

PAGE = Path(__file__).parents[1] / "docs" / "quality_gate.md"

INTRO = """# The quality gate

Before anything is scored, each modality of each answer must have been recorded well enough to be
measured at all. Below the gate it is withheld with a code and a sentence that says what would
help; it never becomes a zero. The limits below are conventions, stated with their reasons so that
they can be contested; they stand in `scoring/gate_thresholds.toml` and the code reads them there.

What happens on the wrong side of a limit:

| | |
|---|---|
| modality | everything this modality would say of this answer is withheld with the code |
| feature | only the named features are withheld; the rest of the modality stands |
| flag | everything is measured; the reviewer is told |
| timeline | that second of the timeline is a gap |
| moment | nothing; the limit says what counts as a moment on the record page, apart from scores |

Three more limits belong to the score, not to the recording, and stand in `scoring/rubric.toml`:
how much of a competency must have been measured (`least_measured`), how much of a role must be
scored for an overall score (`least_covered`), and how many answers the card asks for before it
suggests to go on (`fewest_answers`). Before any of this the law preset says what may be measured
at all (`policy.not_computed`, `policy.no_consent`).

This page is written by `python -m scoring.gate_doc`; a test keeps it equal to the file."""

NEEDS = """## What each feature needs

Every feature but those that say how good the recording is first needs its modality to pass. What
it needs besides stands here; where the third column is empty, nothing."""

TITLES = {
    "language": "Language",
    "voice": "Voice",
    "face": "Face",
    "moments": "Moments in answers that were asked for pressure",
    "display": "Display at odds with the rest",
}
TITLES_ZH = {
    "language": "语言",
    "voice": "声音",
    "face": "面部",
    "moments": "询问压力的回答中的时刻",
    "display": "表现与其余部分不一致",
}
STOPS_ZH = {
    "modality": "整项不计",
    "feature": "相关特征不计",
    "flag": "提示",
    "timeline": "时间轴空缺",
    "moment": "时刻的界定",
}


def gate_doc() -> str:
    """The whole page as Markdown.

    Examples
    --------
    >>> "voice.too_little_speech" in gate_doc()
    True
    """
    parts = [INTRO]
    for area, title in TITLES.items():
        heads = ("limit", "value", "on the wrong side", "code", "why")
        parts += [f"## {title}", _table(heads, [_row(t, "en") for t in _of(area)])]
    needed = ("feature", "unit", "needs, besides its modality", "code")
    parts += [NEEDS, _table(needed, [_needs(name) for name in FEATURES])]
    parts.append("## 中文")
    for area, title in TITLES_ZH.items():
        heads = ("限度", "数值", "未达到时", "代码", "理由")
        parts += [f"### {title}", _table(heads, [_row(t, "zh") for t in _of(area)])]
    conditions = ("特征", "所需条件", "代码")
    rows = [(f"`{c.feature}`", c.reason["zh"], f"`{c.code}`") for c in CONDITIONS.values()]
    parts += ["### 非数值的条件", _table(conditions, rows)]
    return "\n\n".join(parts) + "\n"


def _needs(name: str) -> tuple[str, ...]:
    limits = [one for one in THRESHOLDS.values() if name in one.of]
    needs = [f"{one.value:g} {one.unit}" for one in limits]
    codes = [f"`{one.code}`" for one in limits]
    if name in CONDITIONS:
        needs.append(CONDITIONS[name].reason["en"])
        codes.append(f"`{CONDITIONS[name].code}`")
    return f"`{name}`", FEATURES[name].unit, "; ".join(needs), ", ".join(dict.fromkeys(codes))


def _of(area: str) -> list[Threshold]:
    return [one for one in THRESHOLDS.values() if one.area == area]


def _row(one: Threshold, locale: str) -> tuple[str, ...]:
    stops = one.stops if locale == "en" else STOPS_ZH[one.stops]
    named = ", ".join(f"`{name}`" for name in one.of)
    return (
        f"`{one.key}`",
        f"{one.value:g} {one.unit}",
        f"{stops}: {named}" if named else stops,
        f"`{one.code}`" if one.code else "",
        one.reason[locale],
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Write the page."""
    PAGE.write_text(gate_doc(), encoding="utf-8")


if __name__ == "__main__":
    main()
