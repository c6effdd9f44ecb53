"""A collector of traces: a real HTTP server that decodes what it gets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


class Collector(ThreadingHTTPServer):
    """`spans` holds what has come; while `taking` is not set, deliveries wait for their answer."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.spans: list[Any] = []
        self.raw = b""
        self.taking, self.asked = threading.Event(), threading.Event()
        self.taking.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def named(self, name: str) -> list[Any]:
        return [span for span in self.spans if span.name == name]


class Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.set()
        self.server.taking.wait(60)
        delivery = ExportTraceServiceRequest.FromString(body)
        self.server.raw += body
        for resource in delivery.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def collecting(port: int = 0) -> Iterator[Collector]:
    server = Collector(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.taking.set()
        server.shutdown()
        server.server_close()
        thread.join()


def attributes(span: Any) -> dict[str, object]:
    values = {}
    for one in span.attributes:
        values[one.key] = getattr(one.value, one.value.WhichOneof("value"))
    return values
