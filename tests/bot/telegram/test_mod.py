"""`/mod` against a Telegram server over HTTP, with a real engine and a real database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.adapters.telegram_bot import TelegramBot
from bot.adapters.telegram_settings import TelegramSettings
from bot.moderation import moderation_of
from bot.texts import Texts
from engine.engine import Engine
from engine.linking import Linking
from engine.policy import Policy
from storage.database import Database
from tests.bot.telegram.doubles import Clock, MemoryHashes
from tests.scripted_models import ScriptedModels, normal_scores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from tests.telegram_server import Chat, Message, TelegramServer, User

ADMIN_ID = 5_000_000_002  # the second user of the server
HER_CALM = "응, 그렇구나 😊"


@dataclass
class Group:
    """A group with its owner, an administrator, and people."""

    server: TelegramServer
    engine: Engine
    clock: Clock
    chat: Chat
    owner: User
    admin: User
    alice: User
    bob: User

    async def say(self, author: User, text: str) -> list[str]:
        """What the group reads after a message to her that she answers."""
        return await self._answers(author, f"/chat {text}", None)

    async def mod(
        self, command: str, by: User | Chat | None = None, *, about: User | None = None
    ) -> str:
        """A command, perhaps in reply to somebody, and what the group reads of its answer."""
        replied = self.server.say(self.chat, about, "그냥 하는 말") if about else None
        return "\n".join(await self._answers(by or self.admin, f"/mod {command}", replied))

    def alone(self, user: User) -> list[str]:
        """What she told somebody in private."""
        return [m.text for m in self.server.sent(self.server.state.chats[user.id])]

    async def _answers(self, author: User | Chat, text: str, replied: Message | None) -> list[str]:
        before = len(self.server.sent(self.chat))
        self.server.say(self.chat, author, text, reply_to=replied)
        await self.server.until(lambda: len(self.server.sent(self.chat)) > before)
        await self.server.idle()
        return [message.text for message in self.server.sent(self.chat)[before:]]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'ohlora.sqlite3'}")
    yield database
    assert await database.check_integrity() == []
    await database.close()


@pytest.fixture
def owners() -> list[str]:
    return []


@pytest.fixture
async def group(
    server: TelegramServer, database: Database, clock: Clock, zone: ZoneInfo, owners: list[str]
) -> AsyncIterator[Group]:
    models = ScriptedModels(
        verdicts={"사랑해": normal_scores(love=0.99), "패드립": normal_scores(paedrip=0.99)}
    )
    engine = Engine(
        database,
        models,
        Policy(),
        clock=clock,
        monotonic=lambda: clock.now.timestamp(),
        zone=zone,
    )
    bot = TelegramBot(
        settings=TelegramSettings(
            server.token, server.base_url, typing_every_s=0.02, retry_delays_s=(0.01,)
        ),
        engine=engine,
        texts=Texts.load(),
        zone=zone,
        hashes=MemoryHashes(),
        moderation=moderation_of(engine, owners),
    )
    people = {
        name: server.add_user(name, language_code="ko")
        for name in ("주인", "관리자", "앨리스", "밥")
    }
    assert people["관리자"].id == ADMIN_ID
    chat = server.add_group(
        "모임",
        members=[people["앨리스"], people["밥"]],
        admins=[people["관리자"]],
        owner=people["주인"],
    )
    server.add_private_chat(people["관리자"])
    await bot.start()
    yield Group(server, engine, clock, chat, *people.values())
    await bot.stop()


async def test_warning_block_and_unblock(group: Group) -> None:
    assert "#1 앨리스 님에게 경고했어요" in await group.mod("warn 그만해 주세요", about=group.alice)
    assert any("경고예요" in text for text in await group.say(group.alice, "안녕"))
    assert "#2 앨리스 님을" in await group.mod("제한 2 시간 도배", about=group.alice)
    (notice,) = await group.say(group.alice, "안녕")
    assert "대화가 제한됐어요" in notice
    assert "풀었어요: #2" in await group.mod("unblock 사과했어요", about=group.alice)
    assert await group.say(group.alice, "안녕") == [HER_CALM]


async def test_case_that_waits_is_shown_to_the_moderator_alone(group: Group) -> None:
    await group.say(group.alice, "패드립")
    assert await group.mod("queue") == "1:1 대화로 보내 드렸어요."
    (queue,) = group.alone(group.admin)
    assert "확인을 기다리는 기록 1건" in queue
    assert "내용: 패드립" in queue
    assert "#1 건을 확정했어요" in await group.mod("confirm #1 맞아요")
    assert "이미 끝난 기록" in await group.mod("confirm 1 또")
    assert "#1 건을 취소했어요" in await group.mod("pardon 1 실수")
    assert await group.mod("case 1") == "1:1 대화로 보내 드렸어요."
    assert "취소됨" in group.alone(group.admin)[-1]


async def test_record_stays_private_when_the_moderator_cannot_be_told_alone(group: Group) -> None:
    await group.mod("note 부계정 같아요", about=group.bob)
    said = await group.mod("history", by=group.owner, about=group.bob)
    assert "먼저 저와 1:1 대화를 열어 주세요" in said
    assert "부계정" not in said


async def test_trial_settings_shadow_and_export(group: Group) -> None:
    await group.mod("test 패드립")
    assert "1단계, 7일 제한. 단," in group.alone(group.admin)[-1]
    assert "연습 모드를 켰어요" in await group.mod("shadow on")
    await group.mod("settings")
    assert "· shadow = on" in group.alone(group.admin)[-1]
    assert "연습 모드를 껐어요" in await group.mod("연습 끄기")
    await group.mod("settings cool-down 5 분")
    assert "cool-down = 5 minutes" in group.alone(group.admin)[-1]
    await group.mod("warn 그만", about=group.alice)
    await group.mod("export")
    (sent,) = group.server.calls_of("sendDocument")
    exported = json.loads(sent.files["document"].content)
    assert [case["accounts"] for case in exported["cases"]] == [[f"telegram:{group.alice.id}"]]


@pytest.mark.parametrize(
    "command",
    ["warn 그만", "block 1d 도배", "unblock 그만", "note x", "history", "pardon 1 x", "confirm 1 x",
     "grant 1 x", "deny 1 x",
     "extend 1 1d x", "case 1", "queue", "settings shadow on", "shadow on", "test x", "export"],
)  # fmt: skip
async def test_who_is_no_administrator_is_refused(group: Group, command: str) -> None:
    said = await group.mod(command, by=group.bob, about=group.alice)
    assert said == "이 명령은 운영진만 쓸 수 있어요."
    assert (await group.engine.status("telegram", str(group.alice.id))).sanctions == ()


async def test_anonymous_administrator_acts_and_looks_at_nothing(group: Group) -> None:
    said = await group.mod("warn 그만", by=group.chat, about=group.alice)
    assert "#1: 앨리스" in said or "#1 앨리스" in said
    assert "1:1 대화를 열어 주세요" in await group.mod("queue", by=group.chat)


async def test_channel_that_speaks_in_the_group_is_no_administrator(group: Group) -> None:
    channel = group.server.add_channel("운영진")
    before = len(group.server.sent(group.chat))
    group.server.say(group.chat, channel, "/mod shadow on")
    await group.server.idle()
    assert len(group.server.sent(group.chat)) == before


async def test_former_administrator_is_refused_at_once(group: Group) -> None:
    assert "경고했어요" in await group.mod("warn 그만", about=group.alice)
    group.server.demote(group.chat, group.admin)
    assert "운영진만" in await group.mod("warn 그만", about=group.alice)


async def test_hierarchy_is_respected(group: Group) -> None:
    other = group.server.add_user("다른관리자", language_code="ko")
    group.server.join(group.chat, other)
    group.server.promote(group.chat, other)
    for person in (other, group.owner, group.admin):
        assert "그분에게는 할 수 없어요" in await group.mod("warn 너", about=person)


@pytest.mark.parametrize(
    "command", ["", "fly", "warn", "block", "pardon 하나 x", "shadow maybe", "settings cool-down"]
)
async def test_command_that_lacks_something_says_what_there_is(group: Group, command: str) -> None:
    said = await group.mod(command, about=group.alice)
    assert said.startswith("운영 명령이에요.")


async def test_refusals_are_plain(group: Group) -> None:
    assert "답장으로 써 주세요" in await group.mod("warn 그만")
    assert "기간을 읽지 못했어요: 곧" in await group.mod("block 곧 도배", about=group.alice)
    assert "#9 건은 이곳에 없어요" in await group.mod("case 9")
    assert "#0 건은 이곳에 없어요" in await group.mod("pardon 0 x")


@pytest.mark.parametrize(
    ("owners", "answer"),
    [([], "서버나 그룹에서"), ([f"telegram:{ADMIN_ID}"], "확인을 기다리는 기록이 없어요")],
)
async def test_private_chats_are_for_the_owners_of_the_bot(group: Group, answer: str) -> None:
    chat = group.server.state.chats[group.admin.id]
    group.server.say(chat, group.admin, "/mod queue")
    await group.server.until(lambda: group.alone(group.admin))
    assert answer in group.alone(group.admin)[-1]


async def test_appeal_is_opened_alone_decided_in_the_group_and_told_alone(group: Group) -> None:
    alice = group.server.add_private_chat(group.alice)
    assert "제한했어요" in await group.mod("block 2h 도배", about=group.alice)

    async def tell(text: str) -> str:
        before = len(group.server.sent(alice))
        group.server.say(alice, group.alice, text)
        await group.server.until(lambda: len(group.server.sent(alice)) > before)
        return group.alone(group.alice)[-1]

    assert "번호와 하고 싶은 말을" in await tell("/appeal 1")
    assert "#7 건은 이곳에 없어요" in await tell("/appeal 7 왜요")
    assert "운영진에게 전했어요" in await tell("/appeal #1 도배가 아니라 링크였어요")
    assert "이미 운영진이 보고 있어요" in await tell("/appeal 1 또")
    assert "받아들였어요" in await group.mod("grant 1 그러네요")
    assert "운영진의 답: 그러네요" in group.alone(group.alice)[-1]
    assert (await group.engine.status("telegram", str(group.alice.id))).block is None
    assert "이의 제기가 없어요" in await group.mod("deny 1 또")


async def test_appeal_in_a_group_is_led_to_the_private_chat(group: Group) -> None:
    (said,) = await group._answers(group.alice, "/appeal 1 왜요", None)
    assert "1:1 대화에서" in said


async def test_accounts_are_linked_in_the_private_chat(group: Group) -> None:
    alice = group.server.add_private_chat(group.alice)

    async def tell(text: str) -> str:
        before = len(group.server.sent(alice))
        group.server.say(alice, group.alice, text)
        await group.server.until(lambda: len(group.server.sent(alice)) > before)
        return group.alone(group.alice)[-1]

    code = re.search(r"/link ([A-Z0-9]{8}) ", await tell("/link"))
    assert code is not None
    assert "다른 플랫폼에서 써야 해요" in await tell(f"/link {code[1]}")
    theirs = await Linking(group.engine).give_code("discord", "7", "앨리스")
    assert "두 계정을 이었어요" in await tell(f"/link {theirs}")
    assert "다시 나눴어요" in await tell("/unlink")
    (said,) = await group._answers(group.alice, "/link", None)
    assert "1:1 대화에서" in said
    assert "/link " in await tell("/start link")
