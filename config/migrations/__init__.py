"""The database's shape over time; it lives here because it sees all rooms.

Alembic is loaded only where there is something to migrate: a hub whose database is current
starts without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Bring the database up to date; does nothing where it is."""
    if is_current(engine):
        return
    from alembic import command

    command.upgrade(configuration(engine), "head")


def configuration(engine: Engine) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = engine
    return config


def is_current(engine: Engine) -> bool:
    """Whether the database has the shape that this code was written for."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        return found.scalar_one_or_none() == newest()


def newest() -> str:
    """The last revision: files begin with theirs, `0007_add_identity_unreachable_since.py`."""
    return max(path.name for path in (HERE / "versions").glob("[0-9]*.py")).partition("_")[0]
