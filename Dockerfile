# Sophia as a container, for amd64 and arm64: docker buildx build --platform linux/amd64,linux/arm64 -t sophia .
# The web app and the wheel are built on the builder's own platform; only the installation is the target's.
ARG BASE=python:3.13.9-slim-bookworm

FROM --platform=$BUILDPLATFORM ${BASE} AS wheel
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN make wheel

FROM ${BASE} AS installed
COPY requirements/image.txt /tmp/image.txt
COPY --from=wheel /build/dist/*.whl /tmp/
RUN python -m venv /opt/sophia \
    && /opt/sophia/bin/pip install --no-cache-dir --no-compile --require-hashes -r /tmp/image.txt \
    && /opt/sophia/bin/pip install --no-cache-dir --no-compile --no-deps /tmp/*.whl \
    && /opt/sophia/bin/pip uninstall --yes pip

FROM ${BASE}
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin sophia \
    && install -d -o sophia -g sophia -m 0700 /data
COPY --from=installed /opt/sophia /opt/sophia
ENV PATH=/opt/sophia/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SOPHIA_HOME=/data \
    SOPHIA_HOST=0.0.0.0 \
    SOPHIA_MODE=server
# The root file system may be read-only: only /data (a volume) and /tmp are written.
USER 10001:10001
VOLUME /data
EXPOSE 8321
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8321/api/health/live', timeout=4)"]
ENTRYPOINT ["sophia"]
CMD ["run"]
