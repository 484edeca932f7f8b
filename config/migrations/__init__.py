"""The database's shape over time; it lives here because it sees all rooms."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from scrm.kernel.errors import ScrmError

HERE = Path(__file__).parent


def configuration(engine: Engine) -> Config:
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


def migrate(engine: Engine) -> None:
    """Bring the database up to date; does nothing where it is. Raises SchemaTooNew."""
    configured = configuration(engine)
    known = {script.revision for script in ScriptDirectory.from_config(configured).walk_revisions()}
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in known:
        raise SchemaTooNew(revision)
    command.upgrade(configured, "head")
