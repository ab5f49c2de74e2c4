from django.urls import path

from practices.views.needs import answering, asking, deciding

urlpatterns = [
    path("review/needs/", deciding.review_needs, name="review_needs"),
    path("review/needs/<int:pk>/", deciding.need_answer, name="need_answer"),
    path("needs/", asking.needs, name="needs"),
    path("needs/new/", asking.need_new, name="need_new"),
    path("needs/<int:pk>/", asking.need, name="need"),
    path("needs/<int:pk>/close/", asking.need_close, name="need_close"),
    path("needs/<int:pk>/hide/", deciding.need_hide, name="need_hide"),
    path("needs/<int:pk>/show/", deciding.need_show, name="need_show"),
    path("needs/<int:pk>/answer/<slug:kind>/", answering.need_tell, name="need_tell"),
    path("needs/<int:pk>/answers/<int:answer>/remove/", answering.need_answer_remove, name="need_answer_remove"),
    path("needs/<int:pk>/answers/<int:answer>/write/", answering.need_answer_write, name="need_answer_write"),
    path("needs/<int:pk>/answers/<int:answer>/hide/", deciding.need_answer_hide, name="need_answer_hide"),
    path("needs/<int:pk>/answers/<int:answer>/show/", deciding.need_answer_show, name="need_answer_show"),
]
