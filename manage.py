#!/usr/bin/env python
"""Django's commands, with the demonstration's database running while they work."""

import os
import signal
import sys
from contextlib import nullcontext


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice_hub.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from practice_hub.embedded import EmbeddedError

    # Told to end, leave the database in order, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with settings.EMBEDDED_CLUSTER.running() if settings.EMBEDDED_CLUSTER else nullcontext():
            execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
