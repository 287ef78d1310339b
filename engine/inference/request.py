"""What is asked of the language model, and what comes back. No torch here."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.inference.profile import Task

_request_ids = itertools.count(1)


class Priority(IntEnum):
    """Whom the scheduler serves first."""

    REPLY = 0
    SUMMARY = 1
    MEMORY = 2
    EXPRESSION = 3


class FinishReason(StrEnum):
    """Why a sequence ended."""

    STOP = "stop"  # the model wrote its end token or the task's stop text
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen. Temperature 0 takes the likeliest and ignores the seed.

    `min_p` drops tokens that are less likely than this share of the likeliest one.
    """

    temperature: float
    top_p: float
    seed: int
    min_p: float = 0.0


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """One prompt for one task. `owner` is whom fairness counts for: one person."""

    task: Task
    prompt: str
    owner: str
    priority: Priority
    seed: int = 0
    extra_temperature: float = 0.0  # added to the task's own


@dataclass(frozen=True, slots=True)
class Completion:
    """The model's text for one request, and where the time went."""

    text: str
    finish_reason: FinishReason
    num_prompt_tokens: int
    num_new_tokens: int
    mean_logprob: float  # nats a token, at temperature 1
    queue_s: float
    first_token_s: float  # since the request was submitted
    all_s: float


@dataclass(slots=True, eq=False)
class Request:
    """A request on its way; its place in `Scheduler.running` is its KV slot."""

    prompt_ids: list[int]
    lora: int
    owner: str
    priority: Priority
    max_new_tokens: int
    sampling: Sampling
    submitted_at: float  # seconds of the worker's monotonic clock
    is_abandoned: Callable[[], bool] = lambda: False
    stop: str = ""  # a text that ends the sequence and is not part of it
    new_ids: list[int] = field(default_factory=list)
    sum_logprob: float = 0.0  # of the new tokens, in nats
    admitted_at: float | None = None
    first_token_at: float | None = None
    request_id: int = field(default_factory=lambda: next(_request_ids))

    @property
    def num_tokens(self) -> int:
        """How many tokens its sequence has now."""
        return len(self.prompt_ids) + len(self.new_ids)

    @property
    def num_cached_tokens(self) -> int:
        """How many of them the KV cache holds: all but the newest one."""
        return self.num_tokens - 1 if self.new_ids else 0
