"""Requisitions and interviews: which posts were open where and when, and who came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_samples import plan

TITLES = {
    "sales_manager": ("SM", {"en": "Sales manager", "zh": "销售经理"}),
    "customer_service": ("CS", {"en": "Customer service specialist", "zh": "客户服务专员"}),
    "marketing": ("MK", {"en": "Marketing specialist", "zh": "市场专员"}),
    "production_manager": ("PM", {"en": "Production manager", "zh": "生产经理"}),
    "project_engineer": ("PE", {"en": "Project engineer", "zh": "项目工程师"}),
    "software_engineer": ("SE", {"en": "Software engineer", "zh": "软件工程师"}),
}
WINDOW_MONTHS = 3
REAPPLY_SHARE = 0.03


def month_start(month: int) -> pd.Timestamp:
    """The first instant of a month of the plan, counted from 0."""
    return pd.Timestamp(plan.STARTED) + pd.DateOffset(months=month)


def draw_requisitions(fraction: float) -> pd.DataFrame:
    """One row per requisition; sizes are the interviews it will get (fixed, nothing drawn)."""
    rows: list[dict[str, object]] = []
    for department in plan.DEPARTMENTS:
        for role in department.roles:
            rows.extend(_of_role(role, department.key, fraction))
    rows.append(
        _row(plan.BIASED_REQUISITION, "customer_service", "sales", plan.SITES[1], 4, 5, 2)
        | {"size": max(8, round(plan.BIASED_SIZE * fraction))}
    )
    rows.append(
        _row(plan.SMALL_REQUISITION, "production_manager", "production", plan.SITES[3], 12, 3, 1)
        | {"size": plan.SMALL_WOMEN[1] + plan.SMALL_MEN[1]}
    )
    return pd.DataFrame(rows)


def _of_role(role: str, department: str, fraction: float) -> list[dict[str, object]]:
    entry = plan.ROLES[role]
    total = max(6, round(entry.interviews * fraction))
    count = min(max(1, round(entry.requisitions * min(1.0, fraction * 10))), total // 3)
    rows = []
    for i in range(count):
        # windows cover the 24 months evenly, so that every month has applicants for every role
        first = i * plan.MONTHS // count
        span = max(WINDOW_MONTHS, -(-plan.MONTHS // count))
        site = plan.SITES[i % len(plan.SITES)]
        name = f"R-{TITLES[role][0]}-{i + 1:02d}"
        row = _row(name, role, department, site, first, min(span, plan.MONTHS - first), i)
        rows.append(row | {"size": total // count + (1 if i < total % count else 0)})
    return rows


def _row(
    name: str,
    role: str,
    department: str,
    site: plan.Site,
    first: int,
    months: int,
    index: int,
) -> dict[str, object]:
    last = first + months
    title = TITLES[role][1]
    return {
        "requisition_id": name,
        "role": role,
        "department": department,
        "title_en": title["en"],
        "title_zh": title["zh"],
        "location": site.key,
        "location_en": site.names["en"],
        "location_zh": site.names["zh"],
        "first_month": first,
        "months": months,
        "opened_at": month_start(first),
        "closed_at": month_start(last) if last < plan.MONTHS else pd.NaT,
        "blind_first": index % 3 == 0,
        "policy": "cn_pipl",
        "chinese_share": site.chinese_share,
    }


def draw_interviews(requisitions: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per interview, ordered by time, with locale, consent and how many were asked.

    Three in a hundred are a rejected person's second application, months later.
    """
    index = np.repeat(np.arange(len(requisitions)), requisitions["size"].to_numpy())
    posts = requisitions.iloc[index].reset_index(drop=True)
    n = len(posts)
    month = posts["first_month"] + np.floor(rng.random(n) * posts["months"]).astype(int)
    starts = pd.DatetimeIndex([month_start(m) for m in range(plan.MONTHS + 1)])
    days = np.floor(rng.random(n) * 28)
    minutes = 60 * 1 + np.floor(rng.random(n) * 9 * 12) * 5  # 09:00 to 18:00 in Shanghai
    at = starts[month.to_numpy()] + pd.to_timedelta(days * 1440 + minutes, unit="min")
    frame = pd.DataFrame(
        {
            "requisition_id": posts["requisition_id"],
            "role": posts["role"],
            "department": posts["department"],
            "location": posts["location"],
            "policy": posts["policy"],
            "month": month,
            "interviewed_at": at,
            "locale": np.where(rng.random(n) < posts["chinese_share"], "zh", "en"),
            "consent_voice": rng.random(n) < 0.97,
            "consent_face": rng.random(n) < 0.92,
            "asked": rng.integers(5, 7, n),
        }
    )
    frame = frame.sort_values("interviewed_at", kind="stable").reset_index(drop=True)
    frame.insert(0, "interview_id", [f"I-{i + 1:05d}" for i in range(n)])
    frame.insert(1, "candidate_id", _candidates(frame, rng))
    frame["person"] = frame["candidate_id"].str[2:].astype(int) - 1
    return frame


def _candidates(frame: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    """Opaque ids; a few late interviews are given to somebody who applied for the role before."""
    ids = np.arange(len(frame))
    powered = {plan.BREAK_ROLE, "marketing"}
    for role, rows in frame.groupby("role", sort=True).groups.items():
        if role in powered:
            continue
        role_rows = frame.loc[rows]
        open_posts = ~role_rows["requisition_id"].eq(plan.SMALL_REQUISITION)
        early = role_rows.index[(role_rows["month"] < 10) & open_posts].to_numpy()
        late = role_rows.index[(role_rows["month"] >= 16) & open_posts].to_numpy()
        pairs = min(round(REAPPLY_SHARE * len(role_rows)), len(early), len(late))
        ids[rng.choice(late, pairs, replace=False)] = rng.choice(early, pairs, replace=False)
    return [f"C-{i + 1:05d}" for i in ids]
