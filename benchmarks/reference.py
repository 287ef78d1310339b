"""The reference's way of working, on our weights: four merged models, one after the other.

One person at a time, batch 1, transformers' own `generate`; the prompt, the five class names and
every memory are encoded anew for each message; the reply is shown last, after all other calls.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModelForCausalLM

from engine.ethics import CLASS_NAMES
from engine.inference.encoder import SentenceEncoder
from engine.inference.lora import load_weights
from engine.inference.loras import folder_of
from engine.inference.profile import EncoderRole, Profile, Task
from engine.inference.tokenizer import TextTokenizer
from engine.prompt import task_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.inference.prepare import PreparedModels


@dataclass(frozen=True, slots=True)
class ReferenceTurn:
    """What one turn took, in seconds."""

    reply_text: str
    reply_alone_s: float
    visible_s: float  # the reply is shown when everything is done


class Reference:
    """Four merged language models and an encoder that keeps nothing."""

    def __init__(self, profile: Profile, models: PreparedModels) -> None:
        self._profile = profile
        folder = models.bases["gemma"]
        self._tokenizer = TextTokenizer.load(folder)
        self._models = {task: _merged(folder, profile.name, task) for task in Task}
        loras = {role: folder_of(profile.name, role) for role in EncoderRole}
        self._encoder = SentenceEncoder.load(models.encoder, loras, profile.encoder)

    def turn(self, message: str, memories: Sequence[str], examples: Sequence[Any]) -> ReferenceTurn:
        """One whole turn, in the reference's order."""
        start = time.perf_counter()
        for memory in memories:
            self._encode(EncoderRole.RECALL, [message])
            self._encode(EncoderRole.RECALL, [memory])
        tasks = self._profile.tasks
        prompt = task_prompt(tasks[Task.OUTPUT_MESSAGE], input_text=message, examples=examples)
        before_reply = time.perf_counter()
        reply = self._generate(Task.OUTPUT_MESSAGE, prompt)
        reply_alone_s = time.perf_counter() - before_reply
        for name in CLASS_NAMES.values():
            self._encode(EncoderRole.ETHICS, [message])
            self._encode(EncoderRole.ETHICS, [name])
        for task in (Task.MEMORY, Task.SUMMARY, Task.EYES_MOUTH_POSE):
            self._generate(task, task_prompt(tasks[task], input_text=message, reply=reply))
        return ReferenceTurn(reply, reply_alone_s, time.perf_counter() - start)

    def _encode(self, role: EncoderRole, texts: list[str]) -> None:
        self._encoder.forget()
        self._encoder.embed(role, texts)

    @torch.inference_mode()
    def _generate(self, task: Task, prompt: str) -> str:
        spec = self._profile.tasks[task]
        ids = torch.tensor([self._tokenizer.encode_prompt(prompt)])
        sampling: dict[str, Any] = {"do_sample": False}
        if spec.temperature:
            sampling = {"do_sample": True, "temperature": spec.temperature, "top_p": spec.top_p}
        output = self._models[task].generate(
            ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=spec.max_new_tokens,
            eos_token_id=self._tokenizer.eos_id,
            pad_token_id=self._tokenizer.pad_id,
            **sampling,
        )
        return self._tokenizer.decode(output[0, ids.shape[1] :].tolist()).strip()


def _merged(folder: Any, profile: str, task: Task) -> Any:
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    lora = load_weights(task.value, folder_of(profile, task), folder.name)
    with torch.inference_mode():
        for layer, (a, b) in lora.layers.items():
            weight = model.get_submodule(layer).weight
            weight.data = weight.data + b @ a
    return model
