"""All settings: the environment over `.env` over the defaults, read once and checked."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path, user_data_path
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic import ValidationError as PydanticError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import ConfigError
from engine.errors import RuleInvalid
from engine.rules import Rules
from storage.errors import DatabaseUnavailable
from storage.urls import parse

APP: Final = "ohlora"
PREFIX: Final = "OHLORA_"
_ACCOUNT: Final = re.compile(r"(discord|telegram):\d{1,20}")
_HIDDEN: Final = "(숨김/hidden)"
_SECRET: Final = frozenset({"discord_token", "telegram_token", "database_url"})


def default_database_url() -> str:
    """A SQLite file in the user's data folder."""
    return f"sqlite:///{user_data_path(APP).joinpath('ohlora.sqlite3').as_posix()}"


def shipped_profiles() -> tuple[str, ...]:
    """The names of the model profiles that ship with the engine."""
    folder = files("engine.inference").joinpath("profiles")
    return tuple(
        sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))
    )


def _one_word(token: SecretStr) -> SecretStr:
    text = token.get_secret_value().strip()
    if not text or len(text.split()) > 1 or not text.isascii():
        raise ValueError("a token is one word")
    return SecretStr(text)


def _known_database(url: str) -> str:
    try:
        parse(url)
    except DatabaseUnavailable as error:
        raise ValueError(error.reason) from error
    return url


def _known_profile(name: str) -> str:
    if name not in shipped_profiles():
        raise ValueError("no such profile")
    return name


def _accounts(value: object) -> object:
    if not isinstance(value, str):
        return value
    accounts = frozenset(part.strip() for part in value.split(",") if part.strip())
    if not all(_ACCOUNT.fullmatch(account) for account in accounts):
        raise ValueError("an account is its platform and its number")
    return accounts


def _known_rules(name: str) -> str:
    try:
        Rules.load(name)
    except RuleInvalid as error:
        raise ValueError(str(error)) from error
    return name


def _known_zone(name: str) -> str:
    # KeyError: no such zone; OSError: the name of a folder of zones.
    try:
        ZoneInfo(name)
    except (KeyError, OSError) as error:
        raise ValueError("no such time zone") from error
    return name


def _folder(path: Path) -> Path:
    expanded = path.expanduser()
    if expanded.exists() and not expanded.is_dir():
        raise ValueError("this is a file")
    return expanded


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Token = Annotated[SecretStr, AfterValidator(_one_word)]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)
]


class Settings(BaseSettings):
    """What an operator can choose. Each description says what is allowed, for error messages."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8-sig",  # editors on Windows put a byte order mark
        env_ignore_empty=True,
        extra="ignore",  # other programs' keys may be in the same file
        frozen=True,
    )

    discord_token: Token | None = Field(
        default=None,
        validation_alias=AliasChoices("OHLORA_DISCORD_TOKEN", "DISCORD_TOKEN"),
        description="공백 없는 봇 토큰 한 개 / one bot token without spaces",
    )
    telegram_token: Token | None = Field(
        default=None,
        validation_alias=AliasChoices("OHLORA_TELEGRAM_TOKEN", "TELEGRAM_TOKEN"),
        description="공백 없는 봇 토큰 한 개 / one bot token without spaces",
    )
    database_url: Annotated[str, AfterValidator(_known_database)] = Field(
        default_factory=default_database_url,
        repr=False,  # may hold a password
        description="sqlite:///파일 또는 postgresql://사용자:암호@주소/이름"
        " / sqlite:///file or postgresql://user:password@host/name",
    )
    cache: Annotated[Path, AfterValidator(_folder)] = Field(
        default_factory=lambda: user_cache_path(APP),
        description="파일이 아닌 폴더 경로 / the path of a folder, not of a file",
    )
    profile: Annotated[str, AfterValidator(_known_profile)] = Field(
        default="embedded",
        description=f"다음 중 하나 / one of: {', '.join(shipped_profiles())}",
    )
    owners: Annotated[frozenset[str], NoDecode, BeforeValidator(_accounts)] = Field(
        default=frozenset(),
        description="discord:123, telegram:456 같은 계정 / accounts like discord:123, telegram:456",
    )
    rules: Annotated[str, AfterValidator(_known_rules)] = Field(
        default="default",
        description="default, strict 또는 TOML 파일 / default, strict or a TOML file",
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="Asia/Seoul",
        description="Asia/Seoul 같은 시간대 이름 / a time zone name such as Asia/Seoul",
    )
    log_level: LogLevel = Field(
        default="INFO",
        description="다음 중 하나 / one of: DEBUG, INFO, WARNING, ERROR, CRITICAL",
    )
    log_json: bool = Field(default=False, description="true 또는 / or false")
    threads: int | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="1부터 1024까지의 정수 / a whole number from 1 to 1024",
    )
    max_waiting: int = Field(
        default=256,
        ge=1,
        le=100_000,
        description="1부터 100000까지의 정수 / a whole number from 1 to 100000",
    )
    reply_timeout_s: float = Field(
        default=120.0,
        ge=1,
        le=3600,
        description="1부터 3600까지의 초 / seconds from 1 to 3600",
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people are told times in."""
        return ZoneInfo(self.timezone)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no log may show."""
        tokens = (self.discord_token, self.telegram_token)
        return tuple(token.get_secret_value() for token in tokens if token)

    @classmethod
    def read(cls) -> Self:
        """The settings from the environment and `.env`."""
        return cls()


def load_settings() -> Settings:
    """The settings, or one clear line about the first one that is wrong.

    Raises:
        ConfigError: A value cannot be used, or `.env` cannot be read.
    """
    try:
        return Settings.read()
    except PydanticError as error:
        raise _explained(error) from None  # its own text repeats the value
    except UnicodeDecodeError:
        reason = "UTF-8로 저장해 주세요 / save the file as UTF-8"
        raise ConfigError("file", ".env", reason) from None
    except OSError as error:
        reason = f"파일을 읽을 수 없어요 / cannot be read: {error.strerror}"
        raise ConfigError("file", ".env", reason) from error


def _explained(error: PydanticError) -> ConfigError:
    wrong = error.errors(include_url=False, include_context=False)[0]
    name = str(wrong["loc"][0]).upper().removeprefix(PREFIX).lower()
    field = Settings.model_fields[name]
    # The error does not tell which of two names was used; the short one is what .env.example has.
    key = name.upper() if field.validation_alias else f"{PREFIX}{name.upper()}"
    value = _HIDDEN if name in _SECRET else repr(str(wrong["input"]))
    return ConfigError(key, value, f"쓸 수 있는 값 / allowed: {field.description}")
