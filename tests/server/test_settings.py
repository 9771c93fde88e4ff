"""Settings from a file and from variables."""

from pathlib import Path

import pytest

from kiosk.core.errors import InputError
from server.settings import load_settings


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text('host = "10.0.0.1"\nport = 9000\n')
    settings = load_settings({"FOYER_CONFIG": str(file), "FOYER_PORT": "9001"})
    assert (settings.host, settings.port) == ("10.0.0.1", 9001)


@pytest.mark.parametrize(
    ("environment", "named"),
    [({"FOYER_PRT": "1"}, "prt"), ({"FOYER_PORT": "many"}, "port"), ({"FOYER_CONFIG": "/nowhere.toml"}, "nowhere")],
)
def test_what_is_wrong_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(InputError, match=named):
        load_settings(environment)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text("port: 1")
    with pytest.raises(InputError, match=r"foyer\.toml"):
        load_settings({"FOYER_CONFIG": str(file)})


def test_only_loopback_speaks_plain_http() -> None:
    assert load_settings({"FOYER_HOST": "127.0.0.1"}).url.startswith("http://")
    assert load_settings({"FOYER_HOST": "10.0.0.1"}).url.startswith("https://")
