"""Every table of every room, gathered so that migrations see them all."""

from sqlmodel import SQLModel

import campaigns.dates.tables
import campaigns.links.tables
import campaigns.responses.tables
import campaigns.tables  # noqa: F401 - as below
import tagging.packs.tables
import tagging.rules.tables
import tagging.segments.tables
import tagging.watching.tables  # noqa: F401 - imported for the tables they register

metadata = SQLModel.metadata
