from django.urls import path

from practices.views import comparing, report_writing, reports

# Before what stands at /practices/<slug>/, which a practice of this name would take.
without_a_slug = [path("practices/compare/", comparing.compare_practices, name="compare_practices")]
urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", report_writing.report_new, name="report_new"),
    path("reports/<slug:slug>/", reports.report, name="report"),
    path("reports/<slug:slug>/compare/", reports.report_compare, name="report_compare"),
    path("reports/<slug:slug>/report.docx", reports.report_word, name="report_word"),
    path("reports/<slug:slug>/report.csv", reports.report_table, name="report_table"),
    path("reports/<slug:slug>/add/", report_writing.report_add, name="report_add"),
    path("reports/<slug:slug>/edit/<slug:section>/", report_writing.report_edit, name="report_edit"),
    path("reports/<slug:slug>/options/<int:pk>/leave-out/", report_writing.report_leave_out, name="report_leave_out"),
    path(
        "reports/<slug:slug>/options/<int:pk>/bring-back/", report_writing.report_bring_back, name="report_bring_back"
    ),
    path("reports/<slug:slug>/options/<int:pk>/newest/", report_writing.report_take_newest, name="report_take_newest"),
    path("reports/<slug:slug>/editors/", report_writing.report_editors, name="report_editors"),
    path(
        "reports/<slug:slug>/editors/<int:pk>/remove/",
        report_writing.report_editor_remove,
        name="report_editor_remove",
    ),
    path("reports/<slug:slug>/delete/", report_writing.report_delete, name="report_delete"),
]
