FROM python:3.13-slim AS packages
WORKDIR /srv/rcm-minutes
RUN python -m venv /srv/venv
COPY requirements.txt .
RUN /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/srv/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/rcm-minutes
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin rcm \
    && install --directory --owner=10001 --mode=0750 "$VAR_DIR"
COPY --from=packages /srv/venv /srv/venv
WORKDIR /srv/rcm-minutes
COPY . .
RUN SECRET_KEY=only-to-gather-files VAR_DIR=/tmp/build python manage.py collectstatic --no-input
USER 10001
VOLUME ["/var/lib/rcm-minutes"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "rcm_minutes.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
