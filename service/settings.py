"""The owner's settings: built-in defaults < wenda.toml < WENDA_* environment < flags."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from index.encoders.catalogue import DEFAULT, EncoderError, available
from index.generations import KEPT

DEFAULT_FILE = Path("wenda.toml")
PREFIX = "WENDA_"
CONFIG_VARIABLE = "WENDA_CONFIG"

OFF = "off"
JSON = "json"

SHORTEST_KEY = 16
"""Characters of an admin key: guessing one of 16 is hopeless at the rate that wrong keys are allowed."""

TABLE = "opensearch"
"""A table of wenda.toml, whose settings have its name before theirs everywhere else."""

PATHS = (
    "index",
    "dictionary",
    "synonyms",
    "golden",
    "admin_key_file",
    "opensearch_password_file",
    "opensearch_api_key_file",
    "opensearch_ca_file",
)
"""Settings that are one path."""


class SettingsError(Exception):
    """A setting that is unknown or has a bad value; the message names it and where it stands."""


class Settings(BaseSettings):
    """Every setting there is. Paths in wenda.toml count from the folder it is in."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    index: Path = Field(Path("wenda-index"), description="the index directory")
    keep: int = Field(KEPT, ge=1, le=1000, description="builds kept: the live one and those that `wenda rollback` can go back to")
    sources: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="files and folders to index; none: the built-in articles"
    )
    include: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="patterns of files to read in folders, such as `*.md`; none: all"
    )
    exclude: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="patterns of files and folders to pass over, such as `drafts`"
    )
    encoding: str | None = Field(None, description="the encoding of all sources, where detection should not decide")
    dictionary: Path | None = Field(None, description="names to keep whole in Chinese, in jieba's format")
    synonyms: Path | None = Field(None, description="words that mean the same, `word / word / ...` a line")
    golden: Path = Field(
        Path("golden.tsv"), description="questions that a new index must answer before it goes live, if there is such a file"
    )
    repair: bool = Field(default=True, description="whether damaged text is mended")
    strict: bool = Field(default=False, description="whether a rebuild fails at the first thing that cannot be read")
    jobs: int = Field(0, ge=0, le=64, description="processes that a rebuild works with; 0: one for each core")
    semantic: bool = Field(default=True, description="whether an index gets vectors, to be searched by meaning too")
    encoders: Annotated[tuple[str, ...], NoDecode] = Field(
        DEFAULT, description="what makes the vectors, the fastest first; each takes time and memory"
    )
    host: str = Field("127.0.0.1", description="the address to serve on")
    port: int = Field(8080, ge=1, le=65535, description="the port to serve on")
    workers: int = Field(1, ge=1, le=64, description="server processes")
    threads: int = Field(4, ge=1, le=64, description="threads of each server process")
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="host names that are answered, such as `ask.example.com` or `.example.com`; none: all"
    )
    trusted_proxies: int = Field(0, ge=0, le=10, description="reverse proxies whose X-Forwarded-For and -Proto count; 0: none")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="origins whose pages may read the API, such as `https://www.example.com`; `*` is all"
    )
    rate_limit: str = Field(OFF, description="requests that one client may make: `off` or `120/minute`")
    admin_key: SecretStr | None = Field(None, description="the key of the routes that change something; never in wenda.toml")
    admin_key_file: Path | None = Field(None, description="the file that holds that key")
    metrics: Literal["open", "key", "off"] = Field(
        "open", description="who may read /metrics: everybody (`open`), holders of the admin key (`key`), nobody (`off`)"
    )
    access_log: str = Field(OFF, description="where requests are logged: `off`, `json` (standard output), or a file")
    log_questions: bool = Field(default=False, description="whether the access log holds what was asked")
    log_addresses: bool = Field(default=False, description="whether the access log holds the clients' addresses")
    log_unanswered: bool = Field(default=False, description="whether questions that find no answer are kept for the owner")

    _file: Path | None = PrivateAttr(None)

    @property
    def file(self) -> Path | None:
        """The settings file that was read, if one was."""
        return self._file

    def read_from(self, file: Path | None) -> Self:
        """Note which file the settings were read from."""
        self._file = file
        return self

    @property
    def requests_per_minute(self) -> int:
        """The rate limit as a number; 0 where there is none."""
        return 0 if self.rate_limit == OFF else int(self.rate_limit.partition("/")[0])

    @field_validator("rate_limit")
    @classmethod
    def _limit(cls, value: str) -> str:
        if not re.fullmatch(r"off|[1-9]\d{0,5}/minute", value):
            raise ValueError(f"a rate limit is `off` or a number a minute, such as `120/minute`; {value!r} is neither")
        return value

    @field_validator("admin_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"an admin key has at least {SHORTEST_KEY} characters; make one with: openssl rand -hex 32")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"\*|https?://[^/\s]+", origin):
                raise ValueError(f"an origin is a scheme and a host, such as https://www.example.com; {origin!r} is not")
        return value

    engine: Literal["embedded", "opensearch"] = Field("embedded", description="what keeps and searches the index")
    opensearch_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        ("http://127.0.0.1:9200",), min_length=1, description="addresses of the cluster's nodes; any of them is asked"
    )
    opensearch_user: str | None = Field(None, description="who asks, by name and password")
    opensearch_password: SecretStr | None = Field(None, description="the password")
    opensearch_password_file: Path | None = Field(None, description="the file that holds it")
    opensearch_api_key: SecretStr | None = Field(None, description="a key, instead of name and password")
    opensearch_api_key_file: Path | None = Field(None, description="the file that holds it")
    opensearch_ca_file: Path | None = Field(None, description="certificates of who signed the nodes'; none: the system's")
    opensearch_verify: bool = Field(default=True, description="whether the nodes' certificates are checked")
    opensearch_timeout: float = Field(30.0, gt=0, le=3600, description="seconds that a request may take")
    opensearch_retries: int = Field(5, ge=0, le=20, description="how often a request is repeated where that may help")
    opensearch_alias: str = Field(
        "wenda", pattern="^[a-z0-9][a-z0-9_-]{0,99}$", description="what the live index is called; the names of all begin with it"
    )
    opensearch_shards: int = Field(1, ge=1, le=1024, description="parts that a new index is cut into")
    opensearch_replicas: int = Field(1, ge=0, le=20, description="copies of each part besides the first")

    @field_validator("sources", "include", "exclude", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated as PATH is."""
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("encoders", "hosts", "cors_origins", "opensearch_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated by commas: they may hold a colon."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("opensearch_hosts")
    @classmethod
    def _check_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is no address; a password in one would end up in logs."""
        for host in value:
            parts = urlsplit(host)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
                raise ValueError(
                    f"{host!r} is not an address such as https://search-1.example.com:9200, without user and password"
                )
        return value

    @field_validator("encoders")
    @classmethod
    def _know(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            available(value)
        except EncoderError as error:
            raise ValueError(str(error)) from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: flags, then environment; load_settings merges the file beneath."""
        return init_settings, env_settings


def load_settings(config: Path | None = None, **flags: Any) -> Settings:
    """Gather the settings; flags that are None or empty do not count.

    Raises SettingsError for an unreadable or malformed file, an unknown key or variable, and a bad value.
    """
    stated = {name: value for name, value in flags.items() if value not in (None, ())}
    file = config or _config_from_environment()
    from_file = _read(file) if file else {}
    _refuse_unknown_variables()
    below = {name: value for name, value in from_file.items() if PREFIX + name.upper() not in os.environ}
    try:
        settings = Settings(**(below | stated))
    except ValidationError as error:
        raise SettingsError(_explain(error, file, from_file, stated)) from error
    return settings.read_from(file)


def _config_from_environment() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"settings file {file}: {error.strerror}; check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file {file} is not valid TOML: {error}") from error
    values |= {f"{TABLE}_{name}": value for name, value in values.pop(TABLE, {}).items()}
    unknown = sorted(set(values) - set(Settings.model_fields))
    if unknown:
        raise SettingsError(f"settings file {file}: unknown setting {unknown[0]!r}; known are {', '.join(Settings.model_fields)}")
    if "admin_key" in values:
        raise SettingsError(
            f"settings file {file}: admin_key does not belong there; set {PREFIX}ADMIN_KEY, or name a file by admin_key_file"
        )
    return values | _from_folder(file.parent, values)


def _from_folder(folder: Path, values: dict[str, Any]) -> dict[str, Any]:
    """Give the paths among the values of a settings file, counted from its folder."""
    paths: dict[str, Any] = {name: folder / values[name] for name in PATHS if isinstance(values.get(name), str)}
    if isinstance(values.get("access_log"), str) and values["access_log"] not in {OFF, JSON}:
        paths["access_log"] = str(folder / values["access_log"])
    if isinstance(values.get("sources"), list):
        paths["sources"] = [folder / source if isinstance(source, str) else source for source in values["sources"]]
    return paths


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown environment variable {unknown[0]}; known are {', '.join(sorted(known))}")


def _explain(error: ValidationError, file: Path | None, from_file: dict[str, Any], stated: dict[str, Any]) -> str:
    """Say which setting is wrong, where it stands, and why."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    if name in stated:
        place = f"flag --{name}"
    elif PREFIX + name.upper() in os.environ:
        place = f"environment variable {PREFIX}{name.upper()}"
    else:
        place = f"setting {name!r} in {file}" if name in from_file else f"setting {name!r}"
    # Our own words say what was given, and names in them have their case.
    own = first.get("ctx", {}).get("error")
    return f"{place}: {own}" if own else f"{place}: {first['msg'].lower()} (given: {first['input']!r})"
