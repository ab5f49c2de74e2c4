from django.db import models


class LeavesOutBlocked(models.QuerySet):
    """What waits for moderators, with and without what people wrote who are blocked by now.

    `written_by_blocked` says which is theirs.
    """

    def written_by_blocked(self) -> models.Q:
        raise NotImplementedError

    def from_blocked(self):
        return self.filter(self.written_by_blocked())

    def not_from_blocked(self):
        return self.exclude(self.written_by_blocked())
