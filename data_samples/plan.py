"""What is planted in the demo company, as numbers: the model's parameters and nothing drawn.

docs/demo_company.md explains each. Months count from 0, the first of 24.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

STARTED = datetime(2024, 9, 1, tzinfo=UTC)
MONTHS = 24
AS_OF = datetime(2026, 9, 1, tzinfo=UTC)
LOCALES = ("zh", "en")


@dataclass(frozen=True, kw_only=True, slots=True)
class Department:
    """A department: its names, how many of its applicants go on, how many are 35 or older."""

    key: str
    names: Mapping[str, str]
    roles: tuple[str, ...]
    advance_rate: float
    older_share: float


@dataclass(frozen=True, kw_only=True, slots=True)
class RolePlan:
    """One role: interviews at full size, in how many requisitions, hires among those advanced."""

    interviews: int
    requisitions: int
    hire_rate: float
    always_asked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Where people are hired: names, and the share of interviews held in Chinese."""

    key: str
    names: Mapping[str, str]
    chinese_share: float


DEPARTMENTS: tuple[Department, ...] = (
    Department(
        key="sales",
        names={"en": "Sales and customers", "zh": "销售与客户部"},
        roles=("sales_manager", "customer_service", "marketing"),
        advance_rate=0.60,
        older_share=0.15,
    ),
    Department(
        key="production",
        names={"en": "Production and projects", "zh": "生产与工程部"},
        roles=("production_manager", "project_engineer"),
        advance_rate=0.30,
        older_share=0.75,
    ),
    Department(
        key="technology",
        names={"en": "Digital technology", "zh": "数字技术部"},
        roles=("software_engineer",),
        advance_rate=0.25,
        older_share=0.70,
    ),
)

ROLES: Mapping[str, RolePlan] = {
    "sales_manager": RolePlan(
        interviews=900, requisitions=14, hire_rate=0.85, always_asked=("sm_q5",)
    ),
    "customer_service": RolePlan(interviews=3700, requisitions=18, hire_rate=0.88),
    "marketing": RolePlan(
        interviews=1400, requisitions=12, hire_rate=0.88, always_asked=("mk_q4",)
    ),
    "production_manager": RolePlan(interviews=700, requisitions=10, hire_rate=0.85),
    "project_engineer": RolePlan(
        interviews=900, requisitions=12, hire_rate=0.85, always_asked=("pe_q3",)
    ),
    "software_engineer": RolePlan(interviews=900, requisitions=12, hire_rate=0.85),
}

SITES: tuple[Site, ...] = (
    Site(key="shanghai", names={"en": "Shanghai", "zh": "上海"}, chinese_share=0.60),
    Site(key="chengdu", names={"en": "Chengdu", "zh": "成都"}, chinese_share=0.95),
    Site(key="singapore", names={"en": "Singapore", "zh": "新加坡"}, chinese_share=0.10),
    Site(key="wuhan", names={"en": "Wuhan", "zh": "武汉"}, chinese_share=0.95),
    Site(key="dubai", names={"en": "Dubai", "zh": "迪拜"}, chinese_share=0.0),
    Site(key="hamburg", names={"en": "Hamburg", "zh": "汉堡"}, chinese_share=0.0),
)

# --- ability and performance -------------------------------------------------------------------
COMPETENCY_CORRELATION = 0.30
"""Between any two competencies of a person."""
COMPETENCY_VALIDITY = 0.50
"""Of each competency with true performance."""
CRITERION_RELIABILITY = 0.70
"""Of one supervisor rating: the share of its variance that is true performance."""
SELECTION_ON_ABILITY = 0.50
"""Correlation of the panel's selection index with a person's mean competency."""
QUESTION_VALIDITY: Mapping[str, float] = {
    "sm_q1@1": 0.30, "sm_q2@1": 0.22, "sm_q3@1": 0.38, "sm_q4@1": 0.15, "sm_q5@1": 0.28,
    "sm_q6@1": 0.10, "sm_q7@1": 0.25,
    "pm_q1@1": 0.33, "pm_q2@1": 0.18, "pm_q3@1": 0.26, "pm_q4@1": 0.08, "pm_q5@1": 0.40,
    "pm_q6@1": 0.20, "pm_q7@1": 0.14,
    "pe_q1@1": 0.28, "pe_q2@1": 0.35, "pe_q3@1": 0.24, "pe_q4@1": 0.12, "pe_q5@1": 0.20,
    "pe_q6@1": 0.00,
    "se_q1@1": 0.45, "se_q2@1": 0.36, "se_q3@1": 0.22, "se_q4@1": 0.16, "se_q5@1": 0.28,
    "se_q6@1": -0.05, "se_q7@1": 0.20,
    "cs_q1@1": 0.24, "cs_q2@1": 0.18, "cs_q3@1": 0.22, "cs_q4@1": 0.12, "cs_q5@1": 0.20,
    "cs_q6@1": 0.15,
    "mk_q1@1": 0.27, "mk_q2@1": 0.20, "mk_q3@1": 0.32, "mk_q4@1": 0.05, "mk_q4@2": 0.35,
    "mk_q5@1": 0.14, "mk_q6@1": 0.24, "mk_q7@1": 0.19,
}  # fmt: skip
"""Correlation of the machine's answer score with a supervisor rating, in all applicants."""

# --- the planted events ------------------------------------------------------------------------
REWRITTEN = "mk_q4"
REWRITE_MONTH = 10
LEAKED = "sm_q5"
LEAK_MONTH = 10
LEAK_SHARE = 0.5
HARDER_QUESTION = "pe_q3"
HARDER_FOR = "inland"
HARDER_BY_SD = 0.6
BREAK_ROLE = "customer_service"
BREAK_MONTH = 14
BREAK_VALIDITY = (0.35, 0.10)
MICROPHONE_SITE = "chengdu"
MICROPHONE_MONTH = 16
MICROPHONE_SNR_DB = -6.0

BIASED_REQUISITION = "R-CS-BIASED"
BIASED_SIZE = 700
BIASED_MEN_RATE = 0.65
BIASED_RATIO = 0.60
SMALL_REQUISITION = "R-PM-SMALL"
SMALL_WOMEN = (2, 7)
SMALL_MEN = (5, 12)

RESTRAINED_SHIFT_SD = -0.8
TRAINED_SHARE = 0.04
DIALECT_EXTRA_ERROR = 0.08
EXPRESSION_IN_RATINGS = 0.07
RATED_SHARE = 0.20
LENIENT_RATER = "rater_sales_3"
LENIENT_BY = 0.8
NARROW_RATER = "rater_production_2"
NARROW_SPREAD = 0.5
