from django.urls import path

from practices.views import collections, saving

urlpatterns = [
    path("practices/<slug:slug>/save/", saving.save, name="save"),
    path("practices/<slug:slug>/unsave/", saving.unsave, name="unsave"),
    path("collections/", collections.collections, name="collections"),
    path("collections/new/", collections.collection_new, name="collection_new"),
    path("collections/<int:pk>/", collections.collection, name="collection"),
    path("collections/<int:pk>/edit/", collections.collection_edit, name="collection_edit"),
    path("collections/<int:pk>/readers/", collections.collection_readers, name="collection_readers"),
    path(
        "collections/<int:pk>/readers/<int:user>/remove/",
        collections.collection_reader_remove,
        name="collection_reader_remove",
    ),
    path("collections/<int:pk>/delete/", collections.collection_delete, name="collection_delete"),
    path("collections/<int:pk>/practices/<slug:slug>/", collections.saved_practice, name="saved_practice"),
    path("collections/<int:pk>/practices/<slug:slug>/remove/", collections.saved_remove, name="saved_remove"),
]
