"""What the engine asks of the models, as awaitable calls."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import torch
import transformers

from engine.exchanges import Alike, as_reply
from engine.inference.encoder import SentenceEncoder
from engine.inference.exchange_store import ExchangeStore
from engine.inference.judge_model import JudgeModel
from engine.inference.lora import load_weights
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole, Task
from engine.inference.request import Request, Sampling
from engine.inference.runner import ModelRunner
from engine.inference.scheduler import Scheduler
from engine.inference.tokenizer import TextTokenizer
from engine.inference.worker import InferenceWorker, LoadedBase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from engine.ethics import Judgement
    from engine.inference.lora import LoraWeights
    from engine.inference.prepare import PreparedModels
    from engine.inference.profile import BaseSpec, Profile
    from engine.inference.request import Completion, GenerationRequest
    from engine.prompt import Given

DEFAULT_MAX_WAITING = 256


class Inference:
    """The models of one profile behind one worker."""

    def __init__(
        self,
        profile: Profile,
        bases: dict[str, LoadedBase],
        encoder: SentenceEncoder,
        exchanges: ExchangeStore,
        judge: JudgeModel,
        *,
        max_waiting: int = DEFAULT_MAX_WAITING,
    ) -> None:
        self.profile = profile
        self.worker = InferenceWorker(bases, max_waiting=max_waiting, monotonic=time.monotonic)
        self._encoder = encoder
        self._exchanges = exchanges
        self._judge = judge
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
        bases = {name: _load_base(profile, spec, models) for name, spec in profile.bases.items()}
        voice, role = Task.OUTPUT_MESSAGE, EncoderRole.ETHICS
        exchanges = ExchangeStore.load(_folder(profile, voice, models))
        encoder = _load_encoder(profile, models)
        judge = JudgeModel.load(encoder, _folder(profile, role, models))
        inference = cls(profile, bases, encoder, exchanges, judge, max_waiting=max_waiting)
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
                prompt_ids=tokenizer.encode_prompt(request.prompt),
                lora=lora,
                owner=request.owner,
                priority=request.priority,
                max_new_tokens=spec.max_new_tokens,
                sampling=Sampling(
                    spec.temperature + request.extra_temperature,
                    spec.top_p,
                    request.seed,
                    spec.min_p,
                ),
                submitted_at=submitted_at,
                is_abandoned=is_abandoned,
                stop=spec.stop,
            )

        return await self.worker.generate(spec.base, build)

    async def alike(self, given: Given) -> Alike:
        """What our exchanges offer for a message: examples to show, replies to choose from."""
        spec, role = self.profile.tasks[Task.OUTPUT_MESSAGE], self.profile.example_role

        def job() -> Alike:
            said, whole = self._encoder.embed(role, [given.message, given.text])
            return Alike(
                self._exchanges.nearest(said, given.kind, spec.num_examples),
                self._exchanges.replies(said, whole, spec.num_written_replies),
            )

        if not spec.num_examples and not spec.num_written_replies:
            return Alike()
        return await self.worker.call(job)

    async def reply_fits(self, input_text: str, replies: Sequence[str]) -> list[float]:
        """How well each reply answers the input: cosines in the encoder's role for replies."""

        def job() -> list[float]:
            (asked,) = self._encoder.embed(EncoderRole.REPLY, [input_text])
            said = [as_reply(reply) for reply in replies]
            fitting = self._encoder.embed(EncoderRole.REPLY, said) @ asked
            return [float(fit) for fit in fitting]

        return await self.worker.call(job)

    @property
    def judge_version(self) -> str:
        """Which weights judge: a verdict names them."""
        return self._judge.version

    async def judgements(self, texts: Sequence[str]) -> list[Judgement]:
        """The score of every class, for each text."""
        return await self.worker.call(lambda: self._judge.judgements(texts))

    async def forget(self) -> None:
        """Drop all kept embeddings: some are of what people said. The rest is soon there again."""
        await self.worker.call(self._encoder.forget)

    async def fits(self, message: str, memories: Sequence[str]) -> list[float]:
        """How well each memory fits a message, in [0, 1]."""

        def job() -> list[float]:
            stored = self._encoder.embed(EncoderRole.RECALL, memories)
            asked = self._encoder.embed(EncoderRole.RECALL, [message])
            fitting = self._encoder.score(EncoderRole.RECALL, stored @ asked[0])
            return [float(fit) for fit in fitting]

        return await self.worker.call(job) if memories else []


def _tasks_of(profile: Profile, base: str) -> list[Task]:
    return [task for task, spec in profile.tasks.items() if spec.base == base]


def _folder(profile: Profile, name: Task | EncoderRole, models: PreparedModels) -> Path:
    """Where a task's or role's weights lie: published ones, or else ours."""
    return models.published.get(name) or folder_of(profile.name, name)


def _load_base(profile: Profile, spec: BaseSpec, models: PreparedModels) -> LoadedBase:
    folder, tasks = models.bases[spec.name], _tasks_of(profile, spec.name)
    longest = max(profile.tasks[task].max_new_tokens for task in tasks)
    runner = ModelRunner.load(
        folder,
        [_load_lora(profile, task, folder.name, models) for task in tasks],
        max_slots=spec.max_slots,
        max_tokens=spec.max_prompt_tokens + longest,
    )
    scheduler = Scheduler(spec.max_slots, max_prefill_tokens=spec.max_prefill_tokens)
    return LoadedBase(TextTokenizer.load(folder), runner, scheduler, spec.max_prompt_tokens)


def _load_lora(profile: Profile, task: Task, base: str, models: PreparedModels) -> LoraWeights:
    if published := models.published.get(task):
        return load_weights(task.value, published, None)
    return load_weights(task.value, folder_of(profile.name, task), base)


def _load_encoder(profile: Profile, models: PreparedModels) -> SentenceEncoder:
    whole = {r: models.published[r] for r in profile.roles if r in models.published}
    loras = {r: folder_of(profile.name, r) for r in profile.roles if r not in whole}
    return SentenceEncoder.load(models.encoder, loras, profile.encoder, whole)


def set_threads(num_threads: int) -> None:
    """How many cores torch may use."""
    torch.set_num_threads(num_threads)
