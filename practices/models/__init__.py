from .attachment import Attachment, AttachmentContent
from .content_change import ContentChange
from .discussion import Comment, ContactMessage, Endorsement, Report
from .dismissal import Dismissal
from .fact_check import FactCheck
from .law_change import LawChange
from .need import Need
from .notification import Notification
from .practice import Authorship, OldSlug, Practice
from .reminder import Reminder
from .return_reason import ReturnReason
from .review import Review
from .revision import HandledForm, Revision, SectionSave
from .search_bitmap import SearchBitmap
from .search_entry import SearchEntry
from .search_log import SearchLog
from .search_statistics import SearchCorpus, SearchWord, VocabularyWord
from .specialism import Specialism
from .term import Term
from .topic import RevisionTopic, Topic
from .trusted_reader import READ_WHILE, ReaderNote, TrustedReader

__all__ = [
    "READ_WHILE",
    "Attachment",
    "AttachmentContent",
    "Authorship",
    "Comment",
    "ContactMessage",
    "ContentChange",
    "Dismissal",
    "Endorsement",
    "FactCheck",
    "HandledForm",
    "LawChange",
    "Need",
    "Notification",
    "OldSlug",
    "Practice",
    "ReaderNote",
    "Reminder",
    "Report",
    "ReturnReason",
    "Review",
    "Revision",
    "RevisionTopic",
    "SearchBitmap",
    "SearchCorpus",
    "SearchEntry",
    "SearchLog",
    "SearchWord",
    "SectionSave",
    "Specialism",
    "Term",
    "Topic",
    "TrustedReader",
    "VocabularyWord",
]
