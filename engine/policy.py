"""The engine's rules and figures that an operator may want to change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.ethics import Thresholds
from engine.rules import Rules

if TYPE_CHECKING:
    from engine.inference.profile import Profile


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits and thresholds of one engine."""

    rules: Rules = field(default_factory=lambda: Rules.load("default"))
    thresholds: Thresholds = field(default_factory=Thresholds)
    recall_threshold: float = 0.6
    summary_threshold: float = 0.0  # from which score the last turn stands before a message
    max_tries: int = 5
    reply_timeout_s: float = 120.0  # a reply that takes longer is given up, kindly
    max_turns_per_person: int = 4  # running and waiting; one more is refused kindly
    sanction_within: timedelta = timedelta(minutes=2)  # older messages are never sanctioned
    context_within: timedelta = timedelta(minutes=5)  # a short message goes on from one so recent
    answer_within: timedelta = timedelta(minutes=10)  # older ones are closed with one apology

    def __post_init__(self) -> None:
        if self.max_tries < 1 or self.max_turns_per_person < 1:
            raise ValueError("max_tries and max_turns_per_person must be at least 1")

    @classmethod
    def of(cls, profile: Profile, *, reply_timeout_s: float, rules: Rules | None = None) -> Policy:
        """The policy with the thresholds that fit a profile's encoder."""
        return cls(
            rules=rules or Rules.load("default"),
            thresholds=profile.thresholds,
            recall_threshold=profile.recall_threshold,
            summary_threshold=profile.summary_threshold,
            reply_timeout_s=reply_timeout_s,
        )
