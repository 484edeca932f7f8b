"""A command says which folder it means, rather than answer from a new and empty one."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from config.places import database_of, require_meant
from config.settings import Settings
from scrm.kernel.errors import Conflict


@pytest.fixture
def beside_a_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SCRM_DATA_DIR", "SCRM_DATABASE_URL", "SCRM_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "data" / "demo").mkdir(parents=True)
    (tmp_path / "data" / "demo" / "scrm.db").touch()
    return tmp_path


def test_where_only_the_demo_is_a_command_asks_what_is_meant(beside_a_demo: Path) -> None:
    with pytest.raises(Conflict, match="SCRM_DATA_DIR=data/demo"):
        require_meant(Settings())


def test_a_folder_that_was_named_is_meant(beside_a_demo: Path) -> None:
    require_meant(Settings(data_dir=Path("data")))
    require_meant(Settings(database_url=SecretStr("postgresql://localhost/scrm")))


def test_a_hub_of_ones_own_is_meant(beside_a_demo: Path) -> None:
    (beside_a_demo / "data" / "scrm.db").touch()
    require_meant(Settings())


def test_an_address_with_a_password_is_not_shown() -> None:
    settings = Settings(database_url=SecretStr("postgresql://kim:hunter2@localhost/scrm"))
    assert "hunter2" not in database_of(settings)
