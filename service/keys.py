"""The admin key: who may rebuild."""

import hashlib
import hmac
from pathlib import Path

from flask import Flask, Response, current_app, request

from service.errors import problem
from service.limits import take
from service.settings import SHORTEST_KEY, Settings, SettingsError

WRONG_PER_MINUTE = 5
"""Wrong keys that one client may try; nobody mistypes a key more often, and guessing gets nowhere."""

SCHEME = "Bearer "

HOW = "This route needs an admin key, and none is set; the owner sets WENDA_ADMIN_KEY or `admin_key_file`."


def register_key(app: Flask, settings: Settings) -> None:
    """Let the application know the key, as its hash. Raises SettingsError if the file of it cannot be used."""
    key = admin_key(settings)
    app.extensions["wenda.key"] = _hash(key) if key else None


def admin_key(settings: Settings) -> str:
    """Give the key, which is empty where none is set. Raises SettingsError if the file of it cannot be used."""
    return settings.admin_key.get_secret_value() if settings.admin_key else _read(settings.admin_key_file)


def require_key() -> Response | None:
    """Give the response that refuses this request, or None if it carries the key.

    A client that tried too many wrong keys is refused before its key is looked at.
    """
    known: bytes | None = current_app.extensions["wenda.key"]
    if known is None:
        return problem(403, HOW)
    refused = take("wrong key", WRONG_PER_MINUTE, tokens=0)
    if refused:
        return refused
    stated = request.headers.get("Authorization", "")
    # Hashes, so that neither content nor length of the key can be told from the time this takes.
    if stated.startswith(SCHEME) and hmac.compare_digest(_hash(stated.removeprefix(SCHEME).strip()), known):
        return None
    take("wrong key", WRONG_PER_MINUTE)
    response = problem(401, "The admin key is missing or wrong; send it as `Authorization: Bearer KEY`.")
    response.headers["WWW-Authenticate"] = 'Bearer realm="wenda"'
    return response


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def _read(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        key = file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"setting 'admin_key_file': {file} cannot be read ({error}); check path and rights") from error
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"setting 'admin_key_file': the key in {file} is shorter than {SHORTEST_KEY} characters")
    return key
