"""The product's own settings, but for one more page to measure the others against."""

from practice_hub.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls_with_hello"
