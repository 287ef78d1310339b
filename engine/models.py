"""What the engine needs of the models. `engine.inference.service.Inference` is the real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.ethics import Judgement
    from engine.exchanges import Alike
    from engine.inference.profile import Profile
    from engine.inference.request import Completion, GenerationRequest
    from engine.prompt import Given


class Models(Protocol):
    """A language model and a sentence encoder, served by a queue."""

    @property
    def profile(self) -> Profile:
        """The profile whose templates and limits hold."""

    def num_tokens(self, text: str) -> int:
        """How many tokens a person's message has."""

    async def generate(self, request: GenerationRequest) -> Completion:
        """The model's text for one prompt.

        Raises:
            InferenceError: it was not served.
        """

    async def alike(self, given: Given) -> Alike:
        """What our exchanges offer for a message: examples to show, replies to choose from."""

    async def reply_fits(self, input_text: str, replies: Sequence[str]) -> Sequence[float]:
        """How well each reply answers the input: cosines, for choosing among candidates."""

    @property
    def judge_version(self) -> str:
        """Which weights judge: a verdict names them."""

    async def judgements(self, texts: Sequence[str]) -> Sequence[Judgement]:
        """The score of every class name, for each text."""

    async def forget(self) -> None:
        """Drop all that is kept of what people said."""

    async def fits(self, message: str, memories: Sequence[str]) -> Sequence[float]:
        """How well each memory fits a message, in [0, 1]."""
