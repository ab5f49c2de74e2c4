"""The product's own settings, and Wagtail's modelsearch with a table of texts, to measure it beside our search."""

from practice_hub.settings import *  # noqa: F403
from practice_hub.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "modelsearch", "bench.modelsearch_app"]
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "english"}}
