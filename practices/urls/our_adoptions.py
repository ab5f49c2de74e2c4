from django.urls import path

from practices.views import our_adoptions

urlpatterns = [
    path("adoptions/", our_adoptions.adoptions, name="adoptions"),
    path("adoptions/summary/", our_adoptions.adoptions_summary, name="adoptions_summary"),
    path("adoptions/export.csv", our_adoptions.adoptions_export, name="adoptions_export"),
    path("adoptions/<int:pk>/upstream/", our_adoptions.upstream, name="upstream"),
]
