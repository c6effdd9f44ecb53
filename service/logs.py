"""Structured logs on standard error: one JSON object a line, no question text.

What is bound to a request stands in each of its lines, those of its threads too.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

_OURS = ("service", "indexer")
_TOLD = ("method", "route", "status", "ms", "bytes", "complete", "caller")  # of a request


def configure_logs(level: str = "info") -> None:
    """Sends the standard library's logging through structlog.

    `level` is debug, info, warning or error. Libraries stay at info: what they tell beyond that
    may hold what people ask.
    """
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ExtraAdder(_TOLD),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    wanted = getattr(logging, level.upper())
    logging.basicConfig(level=max(wanted, logging.INFO), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(wanted)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells of each look at the tables


@contextmanager
def bound(**values: str) -> Iterator[None]:
    """Puts values into every line that is logged in this block."""
    with structlog.contextvars.bound_contextvars(**values):
        yield
