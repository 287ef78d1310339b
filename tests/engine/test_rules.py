"""Rules: what ships, what a place may change, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from engine.errors import RuleInvalid
from engine.ethics import Category, Thresholds
from engine.rules import LONGEST, Rules, setting_names

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = Rules.load("default")


@pytest.mark.parametrize("name", ["default", "strict"])
def test_shipped_rules_say_of_themselves_what_they_are(name: str) -> None:
    rules = Rules.load(name)
    assert rules.name == name
    described = rules.described()
    assert set(described) == set(setting_names())
    assert rules.of_place(described).described() == described


def test_strict_rules_are_the_exact_ladder_at_once() -> None:
    strict = Rules.load("strict")
    assert strict.ladders == DEFAULT.ladders
    assert (strict.clean_time, strict.cool_down, strict.confirm_over) == (None, None, None)
    assert strict.max_per_hour is None


def test_operator_may_have_rules_of_his_own(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(
        'name = "house"\nscope = "here"\ncool_down = "5분"\n[ladders]\nlove = ["warning"]\n'
        'politics = ["1시간"]\npaedrip = ["1 day", "2주"]\nhate = ["1461 days"]\n',
        encoding="utf-8",
    )
    rules = Rules.load(str(file))
    assert rules.is_local
    assert rules.cool_down == timedelta(minutes=5)
    assert rules.ladders[Category.PAEDRIP] == (timedelta(days=1), timedelta(days=14))
    assert rules.scope("discord:7") == "discord:7"
    assert DEFAULT.scope("discord:7") == "everywhere"


def test_a_place_changes_what_it_likes_within_bounds() -> None:
    rules = DEFAULT.of_place(
        {
            "class-politics": "off",
            "threshold-hate": "+0.1",
            "ladder-love": "warning, 30 minutes",
            "shadow": "on",
            "clean-time": "never",
            "max-per-hour": "3",
        }
    )
    assert rules.off == {Category.POLITICS}
    usual = Thresholds(hate=0.7)
    assert rules.thresholds(usual).hate == pytest.approx(0.8)
    assert rules.thresholds(usual).love == usual.love
    assert rules.ladders[Category.LOVE] == (timedelta(0), timedelta(minutes=30))
    assert rules.is_shadow
    assert rules.clean_time is None
    assert rules.max_per_hour == 3
    assert DEFAULT.described()["shadow"] == "off"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("class-hate", "maybe"),
        ("class-normal", "off"),
        ("threshold-hate", "0.16"),
        ("threshold-hate", "-0.16"),
        ("threshold-hate", "nan"),
        ("ladder-love", ""),
        ("ladder-love", "1 day, 1 hour"),
        ("ladder-love", "soon"),
        ("ladder-love", "1462 days"),
        ("ladder-love", ", ".join(["1 day"] * 13)),
        ("cool-down", "0 minutes"),
        ("confirm-within", "never"),
        ("max-per-hour", "0"),
        ("scope", "there"),
        ("colour", "blue"),
    ],
)
def test_wrong_settings_are_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(RuleInvalid) as error:
        DEFAULT.changed(name, value)
    assert error.value.allowed


@pytest.mark.parametrize(
    "text",
    ["", "name = 1", 'name = "x"\n[ladders]\nlove = "1 day"', "[ladders", "[ladders]\nlove = [1]"],
)
def test_broken_rules_are_refused(text: str) -> None:
    with pytest.raises(RuleInvalid):
        Rules.parse(text)


def test_rules_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleInvalid, match=r"no-such\.toml"):
        Rules.load(str(tmp_path / "no-such.toml"))


def test_longest_period_is_four_years() -> None:
    assert timedelta(days=1461) == LONGEST
