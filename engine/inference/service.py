"""What the engine asks of the models, as awaitable calls."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import torch
import transformers

from engine.ethics import CLASS_NAMES
from engine.inference.encoder import SentenceEncoder
from engine.inference.exchange_store import ExchangeStore
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole, Task
from engine.inference.request import Request, Sampling
from engine.inference.runner import ModelRunner
from engine.inference.scheduler import Scheduler
from engine.inference.similarity import score
from engine.inference.tokenizer import TextTokenizer
from engine.inference.worker import InferenceWorker, LoadedBase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from engine.exchanges import Exchange, InputKind
    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import BaseSpec, Profile
    from engine.inference.request import Completion, GenerationRequest

DEFAULT_MAX_WAITING = 256


class Inference:
    """The models of one profile behind one worker."""

    def __init__(
        self,
        profile: Profile,
        bases: dict[str, LoadedBase],
        encoder: SentenceEncoder,
        exchanges: ExchangeStore,
        max_waiting: int = DEFAULT_MAX_WAITING,
    ) -> None:
        self.profile = profile
        self.worker = InferenceWorker(bases, max_waiting=max_waiting, monotonic=time.monotonic)
        self._encoder = encoder
        self._exchanges = exchanges
        self._loras = {name: _tasks_of(profile, name) for name in bases}
        self._gate_tokenizer = bases[profile.tasks[Task.OUTPUT_MESSAGE].base].tokenizer

    @classmethod
    def load(
        cls, profile: Profile, models: PreparedModels, *, max_waiting: int = DEFAULT_MAX_WAITING
    ) -> Inference:
        """Read everything into memory and start the worker.

        Raises:
            ModelError: weights are missing or do not fit.
        """
        transformers.logging.disable_progress_bar()  # loading takes a second or two
        bases = {
            name: _load_base(profile, spec, models.bases[name])
            for name, spec in profile.bases.items()
        }
        loras = {role: folder_of(profile.name, role) for role in EncoderRole}
        encoder = SentenceEncoder.load(models.encoder, loras, profile.encoder)
        exchanges = ExchangeStore.load(folder_of(profile.name, Task.OUTPUT_MESSAGE))
        inference = cls(profile, bases, encoder, exchanges, max_waiting)
        inference.worker.start()
        return inference

    async def stop(self) -> None:
        """End the worker; what still waits fails with `WorkerStopped`."""
        await self.worker.stop()

    def num_tokens(self, text: str) -> int:
        """How many tokens a person's message has. No model runs for this."""
        return len(self._gate_tokenizer.encode(text))

    async def generate(self, request: GenerationRequest) -> Completion:
        """The model's text for one prompt; see `InferenceWorker.generate` for its errors."""
        spec = self.profile.tasks[request.task]
        lora = self._loras[spec.base].index(request.task)

        def build(
            tokenizer: TextTokenizer, submitted_at: float, is_abandoned: Callable[[], bool]
        ) -> Request:
            return Request(
                prompt_ids=[tokenizer.bos_id, *tokenizer.encode(request.prompt)],
                lora=lora,
                owner=request.owner,
                priority=request.priority,
                max_new_tokens=spec.max_new_tokens,
                sampling=Sampling(
                    spec.temperature + request.extra_temperature, spec.top_p, request.seed
                ),
                submitted_at=submitted_at,
                is_abandoned=is_abandoned,
            )

        return await self.worker.generate(spec.base, build)

    async def examples(self, message: str, kind: InputKind) -> list[Exchange]:
        """The example exchanges to show before a message, the most fitting one last."""
        count = self.profile.tasks[Task.OUTPUT_MESSAGE].num_examples

        def job() -> list[Exchange]:
            (embedding,) = self._encoder.embed(None, [message])
            return self._exchanges.nearest(embedding, kind, count)

        return await self.worker.call(job) if count else []

    async def scores(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The score of every class, for each text."""

        def job() -> list[dict[str, float]]:
            names = self._encoder.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
            rows = score(self._encoder.embed(EncoderRole.ETHICS, texts) @ names.T)
            return [dict(zip(CLASS_NAMES, row, strict=True)) for row in rows.tolist()]

        return await self.worker.call(job)

    async def forget(self) -> None:
        """Drop all kept embeddings: some are of what people said. The rest is soon there again."""
        await self.worker.call(self._encoder.forget)

    async def fits(self, message: str, memories: Sequence[str]) -> list[float]:
        """How well each memory fits a message, in [0, 1]."""

        def job() -> list[float]:
            stored = self._encoder.embed(EncoderRole.RECALL, memories)
            asked = self._encoder.embed(EncoderRole.RECALL, [message])
            fitting: list[float] = score(stored @ asked[0]).tolist()
            return fitting

        return await self.worker.call(job) if memories else []


def _tasks_of(profile: Profile, base: str) -> list[Task]:
    return [task for task, spec in profile.tasks.items() if spec.base == base]


def _load_base(profile: Profile, spec: BaseSpec, folder: Path) -> LoadedBase:
    tasks = _tasks_of(profile, spec.name)
    longest = max(profile.tasks[task].max_new_tokens for task in tasks)
    runner = ModelRunner.load(
        folder,
        [(task.value, folder_of(profile.name, task)) for task in tasks],
        max_slots=spec.max_slots,
        max_tokens=spec.max_prompt_tokens + longest,
    )
    scheduler = Scheduler(spec.max_slots, max_prefill_tokens=spec.max_prefill_tokens)
    return LoadedBase(TextTokenizer.load(folder), runner, scheduler, spec.max_prompt_tokens)


def set_threads(num_threads: int) -> None:
    """How many cores torch may use."""
    torch.set_num_threads(num_threads)
