"""What the commands of wenda share: their settings, their options, and what becomes of an error."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from corpus.documents import CorpusError
from index.answers import IndexLockedError, Mode, QualityGateError, SearchError
from index.encoders.catalogue import missing
from index.languages.chinese import use_dictionary
from index.languages.dictionary import read_dictionary
from service.rebuilding import encoders_of
from service.settings import Settings, SettingsError, load_settings

LOCKED = 75
"""Exit code where another rebuild is under way (EX_TEMPFAIL of sysexits.h)."""


REFUSED = 4
"""Exit code where golden questions fail."""

CODES: dict[type[Exception], int] = {IndexLockedError: LOCKED, QualityGateError: REFUSED}
"""Exit codes of errors other than 1."""


def _fail(message: str, code: int = 1) -> None:
    click.echo(f"wenda: {message}", err=True)
    sys.exit(code)


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --index and --config, its settings as first argument, and one place for what can go wrong.

    Options and arguments with the name of a setting go into the settings; the others reach the command.
    """

    @click.option("--index", type=click.Path(path_type=Path), help="The index directory (default: wenda-index).")
    @click.option(
        "--config",
        type=click.Path(path_type=Path),
        help="The settings file (default: wenda.toml here, if there is one).",
    )
    @wraps(command)
    def run(config: Path | None, **options: Any) -> None:
        flags = {name: options.pop(name) for name in Settings.model_fields if name in options}
        try:
            settings = load_settings(config, **flags)
            if settings.dictionary:
                use_dictionary(read_dictionary(settings.dictionary))
            command(settings, **options)
        except SettingsError as error:
            _fail(str(error), code=2)
        except (CorpusError, SearchError) as error:
            _fail(str(error), code=CODES.get(type(error), 1))
        except BrokenPipeError:
            raise  # whoever reads the output has had enough; click ends the command without a word
        except OSError as error:
            _fail(f"{error.filename or 'system'}: {error.strerror or error}")

    return run


def with_mode(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --mode."""
    modes = click.Choice([mode.value for mode in Mode])
    text = "What passages are found by: words, meaning, or both."
    return click.option("--mode", type=modes, default=Mode.HYBRID.value, show_default=True, help=text)(command)


def with_no_semantic(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --no-semantic."""
    text = "Make no vectors: the index is searched by words only."
    return click.option("--no-semantic", "semantic", is_flag=True, flag_value=False, default=None, help=text)(command)


def say_what_is_missing(settings: Settings) -> None:
    """Say which encoders are wanted but not installed."""
    lacking = missing(encoders_of(settings))
    if lacking:
        click.echo(f"wenda: {lacking}", err=True)
