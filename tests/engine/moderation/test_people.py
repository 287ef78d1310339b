from __future__ import annotations

import pytest

from engine.moderation.people import Standing, may_act_on

MODERATOR = Standing("1", rank=5)
OWNER = Standing("9", rank=0, is_guild_owner=True)


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        (Standing("2", rank=0), True),
        (Standing("2", rank=4), True),
        (Standing("2", rank=5), False),  # a peer
        (Standing("2", rank=6), False),
        (Standing("1", rank=0), False),  # himself
        (Standing("2", rank=0, is_bot=True), False),
        (Standing("2", rank=0, is_admin=True), False),
        (Standing("2", rank=0, is_guild_owner=True), False),
    ],
)
def test_nobody_acts_on_his_peers_or_betters(target: Standing, allowed: bool) -> None:
    assert may_act_on(MODERATOR, target) is allowed


def test_owner_acts_on_everybody_but_administrators_bots_and_himself() -> None:
    assert may_act_on(OWNER, Standing("2", rank=99))
    assert not may_act_on(OWNER, Standing("2", is_bot=True))
    assert not may_act_on(OWNER, Standing("2", is_admin=True))
    assert not may_act_on(OWNER, OWNER)
