"""Which column of a foreign table is what: a first guess, for a person to correct."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fairness import Columns
from fairness.signal_quality import is_check

if TYPE_CHECKING:
    import pandas as pd

HEAD = 2000
MOST_GROUPS = 30
# from the surest name to the vaguest; a name fits when it is one of these words or ends in it
NAMES = {
    "n": ("n", "people", "applicants", "total", "count", "人数", "总人数", "申请人数"),
    "selected_n": ("selected_n", "n_selected", "chosen", "selected", "hired", "passed",
                   "入选人数", "录用人数", "入选", "录用"),
    "score": ("score", "overall", "total_score", "points", "mark", "result", "得分", "分数",
              "评分", "总分", "成绩"),
    "selected": ("selected", "hired", "advanced", "decision", "passed", "chosen", "offer",
                 "accepted", "outcome", "录用", "入选", "通过", "是否录用", "结果"),
    "human": ("human", "rating", "rater", "interviewer_score", "human_rating", "manual_score",
              "人工评分", "面试官评分", "评委"),
    "outcome": ("performance", "outcome", "kpi", "appraisal", "绩效", "考核"),
    "person": ("candidate_id", "person_id", "applicant_id", "person", "candidate", "applicant",
               "employee_id", "id", "候选人", "候选人编号", "编号", "工号", "身份"),
    "stratum": ("requisition_id", "requisition", "opening", "job", "role", "position", "job_title",
                "vacancy", "岗位", "职位", "招聘需求", "部门"),
    "at": ("date", "decided_at", "interviewed_at", "applied_at", "at", "day", "month", "日期",
           "时间", "面试日期"),
}  # fmt: skip
ATTRIBUTES = (
    "sex", "gender", "race", "ethnicity", "race_ethnicity", "ethnic_group", "age", "age_band",
    "age_group", "disability", "veteran", "religion", "nationality", "region", "dialect",
    "dialect_group", "display_style", "household", "hukou", "性别", "民族", "年龄段", "年龄组",
    "残疾", "户籍", "户口", "地区", "籍贯", "种族", "方言",
)  # fmt: skip


def guessed_columns(table: pd.DataFrame, *, counts: bool = False) -> Columns:
    """The likely columns of a table, by their names and by what is in them.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"候选人": ["a", "b"], "性别": ["女", "男"], "得分": [7, 8]})
    >>> guessed_columns(table).score, guessed_columns(table).person
    ('得分', '候选人')
    """
    head = table.head(HEAD)
    of_counts = ("n", "selected_n", "stratum")
    wanted = of_counts if counts else tuple(k for k in NAMES if k not in of_counts[:2])
    found: dict[str, str] = {}
    for kind in wanted:
        for word in NAMES[kind]:
            fitting = [
                c
                for c in map(str, table.columns)
                if c not in found.values() and _named(c, word) and _fits(head, c, kind)
            ]
            if fitting:
                found[kind] = fitting[0]
                break
    return columns_of(found)


def columns_of(found: Mapping[str, str]) -> Columns:
    """The mapping as the audit takes it; what is not there stays empty.

    Examples
    --------
    >>> columns_of({"score": "points"}).score
    'points'
    """
    return Columns(
        score=found.get("score", ""),
        selected=found.get("selected", ""),
        stratum=found.get("stratum", ""),
        human=found.get("human", ""),
        outcome=found.get("outcome", ""),
        person=found.get("person", ""),
        at=found.get("at", ""),
        n=found.get("n", ""),
        selected_n=found.get("selected_n", ""),
    )


def guessed_attributes(table: pd.DataFrame, taken: Columns) -> list[str]:
    """Columns that hold groups of people: the usual ones by name, else those with few values.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Gender": ["f", "m"] * 9, "score": range(18)})
    >>> guessed_attributes(table, Columns(score="score"))
    ['Gender']
    """
    used = {taken.score, taken.selected, taken.stratum, taken.human, taken.outcome}
    used |= {taken.person, taken.at, taken.n, taken.selected_n}
    left = [c for c in map(str, table.columns) if c not in used]
    named = [c for c in left if any(_named(c, word) for word in ATTRIBUTES)]
    if named:
        return named
    head = table.head(HEAD)
    return [c for c in left if _groups(head, c)][:4]


def _groups(head: pd.DataFrame, name: str) -> bool:
    import pandas as pd

    values = head[name].dropna()
    if pd.api.types.is_float_dtype(values):
        return False
    many = values.nunique()
    return 2 <= many <= min(MOST_GROUPS, max(2, len(values) // 3))


def _plain(name: str) -> str:
    return re.sub(r"[\s\-./]+", "_", name.strip().lower()).removeprefix("attr_")


def _named(column: str, word: str) -> bool:
    name = _plain(column)
    return name == word or (len(word) > 2 and name.endswith(f"_{word}")) or (
        not word.isascii() and word in name
    )  # fmt: skip


def _fits(head: pd.DataFrame, name: str, kind: str) -> bool:
    """What is in a column must not speak against its name."""
    import pandas as pd

    values = head[name]
    if kind == "selected":
        return is_check(head, name)
    if kind in ("score", "human", "outcome", "n", "selected_n"):
        return bool(pd.to_numeric(values, errors="coerce").notna().mean() > 0.5)
    return True
