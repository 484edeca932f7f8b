"""Logs: JSON lines in production, pleasant text at a terminal; secrets are taken out."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = (
    (re.compile(r"\b(\d{5,12}):[A-Za-z0-9_-]{20,}"), r"\1:…"),
    (re.compile(r"\bscrm_[A-Za-z0-9_-]{20,}"), "scrm_…"),
    (re.compile(r"(?i)\b(bearer) [A-Za-z0-9._~+/=-]{8,}"), r"\1 …"),
    (re.compile(r"(://[^:/\s]+:)[^@/\s]+@"), r"\1…@"),
)
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
    first: list[Any] = [structlog.processors.format_exc_info] if as_json else []
    structlog.configure(
        processors=[*shared, *first, redact, last],
        wrapper_class=structlog.make_filtering_bound_logger(_number(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *first,
                redact,
                last,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=_number(level), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take tokens out of everything that is logged, tracebacks too (S-18)."""
    return {key: cleaned(value) if isinstance(value, str) else value for key, value in line.items()}


def cleaned(text: str) -> str:
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _number(level: str) -> int:
    return logging.getLevelNamesMapping()[level.upper()]
