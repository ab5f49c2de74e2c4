from .adoption import Adaptation, Adoption, AdoptionChange
from .alerts import Alerts
from .api_token import ApiToken
from .asked_author import AskedAuthor
from .attachment import Attachment, AttachmentContent
from .audit import Audit, AuditCase, AuditChecker, AuditCriterion, AuditScore
from .audit_finding import AuditFinding
from .audit_release import AuditShare, PooledFigure
from .briefing import Briefing
from .collection import Collection, SavedPractice
from .contact import ContactMessage, ContactPause
from .content_change import ContentChange
from .discussion import Comment, Endorsement, Report
from .dismissal import Dismissal
from .due_feed import DueFeed
from .fact_check import FactCheck
from .follow import Follow
from .follow_up import FollowUp, FollowUpPause, FollowUpStep
from .harvest_record import HarvestRecord
from .law_change import LawChange
from .need import Need, NeedAnswer
from .news import News
from .newsletter import Newsletter, NewsletterItem
from .notification import Notification
from .options_report import OptionsReport, ReportOption, ReportSave, ReportSearch
from .pathway import Pathway, PathwayStage
from .practice import Authorship, OldSlug, Practice
from .reminder import Reminder
from .return_reason import ReturnReason
from .review import Review
from .revision import HandledForm, Revision, SectionSave
from .saved_search import SavedSearch
from .search_bitmap import SearchBitmap, SearchBlock
from .search_entry import SearchEntry
from .search_log import SearchLog
from .search_statistics import SearchCorpus, SearchWord, VocabularyWord
from .shadowing import Shadowing
from .specialism import Specialism
from .suggestion import Suggestion
from .term import Term
from .topic import RevisionTopic, Topic
from .trusted_reader import READ_WHILE, ReaderNote, TrustedReader
from .upstream_choice import UpstreamChoice

__all__ = [
    "READ_WHILE",
    "Adaptation",
    "Adoption",
    "AdoptionChange",
    "Alerts",
    "ApiToken",
    "AskedAuthor",
    "Attachment",
    "AttachmentContent",
    "Audit",
    "AuditCase",
    "AuditChecker",
    "AuditCriterion",
    "AuditFinding",
    "AuditScore",
    "AuditShare",
    "Authorship",
    "Briefing",
    "Collection",
    "Comment",
    "ContactMessage",
    "ContactPause",
    "ContentChange",
    "Dismissal",
    "DueFeed",
    "Endorsement",
    "FactCheck",
    "Follow",
    "FollowUp",
    "FollowUpPause",
    "FollowUpStep",
    "HandledForm",
    "HarvestRecord",
    "LawChange",
    "Need",
    "NeedAnswer",
    "News",
    "Newsletter",
    "NewsletterItem",
    "Notification",
    "OldSlug",
    "OptionsReport",
    "Pathway",
    "PathwayStage",
    "PooledFigure",
    "Practice",
    "ReaderNote",
    "Reminder",
    "Report",
    "ReportOption",
    "ReportSave",
    "ReportSearch",
    "ReturnReason",
    "Review",
    "Revision",
    "RevisionTopic",
    "SavedPractice",
    "SavedSearch",
    "SearchBitmap",
    "SearchBlock",
    "SearchCorpus",
    "SearchEntry",
    "SearchLog",
    "SearchWord",
    "SectionSave",
    "Shadowing",
    "Specialism",
    "Suggestion",
    "Term",
    "Topic",
    "TrustedReader",
    "UpstreamChoice",
    "VocabularyWord",
]
