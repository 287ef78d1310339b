"""The rules of the house: ladders, patience and reach. From a TOML file, changed place by place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from engine.durations import parse_duration
from engine.errors import RuleInvalid
from engine.ethics import Category
from storage.records import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.ethics import Thresholds

LONGEST: Final = timedelta(days=1461)
MAX_SHIFT: Final = 0.15
"""How far a place may move a threshold: no further than the figures of our reports reach."""

_WARNING: Final = "warning"
_NEVER: Final = "never"
_HERE: Final = "here"
_MAX_STEPS: Final = 12
_UNITS: Final = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What verdicts lead to in one place."""

    name: str
    ladders: Mapping[Category, tuple[timedelta, ...]]  # 0 is a warning
    off: frozenset[Category] = frozenset()
    shifts: Mapping[Category, float] = field(default_factory=lambda: MappingProxyType({}))
    is_shadow: bool = False
    is_local: bool = False  # blocks hold in this place only
    clean_time: timedelta | None = None
    cool_down: timedelta | None = None
    confirm_over: timedelta | None = None
    confirm_within: timedelta = timedelta(days=7)
    max_per_hour: int | None = None
    excerpt_kept: timedelta = timedelta(days=90)

    @classmethod
    def load(cls, name_or_path: str) -> Rules:
        """The rules that ship under a name, or those of an operator's file.

        Raises:
            RuleInvalid: there are none, or a value in them is wrong or missing.
        """
        shipped = files("engine").joinpath("rule_sets", f"{name_or_path}.toml")
        source = shipped if shipped.is_file() else Path(name_or_path)
        try:
            text = source.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RuleInvalid("rules", name_or_path, str(error)) from error
        return cls.parse(text)

    @classmethod
    def parse(cls, text: str) -> Rules:
        """The rules that a TOML text describes.

        Raises:
            RuleInvalid: a value is wrong or missing.
        """
        try:
            data: dict[str, Any] = tomllib.loads(text)
            ladders = data.pop("ladders")
            rules = cls(
                name=str(data.pop("name")),
                ladders={c: _ladder(c.value, ladders[c.value]) for c in Category},
            )
        except tomllib.TOMLDecodeError as error:
            raise RuleInvalid("rules", "TOML", str(error)) from error
        except (KeyError, TypeError) as error:
            raise RuleInvalid("rules", str(error), "missing or of the wrong kind") from error
        for name, value in data.items():
            rules = rules.changed(name.replace("_", "-"), str(value))
        return rules

    def changed(self, name: str, value: str) -> Rules:
        """The rules with one setting changed, as a moderator writes it: "cool-down", "5 minutes".

        Raises:
            RuleInvalid: there is no such setting, or it cannot have this value.
        """
        setting, _, of_class = name.partition("-")
        if of_class in set(Category) and setting in _OF_CLASS:
            return _OF_CLASS[setting](self, Category(of_class), value.strip())
        if name not in _SETTINGS:
            raise RuleInvalid(name, value, f"there are: {', '.join(setting_names())}")
        return _SETTINGS[name](self, value.strip().lower())

    def of_place(self, settings: Mapping[str, str]) -> Rules:
        """The rules with all settings of a place."""
        rules = self
        for name, value in settings.items():
            rules = rules.changed(name, value)
        return rules

    def scope(self, place: str) -> str:
        """How far a block of this place reaches."""
        return place if self.is_local else EVERYWHERE

    def thresholds(self, usual: Thresholds) -> Thresholds:
        """The thresholds of this place."""
        moved = {c.value: usual.of(c) + shift for c, shift in self.shifts.items()}
        return replace(usual, **moved)

    def described(self) -> dict[str, str]:
        """Every setting with its value, as `changed` takes them."""
        return {
            **{f"class-{c}": "off" if c in self.off else "on" for c in Category},
            **{f"threshold-{c}": f"{self.shifts.get(c, 0.0):+.2f}" for c in Category},
            **{f"ladder-{c}": ", ".join(map(_step_text, self.ladders[c])) for c in Category},
            "shadow": "on" if self.is_shadow else "off",
            "scope": _HERE if self.is_local else EVERYWHERE,
            "clean-time": _duration_text(self.clean_time),
            "cool-down": _duration_text(self.cool_down),
            "confirm-over": _duration_text(self.confirm_over),
            "confirm-within": _duration_text(self.confirm_within),
            "max-per-hour": str(self.max_per_hour or _NEVER),
            "excerpt-kept": _duration_text(self.excerpt_kept),
        }


def setting_names() -> list[str]:
    """The names of all settings."""
    return [f"{name}-{c}" for name in _OF_CLASS for c in Category] + list(_SETTINGS)


def _ladder(name: str, steps: Sequence[str]) -> tuple[timedelta, ...]:
    if isinstance(steps, str) or not 1 <= len(steps) <= _MAX_STEPS:
        raise RuleInvalid(name, str(steps), f"1 to {_MAX_STEPS} steps")
    periods = tuple(timedelta(0) if s == _WARNING else _duration(name, s) for s in steps)
    if list(periods) != sorted(periods):
        raise RuleInvalid(name, ", ".join(steps), "no step is shorter than the one before")
    return periods


def _duration(name: str, value: str) -> timedelta:
    duration = parse_duration(value)
    if duration is None or duration > LONGEST:
        raise RuleInvalid(name, value, f'like "7 days" or "7일", at most {LONGEST.days} days')
    return duration


def _on(name: str, value: str) -> bool:
    if value not in {"on", "off", "true", "false"}:
        raise RuleInvalid(name, value, "on, off")
    return value in {"on", "true"}


def _number(name: str, value: str, low: float, high: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = high + 1
    if not low <= number <= high:
        raise RuleInvalid(name, value, f"{low:g} - {high:g}")
    return number


def _set_class(rules: Rules, category: Category, value: str) -> Rules:
    is_on = _on(f"class-{category}", value.lower())
    return replace(rules, off=rules.off - {category} if is_on else rules.off | {category})


def _set_threshold(rules: Rules, category: Category, value: str) -> Rules:
    shift = _number(f"threshold-{category}", value, -MAX_SHIFT, MAX_SHIFT)
    return replace(rules, shifts={**rules.shifts, category: shift})


def _set_ladder(rules: Rules, category: Category, value: str) -> Rules:
    steps = [step.strip().lower() for step in value.split(",")]
    ladder = _ladder(f"ladder-{category}", steps)
    return replace(rules, ladders={**rules.ladders, category: ladder})


def _set_scope(rules: Rules, value: str) -> Rules:
    if value not in {_HERE, EVERYWHERE}:
        raise RuleInvalid("scope", value, f"{_HERE}, {EVERYWHERE}")
    return replace(rules, is_local=value == _HERE)


def _set_max_per_hour(rules: Rules, value: str) -> Rules:
    if value == _NEVER:
        return replace(rules, max_per_hour=None)
    return replace(rules, max_per_hour=int(_number("max-per-hour", value, 1, 10_000)))


def _timed(name: str, *, never: bool = True) -> Callable[[Rules, str], Rules]:
    attribute = name.replace("-", "_")

    def change(rules: Rules, value: str) -> Rules:
        is_never = never and value == _NEVER
        changed: dict[str, Any] = {attribute: None if is_never else _duration(name, value)}
        return replace(rules, **changed)

    return change


_OF_CLASS: Final[Mapping[str, Callable[[Rules, Category, str], Rules]]] = MappingProxyType(
    {"class": _set_class, "threshold": _set_threshold, "ladder": _set_ladder}
)
_SETTINGS: Final[Mapping[str, Callable[[Rules, str], Rules]]] = MappingProxyType(
    {
        "shadow": lambda rules, value: replace(rules, is_shadow=_on("shadow", value)),
        "scope": _set_scope,
        "clean-time": _timed("clean-time"),
        "cool-down": _timed("cool-down"),
        "confirm-over": _timed("confirm-over"),
        "confirm-within": _timed("confirm-within", never=False),
        "max-per-hour": _set_max_per_hour,
        "excerpt-kept": _timed("excerpt-kept", never=False),
    }
)


def _step_text(period: timedelta) -> str:
    return _duration_text(period) if period else _WARNING


def _duration_text(period: timedelta | None) -> str:
    if period is None:
        return _NEVER
    for unit, name in _UNITS:
        number, rest = divmod(period, unit)
        if number and not rest:
            return f"{number} {name}{'' if number == 1 else 's'}"
    raise ValueError(f"{period} is no whole number of minutes. This is a bug.")
