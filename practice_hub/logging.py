"""What the hub writes about itself: one plain line for each event, with ids, never names or what people typed."""

import logging
import re
import traceback
import uuid
from contextvars import ContextVar

request_id = ContextVar("request_id", default="-")

# What every record has; the rest is what the caller gave as `extra`.
COMMON = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# Django gives these as `extra`; a request prints its query and its person.
NOT_FOR_THE_LOG = {"request", "server_time", "sql", "params", "duration", "alias", "stack_info"}
PASSED_ON = re.compile(r"[A-Za-z0-9._-]{8,64}")


class PlainLines(logging.Formatter):
    """`2026-03-01T09:30:00+0000 INFO practices.actions practice published practice_id=3 request=4f…`."""

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def format(self, record):
        fields = {name: value for name, value in vars(record).items() if name not in COMMON | NOT_FOR_THE_LOG}
        fields["request"] = request_id.get()
        message = record.getMessage()
        if (request := vars(record).get("request")) is not None and hasattr(request, "path"):
            fields["path"] = _kind_of_page(request)
            message = message.replace(request.path, fields["path"])  # Django's own messages name the path
        pairs = " ".join(f"{name}={_one_word(value)}" for name, value in fields.items())
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {_one_line(message)} {pairs}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line

    def formatException(self, exc_info):
        """Where it went wrong and the kind of error, without its message: databases quote what people typed."""
        _, error, where = exc_info
        frames = "".join(traceback.format_list(traceback.extract_tb(where)))
        causes = []
        while error is not None and len(causes) < 5:
            causes.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return f"{frames}{' from '.join(causes)}"


class RequestId:
    """Gives each request a number that its lines in the log share, and that error pages can show."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if PASSED_ON.fullmatch(given) else uuid.uuid4().hex[:16]
        # Never reset: the server logs an error after the response has passed here. The next request sets its own.
        request_id.set(request.id)
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


def configuration(level):
    """The logging settings: our lines, on standard error, where whatever runs the hub collects them."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": PlainLines}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would print each line again, or mail whole requests to administrators.
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            # One line each time the queue is looked at would bury the rest.
            "post_office": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # A page that is not there is no event of ours.
            "django.request": {"level": "ERROR"},
        },
    }


def _kind_of_page(request):
    """The pattern of the address; the address itself may let somebody in: an invitation, a password's reset."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else request.path


def _one_line(text):
    """The text with nothing in it that could pass for a line of its own."""
    return "".join(character if character.isprintable() else " " for character in text)


def _one_word(value):
    text = _one_line(str(value))
    return f'"{text}"' if " " in text else text
