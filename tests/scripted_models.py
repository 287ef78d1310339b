"""A `Models` that says what a test tells it to, with the real profile and request types."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.ethics import CLASS_NAMES, NORMAL, Judgement
from engine.exchanges import Alike
from engine.inference.profile import Profile, Task
from engine.inference.request import Completion, FinishReason, GenerationRequest
from engine.memory import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.exchanges import WrittenReply
    from engine.prompt import Given

CALM = "눈 보통, 입 보통, 고개 돌림 없음"


def with_candidates(count: int) -> Profile:
    """The shipped profile with so many candidates for a reply."""
    profile = Profile.load("embedded")
    spec = replace(profile.tasks[Task.OUTPUT_MESSAGE], num_candidates=count)
    return replace(profile, tasks={**profile.tasks, Task.OUTPUT_MESSAGE: spec})


def normal_scores(**scores: float) -> dict[str, float]:
    """Scores of a normal message, or of the given classes."""
    calm = dict.fromkeys(CLASS_NAMES, 0.0) | {NORMAL: 0.0 if scores else 1.0}
    return calm | scores


@dataclass
class ScriptedModels:
    """Replies and verdicts by message; every request is kept."""

    replies: Callable[[GenerationRequest], str] = lambda _: "응, 그렇구나 😊"
    verdicts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    fitting: Mapping[str, float] = field(default_factory=dict)
    answering: Mapping[str, float] = field(default_factory=dict)  # how well a reply fits
    written: Sequence[WrittenReply] = ()  # replies of ours to messages like any
    logprobs: Mapping[str, float] = field(default_factory=dict)
    texts: dict[Task, str] = field(
        default_factory=lambda: {
            Task.MEMORY: NOTHING,
            Task.SUMMARY: "사용자가 말을 걸고 오로라가 대답함",
            Task.EYES_MOUTH_POSE: CALM,
        }
    )
    finish_reason: FinishReason = FinishReason.STOP
    errors: dict[Task, Exception] = field(default_factory=dict)
    judge_error: Exception | None = None
    num_forgotten: int = 0
    requests: list[GenerationRequest] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gates: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(_open_gate))
    profile: Profile = field(default_factory=lambda: with_candidates(1))
    judge_version: str = "ethics-scripted"

    def num_tokens(self, text: str) -> int:
        """Two characters are a token, more or less."""
        return (len(text) + 1) // 2

    async def generate(self, request: GenerationRequest) -> Completion:
        """The scripted text, after the owner's gate is open."""
        self.requests.append(request)
        self.asked.set()
        await self.gates[request.owner].wait()
        if error := self.errors.get(request.task):
            raise error
        is_reply = request.task is Task.OUTPUT_MESSAGE
        text = self.replies(request) if is_reply else self.texts[request.task]
        return Completion(
            text, self.finish_reason, 8, 8, self.logprobs.get(text, -1.0), 0.0, 0.1, 0.2
        )

    async def alike(self, given: Given) -> Alike:
        """No example, so that what the engine puts before a message is all that a test sees."""
        del given
        return Alike(replies=self.written)

    async def reply_fits(self, input_text: str, replies: Sequence[str]) -> list[float]:
        """The scripted fit of each reply, whatever the input."""
        del input_text
        return [self.answering.get(reply, 0.0) for reply in replies]

    async def judgements(self, texts: Sequence[str]) -> list[Judgement]:
        """The scripted scores; normal for every other text."""
        if self.judge_error:
            raise self.judge_error
        return [Judgement(self.verdicts.get(text, normal_scores()), "비슷한 말") for text in texts]

    async def forget(self) -> None:
        """Nothing is kept here but the requests, which tests look at."""
        self.num_forgotten += 1

    async def fits(self, message: str, memories: Sequence[str]) -> list[float]:
        """The scripted fit of each memory, whatever the message."""
        del message
        return [self.fitting.get(memory, 0.0) for memory in memories]

    def prompts(self, task: Task) -> list[str]:
        """What the model was given for one task."""
        return [request.prompt for request in self.requests if request.task is task]


def _open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate
