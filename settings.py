"""Settings from the environment or a `.env` file."""

import re
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from operator_error import SettingError

TELEGRAM = "https://api.telegram.org"


_PROXY = re.compile(r"(?:https?|socks5)://[^/\s]+:\d+/?")


class BotSettings(BaseSettings):
    """What an operator can set; the README lists the same names.

    Raises pydantic.ValidationError for a value that does not fit.
    """

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    bot_token: SecretStr | None = Field(
        default=None, description="from @BotFather; without it, the simulator"
    )
    bot_api_url: str = Field(default=TELEGRAM, description="a Bot API server")
    bot_api_local: bool = Field(
        default=False, description="that server runs with --local: files come from its disk, up to 2 GB"
    )
    bot_proxy: SecretStr | None = Field(
        default=None, description="http://, https:// or socks5://user:password@host:port, for Telegram"
    )
    document_limit: int = Field(
        default=20, ge=1, le=2000, description="megabytes of a file; over 20 only with a local Bot API server"
    )
    uploads_limit: int = Field(default=200, ge=1, description="files kept of a clinic")
    kept_limit: int = Field(
        default=40, ge=1, description="megabytes kept of a clinic's files; a million visits take 8 to 13"
    )
    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///data/clinic_pulse.sqlite3"), description="SQLite file or PostgreSQL"
    )
    data_key: SecretStr | None = Field(
        default=None, description="32 random bytes in base64, seals uploads; without it, a key file"
    )
    data_key_file: Path | None = Field(default=None, description="by default beside the SQLite database")
    simulator_port: int = Field(default=8080, ge=0, le=65535, description="where the chat page is")
    simulator_host: str = Field(default="127.0.0.1", description="who may open it; 0.0.0.0 in a container")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO")
    health_host: str = Field(
        default="127.0.0.1",
        description="who may ask /healthz and /metrics; 0.0.0.0 in a container",
    )
    health_port: int = Field(default=8081, ge=0, le=65535, description="/healthz and /metrics")
    webhook_url: str | None = Field(default=None, description="public https address; without it, polling")
    webhook_host: str = Field(
        default="127.0.0.1", description="who may reach it: behind a proxy, this machine"
    )
    webhook_port: int = Field(default=8443, ge=0, le=65535, description="where the webhook listens")
    webhook_secret: SecretStr | None = Field(default=None, description="known to Telegram and the bot alone")

    @model_validator(mode="after")
    def _large_files_need_a_local_server(self) -> Self:
        if self.document_limit > 20 and not self.bot_api_local:
            raise ValueError("DOCUMENT_LIMIT over 20 needs a Bot API server of one's own: BOT_API_LOCAL=true")
        return self

    @field_validator("bot_proxy")
    @classmethod
    def _is_a_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _PROXY.fullmatch(value.get_secret_value()):
            raise ValueError("it is http://, https:// or socks5://user:password@host:port")
        return value

    @field_validator(
        "bot_token", "bot_proxy", "webhook_url", "webhook_secret", "data_key", "data_key_file", mode="before"
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value


def read_settings() -> BotSettings:
    """The settings as they are now. Raises SettingError, which names each wrong one and never its value."""
    try:
        return BotSettings()
    except ValidationError as error:
        wrong = "; ".join(_named(found) for found in error.errors(include_input=False, include_url=False))
        raise SettingError(f"The settings will not do: {wrong}. See .env.example.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"The file .env cannot be read: {error}") from None


def _named(found: ErrorDetails) -> str:
    name = "_".join(str(part) for part in found["loc"]).upper()
    said = found["msg"].removeprefix("Value error, ")
    return f"{name}: {said}" if name else said
