"""A task's stop text ends what the model writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.inference.request import FinishReason
from engine.inference.runner import ModelRunner
from engine.inference.sampling import Token
from engine.inference.scheduler import Scheduler
from tests.inference.gated_runner import building, started
from tests.inference.tiny import byte_tokenizer, tiny_gpt_neox

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.inference.request import Request
    from engine.inference.scheduler import Batch
    from engine.inference.tokenizer import TextTokenizer

STOP = "(답변 종료)"


class Reciting(ModelRunner):
    """Writes a given text, byte by byte."""

    def __init__(self, text: str) -> None:
        super().__init__(tiny_gpt_neox(), [], max_slots=1, max_tokens=8)
        self._ids = iter(byte_tokenizer().encode(text))

    def step(self, batch: Batch) -> dict[Request, Token | None]:
        return {request: Token(next(self._ids), 0.0) for request in batch.decode + batch.prefill}


@pytest.mark.parametrize(("stop", "said"), [(STOP, "안녕"), ("", f"안녕 {STOP} 더")])
async def test_stop_text_ends_the_sequence_and_is_not_part_of_it(stop: str, said: str) -> None:
    whole = f"안녕 {STOP} 더"
    worker = started(Reciting(whole), Scheduler(max_slots=1, max_prefill_tokens=64))

    def build(tokenizer: TextTokenizer, at: float, is_gone: Callable[[], bool]) -> Request:
        request = building("a", num_new=len(whole.encode()))(tokenizer, at, is_gone)
        request.stop = stop
        return request

    completion = await worker.generate("tiny", build)
    await worker.stop()
    assert completion.text == said
    assert completion.finish_reason is (FinishReason.STOP if stop else FinishReason.LENGTH)
    assert completion.num_new_tokens == len((f"안녕 {STOP}" if stop else whole).encode())
