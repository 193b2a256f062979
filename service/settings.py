"""The owner's settings: built-in defaults < wenda.toml < WENDA_* environment < flags."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from index.encoders.catalogue import DEFAULT, EncoderError, available
from index.generations import KEPT

DEFAULT_FILE = Path("wenda.toml")
PREFIX = "WENDA_"
CONFIG_VARIABLE = "WENDA_CONFIG"

OFF = "off"
JSON = "json"

PATHS = ("index", "dictionary", "synonyms", "golden", "admin_key_file")
"""Settings that are one path."""

SHORTEST_KEY = 16
"""Characters of an admin key: guessing one of 16 is hopeless at the rate that wrong keys are allowed."""


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

    @field_validator("sources", "include", "exclude", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated as PATH is."""
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("encoders", "hosts", "cors_origins", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated by commas: they may hold a colon."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

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
