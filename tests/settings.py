"""The settings under test: production's, with only what would slow the tests or reach outside changed."""

import os
import tempfile

# Nothing from the machine's own configuration may decide whether a test passes.
for name in list(os.environ):
    if name.startswith(("HUB_", "EMAIL_")) and name != "HUB_TEST_SOCKET_FOLDER":
        del os.environ[name]
os.environ |= {
    # Playwright's own loop runs in the thread of the test; nothing of ours is async.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    "DEBUG": "0",
    "HUB_DEMO": "0",
    "HUB_ENV_FILE": os.devnull,
    "HUB_VAR_DIR": tempfile.gettempdir(),
    "HUB_BASE_URL": "http://testserver",
    "HUB_SUPPORT_EMAIL": "support@hub.example",
    "SECRET_KEY": "only-for-tests",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    # A throwaway server of the run's own (see conftest.py), unless one is named.
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@/hub",
}

from practice_hub.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What was collected is of no matter here, and a missing file would hide behind its hashed name.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
