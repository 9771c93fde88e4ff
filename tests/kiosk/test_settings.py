"""Settings: a file, variables over it, and no silent typing mistake."""

from pathlib import Path

import pytest

from kiosk.core.errors import InputError
from kiosk.settings import Settings, lay_over, load_settings


def test_variables_lie_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text('name = "Gate A"\ncamera = "1"\ntext_factor = 1.5\n')
    found = load_settings(
        file, {"FOYER_KIOSK_CAMERA": "clip.avi", "FOYER_KIOSK_MUTE": "yes", "FOYER_SERVER_PORT": "1", "HOME": "/"}
    )
    assert (found.name, found.camera, found.text_factor, found.mute) == ("Gate A", "clip.avi", 1.5, True)


@pytest.mark.parametrize(
    ("text", "environ", "named"),
    [
        ('camra = "1"', {}, "camra"),
        ("gate = 'north'", {}, "gate"),
        ("= 3", {}, "TOML"),
        ("", {"FOYER_KIOSK_CAMRA": "1"}, "FOYER_KIOSK_CAMRA sets nothing; did you mean FOYER_KIOSK_CAMERA"),
        ("", {"FOYER_KIOSK_GATE": "north"}, "gate"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, environ: dict[str, str], named: str) -> None:
    file = tmp_path / "foyer.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=named):
        load_settings(file, environ)
    with pytest.raises(InputError, match="cannot be read"):
        load_settings(tmp_path / "missing.toml", {})


def test_without_anything_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert load_settings(None, {}) == Settings()
    assert Settings().data_path == tmp_path / "foyer"


def test_what_staff_chose_lies_over_everything_and_what_nobody_knows_any_more_is_passed_over() -> None:
    settings = Settings(volume=80, camera="1")
    assert lay_over(settings, "") == settings
    found = lay_over(settings, '{"volume": 40, "deny_pulse": true, "of_another_release": 1}')
    assert (found.volume, found.deny_pulse, found.camera) == (40, True, "1")


@pytest.mark.parametrize(("text", "environ"), [("list = [1, 2]", {}), ("", {"FOYER_KIOSK_LIST": "1,2"})])
def test_a_device_stands_at_one_check_in_list(tmp_path: Path, text: str, environ: dict[str, str]) -> None:
    """A18"""
    file = tmp_path / "foyer.toml"
    file.write_text(text)
    with pytest.raises(InputError, match="list"):
        load_settings(file, environ)
