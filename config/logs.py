"""Logs: JSON lines in production, pleasant text at a terminal; secrets are taken out."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from scrm.kernel.redaction import cleaned_value

QUIET = ("httpx", "httpcore", "aiohttp.access", "alembic", "apscheduler", "asyncio", "telegram")


def set_up(level: str, style: str) -> None:
    """Send this process's logs, and those of its libraries, through one door to standard error."""
    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Any] = [structlog.processors.format_exc_info, redact, last]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    logging.basicConfig(handlers=[handler], level=_number(level), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take secrets out of everything that is logged (S-18); tracebacks are text by then."""
    return {key: cleaned_value(value) for key, value in line.items()}


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]
