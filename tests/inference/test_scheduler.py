"""Who is served next: no model, no torch, milliseconds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.inference.request import Priority, Request, Sampling
from engine.inference.scheduler import Scheduler


def request(owner: str = "a", priority: Priority = Priority.REPLY, num_tokens: int = 4) -> Request:
    return Request(
        prompt_ids=[1] * num_tokens,
        lora=0,
        owner=owner,
        priority=priority,
        max_new_tokens=8,
        sampling=Sampling(0.0, 1.0, 0),
        submitted_at=0.0,
    )


def test_replies_come_before_everything_else() -> None:
    scheduler = Scheduler(max_slots=1, max_prefill_tokens=100)
    for priority in reversed(Priority):
        scheduler.append(request(priority=priority))
    served = []
    while batch := scheduler.schedule(0.0):
        served.append(batch.prefill[0].priority)
        scheduler.leave(batch.prefill[0])
    assert served == list(Priority)


def test_owners_take_turns() -> None:
    scheduler = Scheduler(max_slots=1, max_prefill_tokens=100)
    for owner in ("flooder", "flooder", "flooder", "one", "two"):
        scheduler.append(request(owner))
    served = []
    while batch := scheduler.schedule(0.0):
        served.append(batch.prefill[0].owner)
        scheduler.leave(batch.prefill[0])
    assert served == ["flooder", "one", "two", "flooder", "flooder"]


def test_requests_join_a_running_batch() -> None:
    scheduler = Scheduler(max_slots=4, max_prefill_tokens=100)
    scheduler.append(request("a"))
    first = scheduler.schedule(0.0)
    scheduler.append(request("b"))
    second = scheduler.schedule(1.0)
    assert [r.owner for r in first.prefill] == ["a"]
    assert [r.owner for r in second.decode] == ["a"]
    assert [r.owner for r in second.prefill] == ["b"]
    assert second.prefill[0].admitted_at == 1.0


def test_prefill_is_bounded_by_tokens_but_a_long_prompt_is_not_left_out() -> None:
    scheduler = Scheduler(max_slots=4, max_prefill_tokens=10)
    for num_tokens in (12, 6, 6):
        scheduler.append(request(str(num_tokens), num_tokens=num_tokens))
    assert len(scheduler.schedule(0.0).prefill) == 1
    assert len(scheduler.schedule(0.0).prefill) == 1
    assert len(scheduler.schedule(0.0).prefill) == 1


def test_the_last_sequence_moves_into_a_freed_slot() -> None:
    scheduler = Scheduler(max_slots=3, max_prefill_tokens=100)
    for owner in "abc":
        scheduler.append(request(owner))
    a, b, c = scheduler.schedule(0.0).prefill
    move = scheduler.leave(a)
    assert move is not None
    assert (move.source, move.target) == (2, 0)
    assert scheduler.running == [c, b]
    assert scheduler.leave(b) is None


def test_abandoned_requests_are_dropped_wherever_they_are() -> None:
    scheduler = Scheduler(max_slots=1, max_prefill_tokens=100)
    requests = [request("a"), request("b"), request("c")]
    for r in requests:
        scheduler.append(r)
    scheduler.schedule(0.0)
    requests[0].is_abandoned = lambda: True
    requests[1].is_abandoned = lambda: True
    assert scheduler.drop_abandoned() == [requests[0]]
    assert scheduler.leave(requests[0]) is None
    assert scheduler.num_waiting == 1
    assert scheduler.schedule(0.0).prefill == (requests[2],)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Priority)), st.booleans())))
def test_every_request_is_served_exactly_once_and_slots_stay_dense(
    steps: list[tuple[str, Priority, bool]],
) -> None:
    scheduler = Scheduler(max_slots=3, max_prefill_tokens=9)
    slots: dict[int, Request] = {}  # what a KV cache that follows every move would hold
    appended, served = 0, []

    def leave(r: Request) -> None:
        move = scheduler.leave(r)
        if move:
            slots[move.target] = slots.pop(move.source)
        else:
            slots.pop(len(scheduler.running))

    def step() -> None:
        first_slot = len(scheduler.running)
        for i, r in enumerate(scheduler.schedule(0.0).prefill):
            served.append(r)
            slots[first_slot + i] = r
        assert [slots[i] for i in sorted(slots)] == scheduler.running

    for owner, priority, leaves in steps:
        scheduler.append(request(owner, priority))
        appended += 1
        step()
        if leaves:
            leave(scheduler.running[0])
    while scheduler.running or scheduler.num_waiting:
        step()
        leave(scheduler.running[-1])
    assert len(served) == len({r.request_id for r in served}) == appended
