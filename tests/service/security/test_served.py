"""What `onramp serve` itself sets: the bounds of its connections and its silence about itself."""

from __future__ import annotations

import json
import os
import socket
from urllib.parse import urlsplit

import httpx2

from service.settings import Settings
from tests.conftest import running
from tests.service.security.test_slow_connections import read_all


def test_the_served_application_has_bounded_connections(settings: Settings) -> None:
    environment = {"ONRAMP_DATA": str(settings.data), "ONRAMP_EMBEDDER": "words",
                   "ONRAMP_GENERATOR": "quote"}  # fmt: skip
    with running(os.environ | environment) as address:
        assert "server" not in httpx2.get(f"{address}/healthz").headers
        assert httpx2.head(address).status_code == 200
        with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 50_000)
            status, _, body = read_all(connection)
    assert (status, json.loads(body)["error"]) == (400, "bad_request")
