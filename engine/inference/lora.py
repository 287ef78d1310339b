"""Many LoRAs on one model, chosen per sequence of a batch.

Every linear layer that some LoRA changes keeps its own weight and gets all LoRAs' factors beside
it. A forward pass is told which rows of the batch use which LoRA; rows of one LoRA are computed
together. Weights are read in peft's format.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import torch
from safetensors.torch import load_file
from torch import nn

from engine.errors import LoraMismatch, LoraMissing
from engine.inference.loras import WEIGHTS_FILE, holds_lora

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NO_LORA = -1


@dataclass(slots=True)
class LoraSelection:
    """Which LoRA each row of the running batch uses: what the layers read during a forward pass."""

    groups: list[tuple[int, torch.Tensor | None]] = field(default_factory=list)

    def choose(self, loras: Sequence[int]) -> None:
        """Set the LoRA index of every row of the next batch; `NO_LORA` leaves a row alone."""
        present = sorted(set(loras) - {NO_LORA})
        if len(present) == 1 and NO_LORA not in loras:
            self.groups = [(present[0], None)]  # all rows: nothing to pick out
            return
        self.groups = [
            (lora, torch.tensor([row for row, used in enumerate(loras) if used == lora]))
            for lora in present
        ]


class LoraLinear(nn.Module):
    """A linear layer with the factors of several LoRAs.

    Shapes: input [batch, tokens, in]; `a[i]` is [rank_i, in], `b[i]` is [out, rank_i] with the
    scale folded in.
    """

    def __init__(self, base: nn.Linear, selection: LoraSelection, num_loras: int) -> None:
        super().__init__()
        self.base = base
        self.a: list[torch.Tensor | None] = [None] * num_loras
        self.b: list[torch.Tensor | None] = [None] * num_loras
        self._selection = selection

    def put(self, index: int, a: torch.Tensor, b: torch.Tensor) -> None:
        """Set the factors of one LoRA."""
        weight = self.base.weight
        self.a[index] = a.to(weight)
        self.b[index] = b.to(weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """The layer's output, each row with its own LoRA."""
        y = cast("torch.Tensor", self.base(x))
        for index, rows in self._selection.groups:
            a, b = self.a[index], self.b[index]
            if a is None or b is None:
                continue
            if rows is None:
                y = y + nn.functional.linear(nn.functional.linear(x, a), b)
            else:
                part = nn.functional.linear(nn.functional.linear(x[rows], a), b)
                y = y.index_add(0, rows.to(y.device), part)
        return y


@dataclass(frozen=True, slots=True)
class LoraWeights:
    """One LoRA as read from disk: layer name -> (A, B), B scaled."""

    name: str
    layers: Mapping[str, tuple[torch.Tensor, torch.Tensor]]


def load_weights(name: str, folder: Path, base: str | None) -> LoraWeights:
    """Read a peft folder.

    Args:
        name: the task or role.
        folder: where `adapter_config.json` lies.
        base: the folder name of the base it has to be trained on; none for published weights,
            which name a path of their author's. Their shapes are checked all the same: `attach`.

    Raises:
        LoraMissing: there is no such folder.
        LoraMismatch: it was trained on another base than `base`.
    """
    if not holds_lora(folder):
        raise LoraMissing(name, folder)
    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    if base is not None and config["base_model_name_or_path"] != base:
        raise LoraMismatch(name, f"trained on {config['base_model_name_or_path']}, not {base}")
    scale = config["lora_alpha"] / config["r"]
    tensors = load_file(folder / WEIGHTS_FILE)
    layers = {}
    for key, a in tensors.items():
        if key.endswith(".lora_A.weight"):
            layer = key.removesuffix(".lora_A.weight")
            b = tensors[f"{layer}.lora_B.weight"].float() * scale
            layers[layer.removeprefix("base_model.model.")] = (a.float(), b)
    return LoraWeights(name, layers)


def attach(model: nn.Module, loras: Sequence[LoraWeights]) -> LoraSelection:
    """Put all LoRAs beside the linear layers they change; their index is their place in `loras`.

    Raises:
        LoraMismatch: a LoRA names a layer that the model does not have, or of another shape.
    """
    selection = LoraSelection()
    wrapped: dict[str, LoraLinear] = {}
    for index, lora in enumerate(loras):
        for name, (a, b) in lora.layers.items():
            if name not in wrapped:
                wrapped[name] = _wrap(model, name, lora.name, selection, len(loras))
            base = wrapped[name].base
            if a.shape[1] != base.in_features or b.shape[0] != base.out_features:
                raise LoraMismatch(lora.name, f"layer {name} has another shape")
            wrapped[name].put(index, a, b)
    return selection


def _wrap(
    model: nn.Module, name: str, lora: str, selection: LoraSelection, num_loras: int
) -> LoraLinear:
    parent_name, _, child = name.rpartition(".")
    try:
        parent = model.get_submodule(parent_name)
        base = parent.get_submodule(child)
    except AttributeError as error:
        raise LoraMismatch(lora, f"the base has no layer {name}") from error
    if not isinstance(base, nn.Linear):
        raise LoraMismatch(lora, f"layer {name} is not linear")
    layer = LoraLinear(base, selection, num_loras)
    setattr(parent, child, layer)
    return layer
