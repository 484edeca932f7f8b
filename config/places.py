"""Which data folder a command works on, and how that is said."""

from config.settings import Settings
from scrm.kernel.errors import Conflict


def require_meant(settings: Settings) -> None:
    """Raises Conflict where nobody said which folder, none is there, and the demo's is beside it:
    a new and empty one would answer every question with nothing."""
    default, demo = settings.data_dir / "scrm.db", settings.data_dir / "demo"
    chosen = {"data_dir", "database_url"} & settings.model_fields_set
    if not chosen and not default.exists() and (demo / "scrm.db").exists():
        raise Conflict(
            f"There is no hub in {settings.data_dir} yet. The demo's is in {demo}: to mean it, "
            f"set SCRM_DATA_DIR={demo}. To have one of your own, start `scrm serve`"
        )


def database_of(settings: Settings) -> str:
    """The database, in words that may be shown: an address may hold a password."""
    kept_at = settings.database_url.get_secret_value()
    return "the database of SCRM_DATABASE_URL" if kept_at else str(settings.data_dir / "scrm.db")
