"""Writes docs/metrics.md from the catalogue of metrics: ``python -m ui.metrics_doc``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fairness import METRICS, PERTURBATIONS, AuditPolicy, Columns, Metric
from ui.audit_words import metric_means, metric_text
from ui.say import say
from workflow.altered import ALTERATIONS

PAGE = Path(__file__).parents[1] / "docs" / "metrics.md"

INTRO = """# What an audit can measure

One row per metric of `fairness.METRICS`, the catalogue that the command, the pages, the report and
the notebook share. Each is a function of its own, exported by `fairness` under the name in the
second column and usable on any table. Every finding carries an interval, and one of three verdicts
is drawn from the whole of it: within, exceeds, cannot tell ([0040](decisions/0040-audit.md)). How
to put a finding into words stands in [writing_about_fairness.md](writing_about_fairness.md).

*Needs* names the columns that must be given. *Held against*: the ratio's limit ({limit:g} unless
the preset says otherwise), the gap's limit ({gap:g} standard deviations), a line of the metric's
own, or none, where it describes only. *Where*: in every audit whose columns allow it, or on its
own page or in a notebook.

This page is written by `python -m ui.metrics_doc`; a test keeps it equal to the catalogue."""

ALTERED = """## Alterations that should not matter

`candor perturb` makes a copy of each interview with one of these, scores it again with the shipped
scorer and compares. Recordings are compared with `copied`, the same recording encoded anew, so
that only the alteration lies between the two; another name or hometown with `named`, the same
answer opening with a name and a hometown. The margin is 0.10 standard deviations of the
interviews' own scores: *equivalent* when the whole 90 % interval of the mean movement lies inside
it, *moves the score* when it lies wholly outside, *not shown* otherwise. A copy that no longer
gets a score is counted beside it with the reason."""

FEATURES = """Without recordings, what was measured in the store's interviews is altered instead
(`workflow.perturb_store`):"""

INTRO_ZH = """## 中文

以下每行是 `fairness.METRICS` 中的一个指标；命令、页面、报告和笔记本共用这一目录。每个结论都有区间，
并依据整个区间得出三种结论之一：在界限内、超出、无法判断。"""

ALTERED_ZH = """### 本不该有影响的改动

`candor perturb` 为每次面试制作改动后的副本，用同一评分器重新评分并成对比较。
界限为 0.10 个标准差：平均变动的整个 90 % 区间在界限之内为“等效”，
完全在界限之外为“使得分变动”，其余为“未能证明”。"""

HEADS = {
    "en": ("metric", "function", "what it says", "needs", "held against", "where", "sources"),
    "zh": ("指标", "函数", "含义", "所需列", "界限", "何处", "来源"),
}
LINES = {
    "en": {"limit": "ratio's limit", "gap_limit": "gap's limit", "own": "its own line", "": "none"},
    "zh": {"limit": "比率界限", "gap_limit": "差距界限", "own": "自身界限", "": "无"},
}
WHERE = {"en": ("every audit", "on its own"), "zh": ("每次审计", "单独")}
BETWEEN = {"en": "; ", "zh": "；"}


def metrics_doc() -> str:
    """The whole page as Markdown.

    Examples
    --------
    >>> "impact_ratios" in metrics_doc()
    True
    """
    usual = AuditPolicy(attributes=(), columns=Columns())
    parts = [INTRO.format(limit=usual.limit, gap=usual.gap_limit)]
    parts.append(_metrics("en"))
    judged = [one for one in ALTERATIONS if one.judged]
    parts += [ALTERED, _alterations([one.key for one in judged], "en")]
    parts += [FEATURES, _alterations([one.key for one in PERTURBATIONS], "en")]
    parts += [INTRO_ZH, _metrics("zh"), ALTERED_ZH]
    keys = dict.fromkeys([one.key for one in judged] + [one.key for one in PERTURBATIONS])
    parts.append(_alterations(list(keys), "zh"))
    return "\n\n".join(parts) + "\n"


def _metrics(locale: str) -> str:
    rows = [_row(key, metric, locale) for key, metric in METRICS.items()]
    return _table(HEADS[locale], rows)


def _row(key: str, metric: Metric, locale: str) -> tuple[str, ...]:
    return (
        f"{metric_text(key, locale)} (`{key}`)",
        f"`{metric.function.__name__}`",
        metric_means(key, locale),
        ", ".join(f"`{name}`" for name in metric.needs),
        LINES[locale][metric.limit],
        WHERE[locale][metric.tables is None],
        BETWEEN[locale].join(metric.sources),
    )


def _alterations(keys: Sequence[str], locale: str) -> str:
    heads = {"en": ("alteration", "what is altered"), "zh": ("改动", "含义")}[locale]
    return _table(heads, [(f"`{key}`", say(f"alteration.{key}", locale)) for key in keys])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main() -> None:
    """Write the page."""
    PAGE.write_text(metrics_doc(), encoding="utf-8")


if __name__ == "__main__":
    main()
