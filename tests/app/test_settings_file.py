from pathlib import Path

import pytest

from responder.app import settings_file
from responder.core.settings import Settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    settings = Settings(member="marie", keys={"send": ("Ctrl+S",)}, text_percent=150)
    settings_file.save(path, settings)
    assert settings_file.load(path) == settings_file.Loaded(settings)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings_file.load(tmp_path / "settings.json") == settings_file.Loaded(Settings())


@pytest.mark.parametrize("damage", [b"{", b"\xff\xfe", b'{"undo_seconds": "soon"}', b""])
def test_a_damaged_file_is_explained_and_kept(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    loaded = settings_file.load(path)
    assert loaded.settings == Settings()
    assert str(path) in loaded.problem
    assert (tmp_path / "settings.json.damaged").read_bytes() == damage
    assert path.read_bytes() == damage


def test_a_setting_of_a_later_version_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b'{"member": "marie", "hologram": true}')
    assert settings_file.load(path) == settings_file.Loaded(Settings(member="marie"))


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings_file.save(path, Settings(member="marie"))
    (tmp_path / "settings.json.new").mkdir()
    with pytest.raises(OSError, match=r"settings\.json\.new"):
        settings_file.save(path, Settings(member="karim"))
    assert settings_file.load(path).settings.member == "marie"


def test_a_file_that_cannot_be_read_is_explained(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    loaded = settings_file.load(tmp_path / "settings.json")
    assert loaded.settings == Settings()
    assert "cannot be read" in loaded.problem


def test_a_copy_that_cannot_be_kept_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"{")
    (tmp_path / "settings.json.damaged").mkdir()
    assert "a copy cannot be kept" in settings_file.load(tmp_path / "settings.json").problem
