import logging
import signal
import threading
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from post_office import mail as post_office

from practices import daily_mail, need_mail, reminders
from practices.actions.staying_true import note_lost_contacts
from practices.alerts import sending as alerts
from practices.contacting import passing_on
from practices.following_up import asking
from practices.housekeeping import tidy
from practices.mail import send_notifications
from practices.newsletters import sending as newsletters
from practices.search import bitmaps, statistics

logger = logging.getLogger(__name__)

# Any fixed number; what holds it is the one worker that sends, however many servers run one.
SENDER_LOCK = 7_204_101
TIDY_EVERY = 3600  # seconds
COUNT_EVERY = 600
REMIND_EVERY = 3600


class Command(BaseCommand):
    help = "Sends what waits to be mailed, reminds, counts words for search, and throws away what has had its time."
    tidied_at = counted_at = reminded_at = float("-inf")  # on the monotonic clock

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="send what is waiting now, then stop")
        parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks (default 2)")

    def handle(self, *args, once, every, **options):
        stop = threading.Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self.send()
            except DatabaseError as error:
                if once:
                    raise
                # The database may be restarting: the queue is in it, so nothing is lost by waiting.
                logger.warning("worker waits for the database", extra={"error": type(error).__name__})
                connection.close()
            if once:
                return
            stop.wait(every)

    def send(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [SENDER_LOCK])
            if not cursor.fetchone()[0]:
                return
            try:
                send_notifications()
                self.remind_now_and_then()
                alerts.send()
                newsletters.send()
                post_office.send_queued(processes=1)
                self.tidy_now_and_then()
                self.count_words_now_and_then()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SENDER_LOCK])

    def remind_now_and_then(self):
        if time.monotonic() - self.reminded_at > REMIND_EVERY:
            note_lost_contacts()
            reminders.note_what_is_due()
            reminders.send()
            asking.send()
            passing_on.send()
            daily_mail.send()
            need_mail.ask_authors()
            need_mail.pass_on_unanswered()
            self.reminded_at = time.monotonic()

    def tidy_now_and_then(self):
        if time.monotonic() - self.tidied_at > TIDY_EVERY:
            tidy()
            self.tidied_at = time.monotonic()

    def count_words_now_and_then(self):
        if time.monotonic() - self.counted_at > COUNT_EVERY:
            if statistics.is_stale():
                statistics.refresh()
            else:
                bitmaps.map_phrases()  # of terms that have come
            self.counted_at = time.monotonic()
