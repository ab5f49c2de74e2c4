"""How gunicorn serves the hub, here and in production: `python -m gunicorn practice_hub.wsgi` reads this file."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads keep connections open without a process each, so slow clients do not hold up the others.
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# The hub is loaded once, before the workers: one that cannot start then stops the server instead of
# being tried again and again.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
# Workers sign on in this file's folder; on a disk, a busy one can make gunicorn think that they died.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
# No access log: addresses carry what people search for.
accesslog = None
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")
limit_request_line = 8190
