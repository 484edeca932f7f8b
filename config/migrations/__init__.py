"""The database's shape over time; it lives here because it sees all rooms.

Alembic is loaded only where there is something to migrate: a hub whose database is current
starts without it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

from scrm.kernel.errors import ScrmError

HERE = Path(__file__).parent


def migrate(engine: Engine) -> None:
    """Bring the database up to date; does nothing where it is. Raises SchemaTooNew."""
    revision, revisions = revision_of(engine), known()
    if revision == revisions[-1]:
        return
    if revision is not None and revision not in revisions:
        raise SchemaTooNew(revision)
    from alembic import command

    command.upgrade(configuration(engine), "head")


def configuration(engine: Engine) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = engine
    return config


class SchemaTooNew(ScrmError):
    """The database has a shape that this code was not written for: nothing is touched."""

    code = "schema_too_new"

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is newer than this program (revision {revision}); update the program"
        )


def revision_of(engine: Engine) -> str | None:
    """The shape that the database has; None where it is empty."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version"))
        revision: str | None = found.scalar_one_or_none()
        return revision


def known() -> list[str]:
    """All revisions in order: files begin with theirs, `0007_add_identity_unreachable_since.py`."""
    files = (HERE / "versions").glob("[0-9]*.py")
    return sorted(path.name.partition("_")[0] for path in files)
