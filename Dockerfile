# syntax=docker/dockerfile:1
# Models and index are inside the image; the running container needs no network and no writable root.
FROM python:3.11-slim-bookworm AS build
ARG TORCH_INDEX=""
WORKDIR /onramp
RUN apt-get update \
    && apt-get install -y --no-install-recommends make=4.3-4.1 \
    && rm -rf /var/lib/apt/lists/*
COPY pyproject.toml requirements.lock models.lock Makefile README.md LICENSE ./
COPY indexer indexer
COPY service service
COPY web web
RUN make setup TORCH_INDEX="${TORCH_INDEX}"
COPY kb kb
RUN make index

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin onramp \
    && install --directory --owner=10001 /var/lib/onramp
WORKDIR /onramp
COPY --from=build /onramp /onramp
ENV PATH=/onramp/.venv/bin:$PATH \
    HF_HUB_OFFLINE=1 \
    TRANSFORMERS_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/nonexistent \
    ONRAMP_HOST=0.0.0.0 \
    ONRAMP_PUBLIC=true \
    ONRAMP_DATABASE_URL=sqlite:////var/lib/onramp/onramp.db
VOLUME /var/lib/onramp
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# Votes and answers are kept in the volume; for the widget set ONRAMP_EMBED_SECRET as well.
# ONRAMP_PUBLIC: inside a container every address is, and the command below publishes the port on
# loopback alone. Where others reach it, set ONRAMP_ACCESS=keys, which wins, and ONRAMP_EMBED_SECRET;
# `docker exec` runs `onramp keys create`.
# Run it with: docker run --read-only --cap-drop ALL -v onramp:/var/lib/onramp --security-opt no-new-privileges -p 127.0.0.1:8000:8000
CMD ["onramp", "serve"]
