"""The keys and values of all running sequences, one slot each.

Per layer: keys and values [max_slots, kv_heads, max_tokens, head_dim]. Slots in use are always the
first n (see `scheduler.py`), so a step reads views, never gathered copies. Each row has its own
length; what lies behind it is never attended to, because the step's mask ends there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from transformers.cache_utils import Cache, CacheLayerMixin

if TYPE_CHECKING:
    from transformers import PreTrainedConfig


class SlotLayer(CacheLayerMixin):  # type: ignore[misc]  # transformers is not typed
    """One layer's slots. `place` says where the next forward pass writes and how far it reads."""

    is_sliding = False

    def __init__(self, max_slots: int, max_tokens: int) -> None:
        super().__init__()
        self._max_slots = max_slots
        self._max_tokens = max_tokens
        self.rows = slice(0, 0)
        self.positions: torch.Tensor = torch.empty(0, 0, dtype=torch.long)  # [rows, tokens]
        self.num_read = 0

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        """Allocate with the first keys' head count, size, dtype and device."""
        _, num_heads, _, head_dim = key_states.shape
        shape = (self._max_slots, num_heads, self._max_tokens, head_dim)
        self.keys = key_states.new_zeros(shape)
        self.values = value_states.new_zeros((*shape[:3], value_states.shape[-1]))
        self.is_initialized = True

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Write the new keys and values at their places; return all the batch may attend to."""
        del args, kwargs
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        index = self.positions[:, None, :, None]
        keys, values = self.keys[self.rows], self.values[self.rows]
        keys.scatter_(2, index.expand_as(key_states), key_states)
        values.scatter_(2, index.expand_as(value_states), value_states)
        return keys[:, :, : self.num_read], values[:, :, : self.num_read]

    def get_seq_length(self) -> int:
        """Rows differ in length; the runner passes positions and masks itself."""
        return 0

    def get_max_length(self) -> int:
        """How many tokens a slot holds."""
        return self._max_tokens

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        """Keys read by the next forward pass, from the first one."""
        del query_length
        return self.num_read, 0


class SlotCache(Cache):  # type: ignore[misc]  # transformers is not typed
    """All layers' slots, in the shape that transformers' models expect of a cache."""

    def __init__(self, config: PreTrainedConfig, max_slots: int, max_tokens: int) -> None:
        super().__init__(
            layers=[SlotLayer(max_slots, max_tokens) for _ in range(config.num_hidden_layers)]
        )
        self.max_tokens = max_tokens

    def place(self, rows: slice, positions: torch.Tensor, num_read: int) -> None:
        """Say where the next forward pass writes.

        Args:
            rows: the slots of its batch.
            positions: [rows, tokens], where each new token goes in its slot.
            num_read: how many tokens from the start the longest row may attend to.
        """
        for layer in self.layers:
            layer.rows = rows
            layer.positions = positions
            layer.num_read = num_read

    def move(self, source: int, target: int, num_tokens: int) -> None:
        """Copy a sequence of `num_tokens` into another slot."""
        for layer in self.layers:
            layer.keys[target, :, :num_tokens] = layer.keys[source, :, :num_tokens]
            layer.values[target, :, :num_tokens] = layer.values[source, :, :num_tokens]
