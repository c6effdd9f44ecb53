"""The settings: one frozen object, read once from the environment and `onramp.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from service.access.origins import parse_host, parse_origin, parse_public_url
from service.access.proxies import parse_network
from service.access.rates import parse_rate
from service.base_url import parse_base_url
from service.errors import NotReady

PREFIX = "ONRAMP_"
FILE = Path("onramp.toml")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Settings(BaseSettings):
    """Every setting, its default and its bounds. The environment wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=FILE, extra="forbid", frozen=True, env_ignore_empty=True
    )

    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    workers: int = Field(
        default=1, ge=1, le=64, description="processes that serve, with one model between them"
    )
    notes: Path = Field(default=Path("kb"), description="folder of notes that `make serve` indexes")
    data: Path = Field(default=Path(".onramp"), description="folder for index, model and database")
    index: Path | None = Field(default=None, description="index directory, else below data")
    embedder: str = Field(default="minilm", description="minilm, words, or a model's folder")
    reranker: Path | None = Field(
        default=None, description="folder of a cross-encoder that orders the best passages"
    )
    generator: Literal["auto", "transformers", "openai", "quote"] = Field(
        default="auto",
        description="auto takes the server of model_url, else the model on this machine, else quotes",
    )
    model: str | None = Field(
        default=None, description="folder of a causal language model, or its name on the server"
    )
    model_url: str | None = Field(
        default=None, description="base URL of an OpenAI-compatible server, such as http://host/v1"
    )
    model_key: SecretStr | None = Field(default=None, description="that server's key, if it asks")
    judge: bool = Field(
        default=False,
        description="whether that model is asked before an unsure answer if the notes hold it",
    )
    queue: int = Field(
        default=16, ge=0, le=1000, description="questions that may wait for the model"
    )
    answer_seconds: float = Field(
        default=120, gt=0, le=3600, description="how long the wording of one answer may take"
    )
    drain_seconds: float = Field(
        default=20, ge=0, le=600, description="how long answers may go on when the service stops"
    )
    linger_seconds: float = Field(
        default=0,
        ge=0,
        le=60,
        description="how long it listens at least when it stops, for load balancers to see it",
    )
    limit_chat: str = Field(
        default="60/minute", description="how often a caller may ask a question, or off"
    )
    limit_search: str = Field(default="240/minute", description="the same for searches, or off")
    limit_plan: str = Field(default="60/minute", description="the same for plans, or off")
    streams: int = Field(
        default=4, ge=1, le=1000, description="answers that a caller may have under way at once"
    )
    limits_url: SecretStr = Field(
        default=SecretStr("memory://"),
        description="where callers are counted, such as redis://host",
    )
    refresh_seconds: float = Field(
        default=1.0, gt=0, le=3600, description="how often to look for an index"
    )
    database_url: SecretStr | None = Field(
        default=None, description="database of answers and votes, else a SQLite file below data"
    )
    keep_questions: bool = Field(
        default=True, description="whether the text of questions is kept with their answers"
    )
    keep_days: int = Field(
        default=90,
        ge=0,
        le=36500,
        description="days that answers, votes and plans are kept, 0 for ever",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="what the log tells of, on standard error"
    )
    otel_endpoint: str | None = Field(
        default=None, description="base URL of an OTLP/HTTP collector that gets traces"
    )

    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="names that the service goes by, else those of loopback, if it is on it",
    )
    public_url: str | None = Field(
        default=None,
        description="address that links shown in other programs begin with, behind a proxy",
    )
    embed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="origins whose pages may hold the widget, parted by commas"
    )
    embed_secret: SecretStr | None = Field(
        default=None, min_length=32, description="signs the widget's tokens, else a file below data"
    )

    access: Literal["open", "keys"] = Field(
        default="open", description="whether callers need a key that `onramp keys` has made"
    )
    public: bool = Field(
        default=False, description="listen where others reach it without access control"
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="addresses or networks of reverse proxies whose headers count"
    )
    user_header: str | None = Field(
        default=None, description="header in which a trusted proxy names the user"
    )
    admins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="users of user_header with the scopes insights and admin"
    )

    @field_validator("hosts", "embed_origins", "trusted_proxies", "admins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Commas in the environment, a list in the file."""
        parts = value.split(",") if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]

    @field_validator("hosts")
    @classmethod
    def _check_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parse_host(host) for host in hosts)

    @field_validator("embed_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parse_origin(origin) for origin in origins)

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(parse_network(network) for network in networks)

    @field_validator("user_header")
    @classmethod
    def _check_header(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z0-9-]+", name):
            raise ValueError("it must be the name of a header, such as X-Forwarded-User")
        return name

    @field_validator("limit_chat", "limit_search", "limit_plan")
    @classmethod
    def _check_rate(cls, rate: str) -> str:
        return parse_rate(rate)

    @field_validator("model_url")
    @classmethod
    def _check_url(cls, url: str | None) -> str | None:
        hint = "set ONRAMP_MODEL_KEY instead"
        return None if url is None else parse_base_url(url, "http://127.0.0.1:8080/v1", hint)

    @field_validator("otel_endpoint")
    @classmethod
    def _check_endpoint(cls, url: str | None) -> str | None:
        hint = "set OTEL_EXPORTER_OTLP_HEADERS instead"
        return None if url is None else parse_base_url(url, "http://127.0.0.1:4318", hint)

    @field_validator("public_url")
    @classmethod
    def _check_public(cls, url: str | None) -> str | None:
        return None if url is None else parse_public_url(url)

    @field_validator("model_key")
    @classmethod
    def _check_key(cls, key: SecretStr | None) -> SecretStr | None:
        text = key.get_secret_value().strip() if key else ""
        if not text.isascii() or not text.isprintable() or " " in text:
            raise ValueError("it must be one word of plain letters, digits and signs")
        return SecretStr(text) if text else None

    @property
    def index_directory(self) -> Path:
        return self.index or self.data / "index"

    @property
    def database(self) -> str | Path:
        """The database's URL, in which a password may stand, or its file."""
        url = self.database_url.get_secret_value() if self.database_url else None
        return url or self.data / "onramp.db"

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine reaches the service."""
        return self.host in _LOOPBACK

    @property
    def is_local(self) -> bool:
        """Whether only this machine uses the service: on loopback, and for no reverse proxy.

        One that stands in front needs its name in `hosts`, and others come through it.
        """
        return self.on_loopback and set(self.names) <= set(_LOOPBACK) and not self.trusted_proxies

    @property
    def guarded(self) -> bool:
        """Whether callers have to show who they are, by a key or through a trusted proxy."""
        return self.access == "keys" or self.user_header is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The hosts that requests may name; none stands for any.

        On loopback a page of any site could reach the service under a name of its own otherwise.
        """
        return self.hosts or (_LOOPBACK if self.on_loopback else ())

    @property
    def counts_in_memory(self) -> bool:
        """Whether callers are counted by a process of the service, not by a store of its own."""
        return self.limits_url.get_secret_value().startswith("memory:")

    @property
    def models_directory(self) -> Path:
        return self.data / "models"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """The settings in force. Raises NotReady, naming the setting and what it may be."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise NotReady(f"There is no setting {unknown[0]}; there are {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(map(str, first["loc"]))
        raise NotReady(
            f"The setting '{name}' is wrong: {first['msg'].removeprefix('Value error, ')}."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise NotReady(f"'{FILE}' is not TOML: {error}.") from None


def origin_of(name: str) -> str:
    """Where the value of a setting comes from: environment, onramp.toml or default."""
    if os.environ.get(PREFIX + name.upper()):
        return "environment"
    if FILE.is_file() and name in tomllib.loads(FILE.read_text(encoding="utf-8")):
        return str(FILE)
    return "default"
