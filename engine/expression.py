"""Her face: the model's words for it, and the scores that drive it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    Ranges = Mapping[str, tuple[float, float]]

EYES: Ranges = MappingProxyType(
    {"작게": (-0.2, 0.1), "보통": (0.3, 0.6), "크게": (0.8, 1.1), "아주크게": (1.1, 1.2)}
)
MOUTH: Ranges = MappingProxyType({"보통": (0.4, 0.8), "크게": (1.0, 1.4), "아주크게": (1.4, 1.6)})
POSE: Ranges = MappingProxyType({"없음": (-0.6, 0.3), "보통": (0.8, 1.5), "많이": (1.5, 1.8)})
_FORM = re.compile(r"눈\s*(\S+?)\s*,\s*입\s*(\S+?)\s*,\s*고개 돌림\s*(\S+)")


@dataclass(frozen=True, slots=True)
class Feature:
    """One part of her face: the word, and a score drawn from the word's range."""

    word: str
    score: float


@dataclass(frozen=True, slots=True)
class Expression:
    """Eyes, mouth and head turn."""

    eyes: Feature
    mouth: Feature
    pose: Feature

    @property
    def text(self) -> str:
        """The form the model is trained on."""
        return f"눈 {self.eyes.word}, 입 {self.mouth.word}, 고개 돌림 {self.pose.word}"


def parse_expression(text: str, random: Random) -> Expression:
    """The face the model's text describes; a word it does not know becomes the calm one."""
    found = _FORM.search(text.replace("아주 크게", "아주크게"))  # some models write it apart
    eyes, mouth, pose = found.groups() if found else ("", "", "")
    return Expression(
        eyes=_feature(eyes, EYES, "보통", random),
        mouth=_feature(mouth, MOUTH, "보통", random),
        pose=_feature(pose.rstrip(")."), POSE, "없음", random),
    )


def _feature(word: str, ranges: Ranges, calm: str, random: Random) -> Feature:
    known = word if word in ranges else calm
    return Feature(known, random.uniform(*ranges[known]))
