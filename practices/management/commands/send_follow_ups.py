from django.core.management.base import BaseCommand

from practices.following_up import asking


class Command(BaseCommand):
    help = "Queues the mails that ask teams how it goes with what they adopted, as the worker does once an hour."

    def handle(self, *args, **options):
        self.stdout.write(f"{asking.send()} mails queued.")
