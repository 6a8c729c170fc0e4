# syntax=docker/dockerfile:1

FROM python:3.11.14-slim-bookworm AS build
ENV UV_COMPILE_BYTECODE=1 \
    UV_CACHE_DIR=/tmp/uv-cache \
    UV_LINK_MODE=copy \
    UV_PROJECT_ENVIRONMENT=/opt/clinic-pulse \
    UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /build
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/tmp/uv-cache uv sync --frozen --no-dev

FROM python:3.11.14-slim-bookworm
RUN pip uninstall --yes --quiet --root-user-action ignore setuptools wheel pip \
    && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin clinic \
    && install --directory --owner clinic --group clinic --mode 700 /data \
    && install --directory /app \
    && ln --symbolic /data /app/data
COPY --from=build /opt/clinic-pulse /opt/clinic-pulse
WORKDIR /app
COPY . .
# The root file system may be read-only: the bot writes to data/, which is the volume, and what may be lost to /tmp.
ENV PATH=/opt/clinic-pulse/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    HEALTH_PORT=8081
USER 10001
VOLUME ["/data"]
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "bot.py", "health"]
ENTRYPOINT ["python", "bot.py"]
CMD ["run"]
