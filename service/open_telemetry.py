"""Traces for an OTLP collector. The only file that imports OpenTelemetry, with the extra `otel`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import requests
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExportResult
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer, set_span_in_context

log = logging.getLogger(__name__)

_DELIVERY = 5.0  # seconds that one delivery may take
_PAUSE = 1000  # milliseconds between deliveries


class OpenTelemetry:
    """Sends recordings from a thread of its own, from a bounded queue: no request waits for it.

    Nothing global is set, so libraries that could trace what people ask record nothing.
    """

    def __init__(self, endpoint: str) -> None:
        """`endpoint` is the base URL of a collector; the standard variables OTEL_* count too."""
        self._provider = TracerProvider(
            resource=Resource.create({SERVICE_NAME: "onramp"}), shutdown_on_exit=False
        )
        exporter = _Exporter(f"{endpoint}/v1/traces", timeout=_DELIVERY, session=_session(endpoint))
        self._provider.add_span_processor(
            BatchSpanProcessor(exporter, schedule_delay_millis=_PAUSE)
        )
        self._tracer = self._provider.get_tracer("onramp")

    def begin(self) -> RequestSpan:
        return RequestSpan(self._tracer)

    def close(self) -> None:
        """Gives a collector that is away no more time than one delivery has."""
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(_DELIVERY)


class RequestSpan:
    """The span of a request, a trace of its own."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._span = tracer.start_span("request", context=Context(), kind=SpanKind.SERVER)
        self._context = set_span_in_context(self._span, Context())

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        span = self._tracer.start_span(name, context=self._context)
        try:
            yield
        except Exception as error:
            _fail(span, type(error).__name__)  # its message may hold what was asked
            raise
        finally:
            span.end()

    def end(self, method: str, route: str, status: int, request_id: str) -> None:
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "onramp.request_id": request_id,
            }
        )
        if status >= 500:
            _fail(self._span, str(status))
        self._span.end()


class _Exporter(OTLPSpanExporter):
    """Says once that the collector is away, and once that it is back."""

    _away = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = super().export(spans)
        away = result is not SpanExportResult.SUCCESS
        if away and not self._away:
            log.warning("the collector of ONRAMP_OTEL_ENDPOINT does not take traces: they are lost")
        elif self._away and not away:
            log.info("the collector takes traces again")
        self._away = away
        return result


def _session(endpoint: str) -> requests.Session:
    """A collector on this machine is never reached by way of a proxy."""
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # it would tell of each try
    host, session = urlsplit(endpoint).hostname or "", requests.Session()
    session.trust_env = not (host in ("localhost", "::1") or host.startswith("127."))
    return session


def _fail(span: Span, kind: str) -> None:
    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)
