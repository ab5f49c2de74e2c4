from .discussion import Comment, CommentReport, ContactMessage, Endorsement
from .notification import Notification
from .practice import Authorship, OldSlug, Practice
from .review import Review
from .revision import HandledForm, Revision, SectionSave
from .search_entry import SearchEntry
from .topic import RevisionTopic, Topic

__all__ = [
    "Authorship",
    "Comment",
    "CommentReport",
    "ContactMessage",
    "Endorsement",
    "HandledForm",
    "Notification",
    "OldSlug",
    "Practice",
    "Review",
    "Revision",
    "RevisionTopic",
    "SearchEntry",
    "SectionSave",
    "Topic",
]
