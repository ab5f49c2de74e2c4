from django.urls import path

from practices.views import following

urlpatterns = [
    path("topics/<slug:slug>/follow/", following.follow, {"kind": "topic"}, name="follow_topic"),
    path("places/<slug:slug>/follow/", following.follow, {"kind": "place"}, name="follow_place"),
    path("practices/<slug:slug>/follow/", following.follow, {"kind": "practice"}, name="follow_practice"),
    path("needs/<int:pk>/follow/", following.follow_need, name="follow_need"),
    path("account/following/", following.following, name="following"),
    path("account/following/<int:pk>/stop/", following.follow_stop, name="follow_stop"),
    path("account/searches/save/", following.search_save, name="search_save"),
    path("account/searches/<int:pk>/", following.saved_search, name="saved_search"),
    path("account/searches/<int:pk>/follow/", following.saved_search_follow, name="saved_search_follow"),
    path("account/searches/<int:pk>/delete/", following.saved_search_delete, name="saved_search_delete"),
    path("alerts/<str:token>/", following.alerts_stop, name="alerts_stop"),
]
