"""Settings from a file and from variables."""

from pathlib import Path

import pytest

from kiosk.core.errors import InputError
from server.settings import load_settings


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text('host = "10.0.0.1"\nport = 9000\n')
    settings = load_settings({"FOYER_SERVER_CONFIG": str(file), "FOYER_SERVER_PORT": "9001"})
    assert (settings.host, settings.port) == ("10.0.0.1", 9001)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"FOYER_SERVER_PRT": "1"}, "did you mean FOYER_SERVER_PORT"),
        ({"FOYER_SERVER_PORT": "many"}, "port"),
        ({"FOYER_SERVER_CONFIG": "/nowhere.toml"}, "nowhere"),
        ({"FOYER_SERVER_PORT": "99999"}, "port"),
        ({"FOYER_SERVER_PORT": "0"}, "port"),
        ({"FOYER_SERVER_HOST": ""}, "host"),
        ({"FOYER_SERVER_HOST": "a b"}, "host"),
        ({"FOYER_SERVER_LEASE_HOURS": "-3"}, "lease_hours"),
        ({"FOYER_SERVER_GRACE_HOURS": "0"}, "grace_hours"),
        ({"FOYER_SERVER_SWEEP_S": "0"}, "sweep_s"),
        ({"FOYER_SERVER_REQUEST_MB_MAX": "0"}, "request_mb_max"),
        ({"FOYER_SERVER_LOG_LEVEL": "LOUD"}, "'LOUD' is none; use one of .*WARNING"),
        ({"FOYER_SERVER_PUBLIC_URL": "garbage"}, "public_url 'garbage' is no address"),
        ({"FOYER_SERVER_PUBLIC_URL": "https://"}, "public_url"),
        ({"FOYER_SERVER_PUBLIC_URL": "https://host:port"}, "public_url"),
        ({"FOYER_SERVER_PUBLIC_URL": "https://host/page"}, "public_url"),
        ({"FOYER_SERVER_PUBLIC_URL": "https://ho st"}, "public_url"),
        ({"FOYER_SERVER_PUBLIC_URL": "http://box.example.org"}, "plain http"),
        ({"FOYER_SERVER_SMTP_PASSWORD_FILE": "/nowhere/password"}, "/nowhere/password cannot be read"),
        ({"FOYER_SERVER_SMTP_USER": "foyer"}, "smtp_password_file"),
    ],
)
def test_what_is_wrong_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(InputError, match=named):
        load_settings(environment)


@pytest.mark.parametrize("level", ["info", "INFO", "Info"])
def test_the_level_of_the_log_may_be_written_small(level: str) -> None:
    assert load_settings({"FOYER_SERVER_LOG_LEVEL": level}).log_level == "INFO"


@pytest.mark.parametrize("url", ["https://box.example.org", "https://box.example.org:8443/", "http://127.0.0.1:8420"])
def test_an_address_that_devices_take_is_taken(url: str) -> None:
    assert load_settings({"FOYER_SERVER_PUBLIC_URL": url}).url == url


def test_the_address_of_a_host_with_colons_stands_in_brackets() -> None:
    assert load_settings({"FOYER_SERVER_HOST": "::1"}).url == "http://[::1]:8420"


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text("port: 1")
    with pytest.raises(InputError, match=r"foyer\.toml"):
        load_settings({"FOYER_SERVER_CONFIG": str(file)})


def test_only_loopback_speaks_plain_http() -> None:
    assert load_settings({"FOYER_SERVER_HOST": "127.0.0.1"}).url.startswith("http://")
    assert load_settings({"FOYER_SERVER_HOST": "10.0.0.1"}).url.startswith("https://")


def test_the_variables_of_a_device_in_the_same_shell_are_not_the_servers() -> None:
    """One shell may start both: each reads its own and passes over the other's."""
    both = {"FOYER_SERVER_PORT": "9001", "FOYER_KIOSK_CAMERA": "1", "FOYER_KIOSK_CAMRA": "1", "FOYER_QR_PHOTOS": "/x"}
    assert load_settings(both).port == 9001


def test_a_variable_unlike_any_other_is_answered_with_all_of_them() -> None:
    with pytest.raises(InputError, match=r"known are FOYER_SERVER_CONFIG, FOYER_SERVER_DATA_DIR, .*FOYER_SERVER_PORT"):
        load_settings({"FOYER_SERVER_COLOUR": "blue"})
