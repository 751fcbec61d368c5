"""An audit in words: conclusions, groups, numbers, each in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from fairness import AuditPolicy, AuditReport, AuditTable, Conclusion, Note
from interview import Finding, Withheld
from ui.codes import said
from ui.say import known, say
from ui.wording import count_text, joined, listing, per_cent
from workflow.audit_laws import AuditLaw

JOIN = " × "
MOST_NAMED = 5
# colour never carries a verdict alone
SIGNS = {"exceeds": "!", "cannot_tell": "?", "within": "✓"}
# these findings are a difference in standard deviations, written with its sign
RATIOS = ("impact_ratio", "impact_ratio_at_cut", "mantel_haenszel", "scoring_rate")
SIGNED = ("score_gap", "score_gap_at_equal_rating", "signal_quality")


def attribute_text(name: str, locale: str) -> str:
    """What an attribute is called; a column of a foreign table keeps its own name.

    Examples
    --------
    >>> attribute_text("sex × age_band", "en"), attribute_text("Bewerberart", "en")
    ('Sex × Age band', 'Bewerberart')
    """
    parts = name.removeprefix("attr_").split(JOIN)
    keys = [f"attribute_name.{part}" for part in parts]
    return _crossed(parts, keys, locale)


def group_text(name: str, locale: str) -> str:
    """What a group is called; a value of a foreign table stays as it is.

    Examples
    --------
    >>> group_text("women × under_35", "zh"), group_text("Klasse 3", "zh")
    ('女性 × 35 岁以下', 'Klasse 3')
    """
    parts = name.split(JOIN)
    return _crossed(parts, [f"group_name.{part}" for part in parts], locale)


def _crossed(parts: list[str], keys: list[str], locale: str) -> str:
    named = zip(parts, keys, strict=True)
    return JOIN.join(say(key, locale) if known(key) else part for part, key in named)


def metric_text(metric: str, locale: str) -> str:
    """A metric's name; the part after a dot names the column it was taken of.

    Examples
    --------
    >>> metric_text("impact_ratio", "en"), metric_text("signal_quality.light", "en")
    ('Impact ratio of selections', 'Signal quality: light')
    """
    stem, _, column = metric.partition(".")
    name = say(f"metric.{stem}", locale) if known(f"metric.{stem}") else stem.replace("_", " ")
    return f"{name}: {column}" if column else name


def metric_means(metric: str, locale: str) -> str:
    """What a metric says, for somebody without statistics; empty where nothing was written."""
    key = f"metric_means.{metric.partition('.')[0]}"
    return say(key, locale) if known(key) else ""


def finding_text(metric: str, finding: Finding, locale: str) -> str:
    """The number as its metric is read: a ratio, percentage points, standard deviations.

    Examples
    --------
    >>> from interview import Estimate
    >>> finding_text("impact_ratio", Estimate(value=.5, low=.3, high=.8, n=9, method="m"), "en")
    '0.50'
    >>> gap = Estimate(value=-.18, low=-.2, high=-.16, n=9, method="m")
    >>> finding_text("demographic_parity", gap, "en")
    '−18.0 pp'
    """
    if isinstance(finding, Withheld):
        return say("audit_report.withheld", locale)
    told = number_text(metric, finding.value)
    return say("finding.points", locale, value=told) if _points(metric) else told


def number_text(metric: str, value: float) -> str:
    """One number of a metric, without its unit; a true minus sign, never a hyphen."""
    if _points(metric):
        text = f"{value * 100:+.1f}"
    elif metric.partition(".")[0] in SIGNED:
        text = f"{value:+.2f}"
    else:
        text = f"{value:.2f}"
    return text.replace("-", "−")


def p_text(value: float) -> str:
    """A p value with three decimals, without the zero that says nothing.

    Examples
    --------
    >>> p_text(0.0421), p_text(2e-53)
    ('.042', '< .001')
    """
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def _points(metric: str) -> bool:
    return metric.partition(".")[0] == "demographic_parity"


def conclusion_text(found: Conclusion, policy: AuditPolicy, locale: str) -> str:
    """One conclusion as sentences: who, against whom, how much, how sure, and what else matters.

    Examples
    --------
    >>> slots = {"reference": "men", "n": 40, "reference_n": 80, "value": 0.5, "low": 0.29,
    ...          "high": 0.795, "rate": 0.3, "reference_rate": 0.6, "shortfall": 8}
    >>> found = Conclusion(code="impact_ratio.exceeds", verdict="exceeds", attribute="sex",
    ...                    metric="impact_ratio", group="women", slots=slots)
    >>> conclusion_text(found, AuditPolicy(attributes=("sex",)), "en")[:59]
    'women: selected at 0.50 times the rate of men (30 % against'
    """
    name = metric_text(found.metric, locale)
    if found.code.endswith(".no_comparison"):
        return say("finding_sentence.no_comparison", locale, metric=name)
    group = group_text(found.group, locale)
    if "value" not in found.slots:
        reason = said(str(found.slots.get("reason", "group.no_comparison")), locale).what
        return say("finding_sentence.withheld", locale, group=group, metric=name, reason=reason)
    stem = found.metric.partition(".")[0]
    key = f"finding_sentence.{stem}_{found.verdict}"
    if not known(key):
        key = f"finding_sentence.other_{found.verdict}"
    limit = f"{policy.limit:.2f}"
    parts = [say(key, locale, **_slots(found, policy, locale), group=group, metric=name)]
    if found.slots.get("flips"):
        parts.append(say("finding_sentence.flips", locale))
    shortfall = found.slots.get("shortfall")
    if shortfall and found.verdict == "exceeds":
        parts.append(say("finding_sentence.shortfall", locale, shortfall=shortfall, limit=limit))
    return joined(parts, locale)


def without_group(text: str, group: str) -> str:
    """A sentence whose heading names the group already: without the name, with a capital.

    Examples
    --------
    >>> without_group("women: selected less often.", "women")
    'Selected less often.'
    """
    return capital(text.removeprefix(group).lstrip(":： ") if text.startswith(group) else text)


def capital(text: str) -> str:
    """A sentence that begins with a capital."""
    return text[:1].upper() + text[1:]


def _slots(found: Conclusion, policy: AuditPolicy, locale: str) -> Mapping[str, object]:
    held = found.slots
    value, low, high = (float(str(held[name])) for name in ("value", "low", "high"))
    rates = {
        name: per_cent(float(str(held[name]))) if name in held else "—"
        for name in ("rate", "reference_rate")
    }
    return {
        "reference": group_text(str(held["reference"]), locale),
        "value": number_text(found.metric, value),
        "low": number_text(found.metric, low),
        "high": number_text(found.metric, high),
        "points": number_text("demographic_parity", value),
        "points_low": number_text("demographic_parity", low),
        "points_high": number_text("demographic_parity", high),
        "signed": number_text("score_gap", value),
        "signed_low": number_text("score_gap", low),
        "signed_high": number_text("score_gap", high),
        "n": held.get("n", ""),
        "reference_n": held.get("reference_n", ""),
        "limit": f"{policy.limit:.2f}",
        "gap_limit": f"{policy.gap_limit:.2f}",
        **rates,
    }


def note_text(note: Note, locale: str, openings: Mapping[str, str] | None = None) -> str:
    """What the reader of a table must know, in a sentence; groups and openings by their names."""
    slots = dict(note.slots)
    for name in ("lowest", "highest"):
        if openings and str(slots.get(name)) in openings:
            slots[name] = openings[str(slots[name])]
    for name in ("group", "reference"):
        if isinstance(slots.get(name), str):
            slots[name] = group_text(str(slots[name]), locale)
    if isinstance(slots.get("metric"), str):
        slots["metric"] = metric_text(str(slots["metric"]), locale)
    if isinstance(slots.get("attribute"), str):
        slots["attribute"] = attribute_text(str(slots["attribute"]), locale)
    return said(note.code, locale, slots).what


def table_title(table: AuditTable, locale: str) -> str:
    """The metric and the attribute it was taken over."""
    return f"{attribute_text(table.attribute, locale)} · {metric_text(table.metric, locale)}"


def loses(found: Conclusion) -> bool:
    """True where the group comes off worse than its reference, or where nobody can say.

    Examples
    --------
    >>> loses(Conclusion(code="score_gap.exceeds", verdict="exceeds", attribute="sex",
    ...                  metric="score_gap", group="men", slots={"value": 0.6}))
    False
    """
    value = found.slots.get("value")
    if not isinstance(value, (int, float)):
        return True
    stem = found.metric.partition(".")[0]
    if stem in SIGNED or _points(found.metric):
        return value < 0
    return value < 1 if stem in RATIOS else True


def headline(report: AuditReport, locale: str) -> str:
    """The whole audit in one or two sentences: what it says and how sure that is."""
    total = len(report.findings)
    if not total:
        return say("fairness.head_nothing", locale)
    many = [f for f in report.findings if f.verdict == report.verdict]
    if report.verdict == "within" or not many:
        return say("fairness.head_within", locale, count=count_text(total))
    told = say(
        f"fairness.head_{report.verdict}",
        locale,
        count=count_text(len(many)),
        total=count_text(total),
    )
    first = many[0]
    if len({(f.attribute, f.group) for f in many}) == 1 and first.group:
        return joined([told, conclusion_text(first, report.policy, locale)], locale)
    # the same difference is found from both sides: named is the side that loses by it
    about = [f for f in many if f.group and loses(f)] or [f for f in many if f.group]
    names = dict.fromkeys(group_text(f.group, locale) for f in about if JOIN not in f.group)
    names = names or dict.fromkeys(group_text(f.group, locale) for f in about)
    if not names:
        return told
    shown = listing(list(names)[:MOST_NAMED], locale)
    more = len(names) - MOST_NAMED
    key = "fairness.head_groups_more" if more > 0 else "fairness.head_groups"
    return joined([told, say(key, locale, groups=shown, count=more)], locale)


def method_texts(report: AuditReport, law: AuditLaw, locale: str) -> list[str]:
    """How an audit was computed, one sentence or two at a time, with its notes last."""
    policy = report.policy
    texts = [
        say("audit_report.method_intervals", locale, level=per_cent(policy.level)),
        say("audit_report.method_ratio", locale),
        say(
            "audit_report.method_reference",
            locale,
            share=per_cent(policy.smallest_share),
            floor=policy.floor,
        ),
    ]
    if not law.limit_is_law:
        texts.append(say("audit_report.method_limit", locale, limit=f"{policy.limit:.2f}"))
    texts.append(say("audit_report.method_seed", locale, seed=policy.seed))
    if policy.intersections < 2 and len(policy.attributes) > 1:
        texts.append(say("audit_report.no_crossings", locale))
    return texts + [note_text(note, locale) for note in report.notes]
