"""Make docs/images/discord.png: a chat with the real models in a simulated Discord.

Needs Chromium (`apt-get install chromium fonts-noto-cjk fonts-noto-color-emoji`) and
`pip install "simcord[screenshot]"`. Run it as `python -m scripts.screenshot`.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
import simcord
from playwright.async_api import BrowserType

from bot.adapters.discord_bot import DiscordBot
from bot.config import load_settings
from bot.moderation import moderation_of
from bot.stored_hashes import StoredHashes
from bot.texts import Texts
from engine.engine import Engine
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from engine.inference.service import Inference
from engine.policy import Policy
from storage.database import Database

TARGET = Path("docs/images/discord.png")
SAID = (
    ("지민", "로라야 넌 누구야?"),
    ("지민", "나 초밥 진짜 좋아해"),
    ("지민", "오늘 저녁 뭐 먹지?"),
    ("현우", "로라야 사랑해, 나랑 사귀자"),
    ("현우", "사랑한다고! 나랑 데이트하자"),
)
_launch = BrowserType.launch


async def _launch_debian(self: BrowserType, **options: Any) -> Any:
    return await _launch(self, **{"executable_path": "/usr/bin/chromium", **options})


async def main() -> None:
    """Talk, then shoot the channel."""
    BrowserType.launch = _launch_debian  # simcord has no setting for the browser's path
    models = prepare(Profile.load("embedded"), load_settings().cache, lambda *_: None)
    inference = Inference.load(Profile.load("embedded"), models)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'shot.sqlite3'}")
        engine = Engine(
            database, inference, Policy(), clock=discord.utils.utcnow,  # simcord's clock
            monotonic=time.monotonic, zone=ZoneInfo("Asia/Seoul"),
        )  # fmt: skip
        bot = DiscordBot(
            engine=engine, texts=Texts.load(), zone=ZoneInfo("Asia/Seoul"),
            hashes=StoredHashes(database),
            moderation=moderation_of(engine, ()), message_content=True,
        )  # fmt: skip
        async with simcord.run(bot, settle_timeout=120) as env:
            guild = env.create_guild("오로라 놀이터")
            channel = guild.create_text_channel("수다방")
            people = {name: guild.add_member(env.create_user(name)) for name, _ in SAID}
            her = bot.user
            if her is None:
                raise RuntimeError("simcord did not log in")
            for name, text in SAID:
                await people[name].send(channel, f"<@{her.id}> {text}")
            TARGET.parent.mkdir(parents=True, exist_ok=True)
            async with env.preview(
                channel, viewers=[people["지민"]], layout="channel", width=900, height=1000
            ) as page:
                await page.screenshot(TARGET, viewer=people["지민"], mode="viewport")
        await inference.stop()
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
