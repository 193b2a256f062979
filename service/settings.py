"""The owner's settings: built-in defaults < wenda.toml < WENDA_* environment < flags."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from index.encoders.catalogue import DEFAULT, EncoderError, available

DEFAULT_FILE = Path("wenda.toml")
PREFIX = "WENDA_"
CONFIG_VARIABLE = "WENDA_CONFIG"

TABLE = "opensearch"
"""A table of wenda.toml, whose settings have its name before theirs everywhere else."""

PATHS = ("index", "dictionary", "synonyms", "opensearch_password_file", "opensearch_api_key_file", "opensearch_ca_file")
"""Settings that are one path."""


class SettingsError(Exception):
    """A setting that is unknown or has a bad value; the message names it and where it stands."""


class Settings(BaseSettings):
    """Every setting there is. Paths in wenda.toml count from the folder it is in."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    index: Path = Field(Path("wenda-index"), description="the index directory")
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
    opensearch_keep: int = Field(3, ge=1, le=100, description="builds kept: the live one and those to go back to")

    @field_validator("sources", "include", "exclude", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated as PATH is."""
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("encoders", "opensearch_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        """Take several values from one environment variable, separated by commas: some hold a colon."""
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
        return Settings(**(below | stated))
    except ValidationError as error:
        raise SettingsError(_explain(error, file, from_file, stated)) from error


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
    for name in PATHS:
        if isinstance(values.get(name), str):
            values[name] = file.parent / values[name]
    if isinstance(values.get("sources"), list):
        values["sources"] = [file.parent / source if isinstance(source, str) else source for source in values["sources"]]
    return values


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
