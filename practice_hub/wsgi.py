"""What gunicorn serves."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice_hub.settings")
django.setup(set_prefix=False)

from practice_hub.handler import Handler  # noqa: E402 - Django is set up first

application = Handler()
