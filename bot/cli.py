"""The installed command, `ohlora`."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime  # noqa: TC003 (typer reads it from the annotations)
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot import ask as asking
from bot.app import load_inference, open_engine
from bot.config import load_settings
from bot.doctor import examine
from bot.errors import BotError, ConfigError
from bot.lines import read_texts
from bot.logs import configure_logging
from bot.output import give_up, print_json
from bot.progress import preparation_progress
from bot.replaying import replay as replay_since
from bot.running import chat_in_terminal, run_platforms
from bot.texts import Texts
from engine.errors import EngineError, RuleInvalid
from engine.judge import judge as judge_texts
from engine.rules import Rules
from storage.database import Database
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from bot.config import Settings
    from engine.inference.service import Inference

JUDGE_BATCH = 64
OFFLINE_COMMANDS = "ohlora.commands"  # an entry-point group, see pyproject.toml

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they may hold a token
    help="오로라: 디스코드와 텔레그램의 페르소나 챗봇",
)

TextArguments = Annotated[list[str] | None, typer.Argument(metavar="TEXT...")]
FileOption = Annotated[
    Path | None, typer.Option("--file", help="UTF-8 file with one text a line; - for stdin.")
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON object a line. There is no other form yet.")
]


@app.command()
def run() -> None:
    """Run on every platform that has a token; without any, chat in the terminal."""
    settings = _settings()
    if settings.discord_token or settings.telegram_token:
        _with_models(settings, lambda inference: run_platforms(settings, inference))
    else:
        chat()


@app.command()
def chat(
    person: Annotated[str, typer.Option(help="Who is talking.")] = "terminal",
) -> None:
    """Chat with her in the terminal."""
    settings = _settings()
    _with_models(settings, lambda inference: chat_in_terminal(settings, inference, person))


@app.command()
def doctor() -> None:
    """Check everything she needs, and say what to mend."""
    settings = _settings()
    findings = asyncio.run(examine(settings))
    texts, console = Texts.load(), Console()
    marks = {"ok": "[green]✔[/]", "warn": "[yellow]▲[/]", "error": "[red]✘[/]"}
    for finding in findings:
        console.print(marks[finding.level], Text(texts.say(finding.key, None, **finding.values)))
    raise typer.Exit(any(finding.level == "error" for finding in findings))


@app.command()
def ask(
    texts: TextArguments = None,
    file: FileOption = None,
    person: Annotated[str, typer.Option(help="Who is talking.")] = "ask",
    as_json: JsonOption = True,
) -> None:
    """Have whole turns with the real engine; prints one JSON object a line."""
    del as_json
    settings = _settings()

    async def main(inference: Inference) -> None:
        async with open_engine(settings, inference) as engine:
            lines = read_texts(texts or (), file, sys.stdin.buffer)
            async for turn in asking.ask(engine, person, lines):
                print_json(turn)

    _with_models(settings, main)


@app.command()
def judge(
    texts: TextArguments = None,
    file: FileOption = None,
    *,
    explain: Annotated[bool, typer.Option(help="Say what the verdict rests on.")] = False,
    as_json: JsonOption = True,
) -> None:
    """Judge texts without answering them; prints one JSON object a line."""
    del as_json
    settings = _settings()

    async def main(inference: Inference) -> None:
        lines = read_texts(texts or (), file, sys.stdin.buffer)
        for batch in _batches(lines, JUDGE_BATCH):
            verdicts = await judge_texts(inference, batch, inference.profile.thresholds)
            for text, verdict in zip(batch, verdicts, strict=True):
                told = verdict.explanation() if explain else asking.verdict_json(verdict)
                print_json({"text": text, **told})
        await inference.stop()

    _with_models(settings, main)


@app.command()
def replay(
    since: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day, in her zone.")
    ],
    policy: Annotated[
        str | None, typer.Option(help="default, strict or a TOML file; else OHLORA_RULES.")
    ] = None,
    *,
    as_json: JsonOption = True,
) -> None:
    """Say what recorded messages would have led to under other rules; nothing is changed."""
    del as_json
    settings = _settings()
    try:
        rules = Rules.load(policy or settings.rules)
    except RuleInvalid as error:
        give_up(error)

    async def main(inference: Inference) -> None:
        database = await Database.open(settings.database_url)
        try:
            first = since.replace(tzinfo=settings.zone)
            print_json(await replay_since(database, inference, rules, first))
        finally:
            await inference.stop()
            await database.close()

    _with_models(settings, main)


def _add_offline_commands() -> None:
    """`train` and `evaluate`, which the training package registers; the bot does not know it."""
    for command in entry_points(group=OFFLINE_COMMANDS):
        app.command(command.name)(command.load())


def _settings() -> Settings:
    try:
        settings = load_settings()
    except ConfigError as error:
        give_up(error)
    configure_logging(settings)
    return settings


def _with_models(
    settings: Settings, main: Callable[[Inference], Coroutine[Any, Any, None]]
) -> None:
    """Load the models with progress bars, then run `main` on an event loop."""
    try:
        with preparation_progress(Console(stderr=True), Texts.load()) as report:
            inference = load_inference(settings, report)
        asyncio.run(main(inference))
    except (BotError, EngineError, StorageError, OSError) as error:
        give_up(error)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _batches(lines: Iterator[str], size: int) -> Iterator[list[str]]:
    while batch := list(islice(lines, size)):
        yield batch


_add_offline_commands()
