"""The same words in every language: keys, slots, codes, and every key that a source asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from interview import Action
from ui.codes import said
from ui.say import LOCALES, known, say, say_loosely, sentences

ROOT = Path(__file__).parents[2]
PLURAL = re.compile(r"\.(one|other)$")
DOTTED = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
ACTIONS = {action.value for action in Action}


def base_keys(locale: str) -> set[str]:
    return {PLURAL.sub("", key) for key in sentences(locale)}


def slots(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def slots_by_key(locale: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, template in sentences(locale).items():
        found.setdefault(PLURAL.sub("", key), set()).update(slots(template))
    return found


@pytest.mark.parametrize("locale", [one for one in LOCALES if one != "en"])
def test_every_locale_has_the_same_keys_and_slots(locale: str) -> None:
    assert base_keys(locale) ^ base_keys("en") == set()
    english, other = slots_by_key("en"), slots_by_key(locale)
    assert {key for key in english if english[key] != other[key]} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sentence_is_empty_and_none_promises_what_nobody_can(locale: str) -> None:
    for key, text in sentences(locale).items():
        assert text.strip() == text != "", key
        assert not re.search(r"bias-free|objective|AI decides|毫无偏见|绝对客观", text, re.I), key


def test_chinese_speaks_chinese() -> None:
    # names, formulas and units that both languages write alike
    alike = {"app.name", "finding.n", "language.en", "language.zh"}
    english = sentences("en")
    same = {key for key, text in sentences("zh").items() if english.get(key) == text}
    assert same - alike == set()


def constants(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """String constants of a file with the node they stand in, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in ast.walk(tree):
        for node in ast.iter_child_nodes(parent):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and not isinstance(parent, (ast.Expr, ast.JoinedStr))
            ):
                yield node.value, parent


def test_every_key_a_source_asks_for_is_there() -> None:
    missing = []
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in ("say", "word", "_named") or not node.args:
                continue
            for key in keys_of(node.args[0]):
                if not known(key):
                    missing.append(f"{path.name}: {key}")
    assert missing == []


def keys_of(node: ast.expr) -> list[str]:
    """The keys a first argument can name; a computed one names its whole family."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return keys_of(node.body) + keys_of(node.orelse)
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        head = str(node.values[0].value)
        family = [key for key in base_keys("en") if key.startswith(head)]
        return family or [f"{head}?"]
    return []


# dotted names in the sources that are no code: files, columns, methods of estimation
OTHER_AREAS = re.compile(
    r"\.(toml|db|py|safetensors|txt|npz|tflite|webm|ogg|key|onnx|css|js|json|csv|html|id|digest|interview_id|"
    r"candidate_id|key)$"
)


def emitted() -> set[str]:
    """Every code in the sources that a person can meet."""
    found: set[str] = set()
    areas = {key.split(".")[1] for key in sentences("en") if key.startswith("code.")}
    places = [
        ROOT / p for p in ("scoring", "workflow", "store", "estimation", "analysis", "fairness")
    ]
    files = [f for place in places for f in place.rglob("*.py")]
    files += [ROOT / "ui" / "uploads.py", ROOT / "ui" / "scoring_job.py"]
    for path in files:
        if "migrations" in path.parts or path.name == "tables.py":
            continue
        for text, parent in constants(path):
            if not DOTTED.fullmatch(text) or OTHER_AREAS.search(text) or text in ACTIONS:
                continue
            if isinstance(parent, ast.Call) and ast.unparse(parent.func) in (
                "limit",
                "import_module",
            ):
                continue  # the name of a threshold, or of a module
            if isinstance(parent, ast.keyword) and parent.arg == "method":
                continue
            if isinstance(parent, ast.Assign) and "METHOD" in ast.unparse(parent.targets[0]):
                continue
            made = isinstance(parent, (ast.Call, ast.keyword))
            if made or text.split(".")[0] in areas:
                found.add(text)
    # codes put together from parts: their families are listed where they are made
    for path in files:
        source = path.read_text(encoding="utf-8")
        if 'f"verify.{' in source:
            found |= {f"verify.{reason}" for reason in re.findall(r'found\("([a-z_]+)"', source)}
        if 'f"role.{' in source or "_Reader" in source:
            found |= set(re.findall(r"``(role\.[a-z_]+)``", source))
        if '_threshold"' in source and "recommendation" in path.name:
            found |= {"recommendation.above_threshold", "recommendation.below_threshold"}
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_every_emitted_code_has_a_sentence(locale: str) -> None:
    codes = emitted()
    assert len(codes) > 120
    assert sorted(code for code in codes if f"code.{code}" not in sentences(locale)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_code_is_said_even_when_its_slots_are_missing(locale: str) -> None:
    for key in sentences(locale):
        if key.startswith(("code.", "remedy.")):
            text = say_loosely(key, locale, {})
            assert "{" not in text


def test_a_slot_of_the_wrong_kind_does_not_break_the_sentence() -> None:
    assert "often" in say_loosely("code.face.not_seen", "en", {"share": "often"})


def test_an_extensions_own_code_is_still_quotable() -> None:
    assert said("acme.new_reason", "en").what.count("acme.new_reason") == 1


def test_braces_in_peoples_words_stay_braces() -> None:
    assert say("record.candidate", "en", id="{x} {0}") == "Candidate {x} {0}"


def test_no_sentence_is_left_that_nobody_says() -> None:
    sources = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "ui").rglob("*.py"))
    families = (
        *tuple(re.findall(r'f["\']([a-z_]+\.[a-z_]*)\{', sources)),
        "code.",
        "remedy.",
        "action.",
        "unit.",
        "stage_",
    )
    unsaid = [
        key for key in base_keys("en") if f'"{key}"' not in sources and not key.startswith(families)
    ]
    # keys that stand inside another expression in quotes of the other kind
    assert [key for key in unsaid if f"'{key}'" not in sources] == []
