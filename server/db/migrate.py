"""Bring the database to this release's schema, or refuse one that a newer release wrote.

Called when the database is opened, and by `foyer-server migrate`. Each revision is one transaction.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from kiosk.core.errors import StorageTooNew

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: sa.Engine) -> str:
    """Bring the database to the newest revision and return its name. Raises StorageTooNew."""
    config = build_config()
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head()
    assert newest is not None
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current == newest:
            return newest
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise StorageTooNew("the database was written by a newer release; install that one, nothing was changed")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return newest


def build_config() -> Config:
    """Return Alembic's configuration: the scripts of this package, no file."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
