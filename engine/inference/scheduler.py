"""Which requests run next: continuous batching in plain Python, no torch.

Requests join and leave at every step. The running requests are dense: a request's index in
`running` is its slot in the KV cache, so a batch is always the first n slots and nothing needs to
be gathered. When one leaves, the last one takes its place, which is the `Move` the runner has to
repeat in the cache.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.inference.request import Priority, Request

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step computes. `prefill` are the newest of the running requests."""

    prefill: tuple[Request, ...]
    decode: tuple[Request, ...]

    def __bool__(self) -> bool:
        return bool(self.prefill or self.decode)


@dataclass(frozen=True, slots=True)
class Move:
    """A sequence changes its slot."""

    source: int
    target: int


class Scheduler:
    """Admits by priority, then round robin between owners."""

    def __init__(self, max_slots: int, max_prefill_tokens: int) -> None:
        self.max_slots = max_slots
        self.max_prefill_tokens = max_prefill_tokens
        self.running: list[Request] = []
        self._waiting: dict[Priority, OrderedDict[str, deque[Request]]] = {
            priority: OrderedDict() for priority in Priority
        }

    @property
    def num_waiting(self) -> int:
        """How many requests are not admitted yet."""
        return sum(len(queue) for owners in self._waiting.values() for queue in owners.values())

    def append(self, request: Request) -> None:
        """Let a request wait."""
        self._waiting[request.priority].setdefault(request.owner, deque()).append(request)

    def schedule(self, now: float) -> Batch:
        """Admit what fits, and say what the next step computes."""
        decode = tuple(self.running)
        prefill = tuple(self._admit())
        for request in prefill:
            request.admitted_at = now
            self.running.append(request)
        return Batch(prefill, decode)

    def leave(self, request: Request) -> Move | None:
        """Take a running request out; the last one moves into its slot."""
        target = self.running.index(request)
        last = self.running.pop()
        if last is request:
            return None
        self.running[target] = last
        return Move(source=len(self.running), target=target)

    def drop_abandoned(self) -> list[Request]:
        """Take out every waiting request that nobody waits for; the running ones have to leave."""
        for owners in self._waiting.values():
            for owner in list(owners):
                owners[owner] = deque(r for r in owners[owner] if not r.is_abandoned())
                if not owners[owner]:
                    del owners[owner]
        return [request for request in self.running if request.is_abandoned()]

    def _admit(self) -> Iterator[Request]:
        num_free, num_tokens = self.max_slots - len(self.running), 0
        while num_free and (request := self._peek()):
            num_tokens += len(request.prompt_ids)
            if num_tokens > self.max_prefill_tokens and num_tokens > len(request.prompt_ids):
                return  # the first one is admitted whatever its length
            self._pop(request)
            num_free -= 1
            yield request

    def _peek(self) -> Request | None:
        for owners in self._waiting.values():
            for queue in owners.values():
                return queue[0]
        return None

    def _pop(self, request: Request) -> None:
        owners = self._waiting[request.priority]
        queue = owners[request.owner]
        queue.popleft()
        if queue:
            owners.move_to_end(request.owner)  # the others of this priority come first now
        else:
            del owners[request.owner]
