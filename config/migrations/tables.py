"""Every table of every room, gathered so that migrations see them all."""

from sqlmodel import SQLModel

import scrm.channels.tables
import scrm.consent.tables
import scrm.contacts.search.tables
import scrm.contacts.tables
import scrm.contacts.tags.tables
import scrm.conversations.index.tables
import scrm.conversations.tables
import scrm.delivery.tables
import scrm.erasing.tables
import scrm.files.tables
import scrm.imports.tables
import scrm.intake.tables
import scrm.joining.links.tables
import scrm.joining.tables
import scrm.journal.tables
import scrm.organisation.tables
import scrm.staff.tables
import scrm.visitors.tables
import scrm.web.tables  # noqa: F401 - imported for the tables they register
import tagging.segments.tables  # noqa: F401 - as above

metadata = SQLModel.metadata
