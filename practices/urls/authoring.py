from django.urls import path

from practices.views import attachments, authoring, bulk, identifying, importing, my_practices, readers, submitting

without_a_slug = [
    path("practices/new/", authoring.practice_new, name="practice_new"),
    path("practices/new/word/", importing.import_text, name="import_text"),
    path("practices/new/word/draft/", importing.import_draft, name="import_draft"),
    path("practices/import/", bulk.import_practices, name="import_practices"),
    path("practices/import/checked/", bulk.import_checked, name="import_checked"),
    path("practices/mine/", my_practices.my_practices, name="my_practices"),
]
urlpatterns = [
    path("practices/<slug:slug>/edit/", authoring.edit, name="edit"),
    path("practices/<slug:slug>/edit/files/", attachments.edit_files, name="edit_files"),
    path("practices/<slug:slug>/edit/files/<int:pk>/remove/", attachments.file_remove, name="file_remove"),
    path("practices/<slug:slug>/edit/files/<int:pk>/blank/", attachments.file_blank, name="file_blank"),
    path("practices/<slug:slug>/edit/<slug:section>/", authoring.edit_section, name="edit_section"),
    path("practices/<slug:slug>/edit/<slug:section>/autosave/", authoring.autosave, name="autosave"),
    path("practices/<slug:slug>/files/<int:pk>/", attachments.attachment, name="attachment"),
    path("practices/<slug:slug>/recognisable/", identifying.recognisable, name="recognisable"),
    path("practices/<slug:slug>/submit/", submitting.check_answers, name="check_answers"),
    path("practices/<slug:slug>/withdraw/", submitting.withdraw, name="withdraw"),
    path("practices/<slug:slug>/revive/", submitting.revive, name="revive"),
    path("practices/<slug:slug>/discard/", submitting.discard, name="discard"),
    path("practices/<slug:slug>/preview/", submitting.preview, name="preview"),
    path("practices/<slug:slug>/readers/", readers.readers, name="readers"),
    path("practices/<slug:slug>/readers/offer/", readers.offer, name="offer"),
    path("practices/<slug:slug>/readers/take-over/", readers.take_over, name="take_over"),
    path("practices/<slug:slug>/readers/notes/", readers.reader_notes, name="reader_notes"),
    path("practices/<slug:slug>/readers/notes/<int:pk>/remove/", readers.reader_note_remove, name="reader_note_remove"),
    path("practices/<slug:slug>/readers/<int:pk>/remove/", readers.reader_remove, name="reader_remove"),
    path("practices/<slug:slug>/authors/", submitting.manage_authors, name="authors"),
    path("practices/<slug:slug>/authors/<int:pk>/remove/", submitting.remove_author, name="remove_author"),
]
