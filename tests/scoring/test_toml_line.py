"""Lines of TOML values, against where a person would point."""

from scoring.toml_line import toml_line

TEXT = """# a comment
top = 1
[table]
inner = 2
"quoted key" = 3

[[item]]
name = "first"
[item.text]
en = "one"

[[item]]
name = "second" # name = "not this"
[item.text]
en = "two"
zh = "二"
"""


def test_lines() -> None:
    assert toml_line(TEXT, ("top",)) == 2
    assert toml_line(TEXT, ("table", "inner")) == 4
    assert toml_line(TEXT, ("table", "quoted key")) == 5
    assert toml_line(TEXT, ("item", 0, "text", "en")) == 10
    assert toml_line(TEXT, ("item", 1, "name")) == 13
    assert toml_line(TEXT, ("item", 1, "text", "zh")) == 16


def test_what_is_not_there_falls_back_to_its_table() -> None:
    assert toml_line(TEXT, ("item", 1, "absent")) == 12
    assert toml_line(TEXT, ("absent",)) == 1
