from .content_change import ContentChange
from .discussion import Comment, ContactMessage, Endorsement, Report
from .need import Need
from .notification import Notification
from .practice import Authorship, OldSlug, Practice
from .review import Review
from .revision import HandledForm, Revision, SectionSave
from .search_bitmap import SearchBitmap
from .search_entry import SearchEntry
from .search_log import SearchLog
from .search_statistics import SearchCorpus, SearchWord, VocabularyWord
from .term import Term
from .topic import RevisionTopic, Topic

__all__ = [
    "Authorship",
    "Comment",
    "ContactMessage",
    "ContentChange",
    "Endorsement",
    "HandledForm",
    "Need",
    "Notification",
    "OldSlug",
    "Practice",
    "Report",
    "Review",
    "Revision",
    "RevisionTopic",
    "SearchBitmap",
    "SearchCorpus",
    "SearchEntry",
    "SearchLog",
    "SearchWord",
    "SectionSave",
    "Term",
    "Topic",
    "VocabularyWord",
]
