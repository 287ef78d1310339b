"""The `kanana` profile's architectures, tiny: trained, saved, loaded and served as it serves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import torch
from peft import PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

from engine.errors import LoraMismatch, LoraMissing
from engine.ethics import CLASS_NAMES
from engine.inference.encoder import SentenceEncoder
from engine.inference.lora import attach, load_weights
from engine.inference.prepare import PreparedModels
from engine.inference.profile import EncoderRole, Profile, Task
from engine.inference.request import GenerationRequest, Priority
from engine.inference.service import Inference
from engine.inference.tokenizer import TextTokenizer
from engine.policy import Policy
from tests.inference.tiny import (
    VOCABULARY,
    merged,
    random_lora,
    tiny_gpt_neox,
    tiny_llama,
)
from tests.inference.tiny_hub import (
    BEGIN,
    END,
    PAD,
    save_model,
    save_published,
    tiny_roberta,
)
from training.fine_tune import lora_config
from training.lora_folder import LoraCard, save_lora
from training.recipe import Recipe
from training.sentence_encoder import load_encoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# trl and peft still use names that transformers has deprecated
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
RANK = 4
RECIPE = Recipe(
    rank=RANK, alpha=16, dropout=0.0, learning_rate=3e-3, epochs=1, batch_size=2, seed=1
)  # fmt: skip
KANANA, POLYGLOT = {"bos_token": {"content": BEGIN}, "eos_token": END}, {"eos_token": END}
PROMPT = "오늘 비 오네 (요약 시작)"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return Profile.load("kanana")


@pytest.fixture(scope="module")
def models(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> PreparedModels:
    """The profile's folders with tiny models in them, and the published weights."""
    cache = tmp_path_factory.mktemp("cache")
    folders = {
        name: cache / base.source.name for name, base in profile.bases.items() if base.source
    }
    save_model(tiny_llama(1), folders["kanana_instruct"], KANANA)
    save_model(tiny_llama(2), folders["kanana_base"], KANANA)
    save_model(tiny_gpt_neox(), folders["polyglot"], POLYGLOT)
    published = {
        task.value: save_published(lora_of(profile, task), RANK, cache / task) for task in Task
    }
    for seed, role in enumerate(profile.roles):
        published[role] = save_model(tiny_roberta(seed), cache / role, {"pad_token": PAD})
    encoder = save_model(tiny_roberta(9), cache / "klue--roberta-base@main", {"pad_token": PAD})
    return PreparedModels(folders, encoder, published)


def base_of(profile: Profile, task: Task) -> Any:
    seeds = {"kanana_instruct": 1, "kanana_base": 2}
    base = profile.tasks[task].base
    return tiny_llama(seeds[base]) if base in seeds else tiny_gpt_neox()


def lora_of(profile: Profile, task: Task) -> Any:
    return random_lora(base_of(profile, task), task.value, RANK, seed=list(Task).index(task))


def linear_layers(model: Any) -> set[str]:
    layers = {name for name, m in model.named_modules() if isinstance(m, torch.nn.Linear)}
    return layers - {"lm_head"}


def some_ids(rows: int, length: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randint(4, VOCABULARY, (rows, length), generator=generator)


@pytest.mark.parametrize("make_model", [tiny_llama, tiny_gpt_neox])
def test_training_lowers_the_loss_and_the_runtime_computes_what_peft_computes(
    make_model: Callable[[], Any], tmp_path: Path
) -> None:
    base, ids = save_model(make_model(), tmp_path / "base@main", POLYGLOT), some_ids(3, 9)
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base), lora_config(RECIPE))
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RECIPE.learning_rate)
    losses = []
    for _ in range(4):
        loss = model(input_ids=ids, labels=ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses == sorted(losses, reverse=True)

    save_lora(model, tmp_path / "lora", LoraCard("memory", base.name, 3, "", losses[-1], []))
    weights = load_weights("memory", tmp_path / "lora", base.name)
    own = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    assert set(weights.layers) == linear_layers(own)
    plain = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    peft = PeftModel.from_pretrained(plain, str(tmp_path / "lora")).eval()
    attach(own, [weights]).choose([0, 0, 0])
    with torch.inference_mode():
        torch.testing.assert_close(own(ids).logits, peft(ids).logits, atol=1e-4, rtol=1e-4)


async def test_four_tasks_on_three_bases_give_what_each_merged_model_gives(
    profile: Profile, models: PreparedModels
) -> None:
    inference = Inference.load(profile, models)
    requests = [GenerationRequest(task, PROMPT, "a", Priority.REPLY) for task in Task]
    try:
        completions = await asyncio.gather(*map(inference.generate, requests))
    finally:
        await inference.stop()
    assert len(inference.worker._bases) == 3  # two tasks share one copy
    assert inference._loras["polyglot"] == [Task.MEMORY, Task.EYES_MOUTH_POSE]
    texts = dict(zip(Task, (completion.text for completion in completions), strict=True))
    assert len(set(texts.values())) == len(Task)
    for task in (Task.SUMMARY, Task.MEMORY, Task.EYES_MOUTH_POSE):  # the reply is drawn by chance
        assert texts[task] == alone(profile, models, task)


def alone(profile: Profile, models: PreparedModels, task: Task) -> str:
    """What the task's base writes with its LoRA merged into it."""
    tokenizer = TextTokenizer.load(models.bases[profile.tasks[task].base])
    ids = torch.tensor([tokenizer.encode_prompt(PROMPT)])
    output = merged(base_of(profile, task), lora_of(profile, task)).generate(
        ids,
        attention_mask=torch.ones_like(ids),
        max_new_tokens=profile.tasks[task].max_new_tokens,
        do_sample=False,
        eos_token_id=tokenizer.eos_id,
        pad_token_id=tokenizer.pad_id,
    )
    return tokenizer.decode(output[0, ids.shape[1] :].tolist()).strip()


async def test_published_encoders_score_with_their_plain_cosines(
    profile: Profile, models: PreparedModels
) -> None:
    inference = Inference.load(profile, models)
    try:
        (judgement,) = await inference.judgements(["안녕"])
        fits = await inference.fits("안녕", ["[이름: 로라]"])
        encoder = inference._encoder
        names = encoder.embed(EncoderRole.ETHICS, list(CLASS_NAMES.values()))
        cosines = names @ encoder.embed(EncoderRole.ETHICS, ["안녕"])[0]
    finally:
        await inference.stop()
    assert list(judgement.scores.values()) == pytest.approx(cosines.clamp(0, 1).tolist(), abs=1e-5)
    assert 0 <= fits[0] <= 1


def test_whole_models_of_two_roles_differ(profile: Profile, models: PreparedModels) -> None:
    whole = {role: models.published[role] for role in profile.roles}
    encoder = SentenceEncoder.load(models.encoder, {}, profile.encoder, whole)
    vectors = [encoder.embed(role, ["안녕"])[0] for role in (*profile.roles, None)]
    assert not torch.allclose(vectors[0], vectors[1], atol=1e-3)
    assert not torch.allclose(vectors[0], vectors[2], atol=1e-3)


def test_encoder_in_use_computes_what_is_trained(profile: Profile, models: PreparedModels) -> None:
    """RoBERTa counts positions from its padding on, so rows of unlike length must not differ."""
    texts = ["안녕", "오늘은 뭐 하고 지내? 나는 집에서 쉬고 있어", "a"]
    own = SentenceEncoder.load(models.encoder, {}, profile.encoder).embed(None, texts)
    trainable = load_encoder(models.encoder, profile.encoder)
    trained = trainable.encode(texts, normalize_embeddings=True, convert_to_tensor=True)
    torch.testing.assert_close(own, trained.cpu(), atol=1e-4, rtol=1e-4)


def test_published_lora_of_another_shape_is_refused(
    profile: Profile, models: PreparedModels
) -> None:
    swapped = dict(models.published) | {Task.SUMMARY: models.published[Task.MEMORY]}
    with pytest.raises(LoraMismatch):
        Inference.load(profile, PreparedModels(models.bases, models.encoder, swapped))


def test_without_any_weights_the_task_is_named(profile: Profile, models: PreparedModels) -> None:
    with pytest.raises(LoraMissing):
        Inference.load(profile, PreparedModels(models.bases, models.encoder))


def test_tokenizers_with_and_without_a_begin_token(models: PreparedModels) -> None:
    kanana = TextTokenizer.load(models.bases["kanana_base"])
    polyglot = TextTokenizer.load(models.bases["polyglot"])
    assert kanana.encode_prompt("가") == [kanana.bos_id, *kanana.encode("가")]
    assert polyglot.bos_id is None
    assert polyglot.encode_prompt("가") == polyglot.encode("가")
    assert polyglot.pad_id == polyglot.eos_id
    for text in ("▁ 안녕 👩‍👩‍👧", f"{END} ab", ""):
        assert kanana.decode(kanana.encode(text)) == text
        assert kanana.eos_id not in kanana.encode(text)


def test_thresholds_of_the_profile_reach_the_policy(profile: Profile) -> None:
    policy = Policy.of(profile, reply_timeout_s=7)
    assert (policy.thresholds.love, policy.thresholds.hate) == (0.98, 0.90)
    assert (policy.recall_threshold, policy.reply_timeout_s) == (0.6, 7)
    assert (
        Policy.of(Profile.load("embedded"), reply_timeout_s=120).thresholds == Policy().thresholds
    )
