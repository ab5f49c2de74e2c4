"""Reads the settings from the environment, and says how to mend what is missing."""

import secrets
import sys
from pathlib import Path

import environ


class HubEnv(environ.Env):
    """`environ.Env`, plus values that must be there and are reported together when they are not."""

    def __init__(self, **scheme):
        super().__init__(**scheme)
        self.problems = []

    def needed(self, name, example, why):
        """The text of a setting the hub cannot start without; what is missing waits for `stop_if_missing`."""
        value = self.str(name, default="").strip()
        if not value:
            self.problems.append(f"  {name}={example}\n      {why}")
        return value

    def stop_if_missing(self):
        """End the process, with one line to add for each thing that is missing."""
        if self.problems:
            lines = "\n".join(self.problems)
            sys.exit(
                "The hub cannot start: settings are missing. Add to the environment, or to the file .env:\n"
                f"{lines}\n"
                "To look around on this machine without any of them: HUB_DEMO=1 (what `make run` does)."
            )


def kept_secret(path: Path) -> str:
    """The secret in the file, made on first use, for the demonstration only."""
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and then linked: two processes that start together end with the same secret.
    mine = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    mine.touch(mode=0o600)
    mine.write_text(secrets.token_urlsafe(50))
    try:
        path.hardlink_to(mine)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return path.read_text()
