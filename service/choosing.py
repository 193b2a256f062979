"""The settings to where generations are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from index.generations import Generations
from index.stores import EmbeddedStore, Store
from service.settings import Settings, SettingsError


def store_of(settings: Settings) -> Store:
    """Give the store that the settings name. Raises SettingsError if a file of them cannot be read."""
    local = Generations(settings.index, keep=settings.keep)
    if settings.engine == "embedded":
        return EmbeddedStore(local)
    from index.opensearch.connection import Access  # noqa: PLC0415 - the client is only loaded where it is used
    from index.opensearch.generations import Layout  # noqa: PLC0415
    from index.opensearch.store import ClusterStore  # noqa: PLC0415

    access = Access(
        hosts=settings.opensearch_hosts,
        user=settings.opensearch_user or "",
        password=_secret(settings, "password"),
        api_key=_secret(settings, "api_key"),
        ca_file=settings.opensearch_ca_file,
        verify=settings.opensearch_verify,
        timeout=settings.opensearch_timeout,
        retries=settings.opensearch_retries,
    )
    layout = Layout(
        alias=settings.opensearch_alias,
        shards=settings.opensearch_shards,
        replicas=settings.opensearch_replicas,
        keep=settings.keep,
    )
    return ClusterStore(access, layout, local)


@contextmanager
def store_to_measure(settings: Settings) -> Iterator[Store]:
    """Give an empty store of the engine that the settings name; it is gone after the block."""
    with TemporaryDirectory(prefix="wenda-") as temporary:
        apart = settings.model_copy(
            update={"index": Path(temporary), "opensearch_alias": f"evaluate-{settings.opensearch_alias}-{token_hex(4)}"}
        )
        store = store_of(apart)
        try:
            yield store
        finally:
            store.remove()


def _secret(settings: Settings, name: str) -> str:
    """Give a secret as it is set, or the first line of the file that holds it."""
    stated = getattr(settings, f"opensearch_{name}")
    file = getattr(settings, f"opensearch_{name}_file")
    if stated is not None or file is None:
        return stated.get_secret_value() if stated else ""
    try:
        return str(file.read_text("utf-8").partition("\n")[0].strip())
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"opensearch.{name}_file: {file} cannot be read ({error})") from error
