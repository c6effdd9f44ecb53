"""A real server process whose log, signals and exit code a test looks at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from service.settings import Settings
from tests import served as processes
from tests.served import Served

QUESTION = "What does a bounded queue refuse?"


@contextmanager
def served(settings: Settings, **environment: str) -> Iterator[Served]:
    """A service over the index of the settings, without weights."""
    given = {
        "ONRAMP_DATA": str(settings.data),
        "ONRAMP_INDEX": str(settings.index_directory),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
    }
    log = settings.data / "server.log"
    with processes.served(os.environ | given | environment, log) as service:
        yield service
