"""Settings: where they come from, which counts, and what is said of a bad one."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError, load_settings


def test_defaults_are_for_a_newcomer() -> None:
    """Nothing need be set; nothing is reachable from outside."""
    settings = load_settings()
    assert (settings.host, settings.port, settings.index) == ("127.0.0.1", 8080, Path("wenda-index"))


def test_flags_beat_environment_beats_file_beats_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the contract."""
    config = tmp_path / "wenda.toml"
    config.write_text('port = 1001\nhost = "file"\nworkers = 2\n')
    monkeypatch.setenv("WENDA_PORT", "1002")
    monkeypatch.setenv("WENDA_HOST", "environment")
    settings = load_settings(config, port=1003)
    assert (settings.port, settings.host, settings.workers, settings.threads) == (1003, "environment", 2, 4)


def test_a_file_here_is_found_and_one_named_in_the_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """wenda.toml of the working folder, or WENDA_CONFIG."""
    Path("wenda.toml").write_text("port = 1001\n")
    assert load_settings().port == 1001
    (tmp_path / "other.toml").write_text("port = 1002\n")
    monkeypatch.setenv("WENDA_CONFIG", str(tmp_path / "other.toml"))
    assert load_settings().port == 1002


def test_several_sources_in_the_environment_are_separated_as_in_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """WENDA_SOURCES=a:b is two sources."""
    monkeypatch.setenv("WENDA_SOURCES", "a:b")
    assert load_settings().sources == (Path("a"), Path("b"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", ["colour", "unknown setting", "index"]),
        ("port = 0", ["port", "greater than"]),
        ('port = "many"', ["port", "integer"]),
        ("port = ", ["TOML"]),
        ('encoders = ["bert"]', ["encoders", "bert", "known are e5, use"]),
        ("sources = 5", ["sources"]),
        ("index = 5", ["index"]),
    ],
)
def test_a_bad_file_is_named_with_the_key_and_the_reason(tmp_path: Path, text: str, words: list[str]) -> None:
    """An owner sees at once which line to mend."""
    config = tmp_path / "wenda.toml"
    config.write_text(text)
    with pytest.raises(SettingsError) as raised:
        load_settings(config)
    for word in ["wenda.toml", *words]:
        assert word in str(raised.value)


def test_a_missing_file_is_an_error_only_if_it_was_named(tmp_path: Path) -> None:
    """A file asked for must be there."""
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load_settings(tmp_path / "none.toml")


def test_an_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable is not ignored in silence."""
    monkeypatch.setenv("WENDA_PROT", "80")
    with pytest.raises(SettingsError, match="WENDA_PROT"):
        load_settings()


def test_a_bad_variable_and_a_bad_flag_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says where the value came from."""
    with pytest.raises(SettingsError, match="--port"):
        load_settings(port=70000)
    monkeypatch.setenv("WENDA_PORT", "many")
    with pytest.raises(SettingsError, match="WENDA_PORT"):
        load_settings()


def test_every_setting_says_what_it_is() -> None:
    """Descriptions feed the documentation."""
    assert all(field.description for field in Settings.model_fields.values())


def test_several_encoders_in_the_environment_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of a hub has a colon in its key."""
    monkeypatch.setenv("WENDA_ENCODERS", "use, st:BAAI/bge-m3")
    assert load_settings().encoders == ("use", "st:BAAI/bge-m3")
    monkeypatch.setenv("WENDA_ENCODERS", "BERT")
    with pytest.raises(SettingsError, match="WENDA_ENCODERS: unknown encoder 'BERT'"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('rate_limit = "5"', ["rate_limit", "120/minute", "'5'"]),
        ('rate_limit = "0/minute"', ["rate_limit"]),
        ('cors_origins = ["example.com"]', ["cors_origins", "https://www.example.com"]),
        ('cors_origins = ["https://example.com/"]', ["cors_origins"]),
        ('admin_key = "a key that nobody guesses"', ["admin_key", "WENDA_ADMIN_KEY", "admin_key_file"]),
        ('metrics = "closed"', ["metrics", "open"]),
        ("trusted_proxies = -1", ["trusted_proxies"]),
    ],
)
def test_a_bad_setting_of_the_server_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    """With what it should be."""
    test_a_bad_file_is_named_with_the_key_and_the_reason(tmp_path, text, words)


def test_the_admin_key_is_in_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a bad one in the error, nor a good one where settings are printed."""
    monkeypatch.setenv("WENDA_ADMIN_KEY", "too short")
    with pytest.raises(SettingsError, match="WENDA_ADMIN_KEY") as raised:
        load_settings()
    assert "too short" not in str(raised.value)
    monkeypatch.setenv("WENDA_ADMIN_KEY", "a key that nobody guesses")
    assert "guesses" not in f"{load_settings()!r} {load_settings()}"


def test_paths_of_the_server_count_from_the_file(tmp_path: Path) -> None:
    """As those of the index do; words that are no paths stay words."""
    config = tmp_path / "wenda.toml"
    config.write_text('access_log = "access.log"\nadmin_key_file = "key"\n')
    settings = load_settings(config)
    assert (settings.access_log, settings.admin_key_file) == (str(tmp_path / "access.log"), tmp_path / "key")
    assert settings.file == config
    config.write_text('access_log = "json"\n')
    assert load_settings(config).access_log == "json"
