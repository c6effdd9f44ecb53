"""What can go wrong while a question is answered, split by what the caller can do.

ServiceError
├── BadInput        mend the file or option that the message names
├── BadField        mend the field of the request that the message names
├── TokenRefused    get another token
├── NotFound        ask for something that exists
├── Busy            come back after `retry_after` seconds
│   └── Stopping    the same, since the service is going down
├── NotReady        the operator has to mend the set-up; the message says how
└── GenerationFault the model broke; try again, or look into the log
    └── ModelAway   it can't be reached; the notes can be quoted without it

The indexer has a tree of its own (`indexer/errors.py`); `service/api/handlers.py` gives each error
its status and the one JSON shape.
"""

from __future__ import annotations


class ServiceError(Exception):
    """Root of everything the service raises on purpose."""


class BadInput(ServiceError):
    """A file or option given on the command line is not what it has to be."""


class BadField(ServiceError):
    """A field of a request is well-formed but can't be used; the message says what would do."""

    def __init__(self, field: str, fix: str) -> None:
        super().__init__(f"'{field}': {fix}{'' if fix.endswith('?') else '.'}")
        self.field = field


class TokenRefused(ServiceError):
    """A page of another origin has no token that is good for it now."""


class NotFound(ServiceError):
    """There is no such note."""


class Busy(ServiceError):
    """More questions wait for the model than the queue holds."""

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Stopping(Busy):
    """The service is going down and takes no more questions."""


class NotReady(ServiceError):
    """Index or model cannot be used as things are."""


class GenerationFault(ServiceError):
    """The model failed in the middle of an answer."""


class ModelAway(GenerationFault):
    """The model cannot be reached at the moment, or went away in the middle of an answer."""
