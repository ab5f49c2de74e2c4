from django.urls import path

from practices.views import shadowing, shadowing_steps

urlpatterns = [
    path("shadowing/", shadowing.shadowings, name="shadowings"),
    path("shadowing/new/", shadowing.shadowing_new, name="shadowing_new"),
    path("shadowing/mine/", shadowing.shadowings_mine, name="shadowings_mine"),
    path("shadowing/<int:pk>/", shadowing.shadowing, name="shadowing"),
    path("shadowing/<int:pk>/answer/", shadowing_steps.shadowing_answer, name="shadowing_answer"),
    path("shadowing/<int:pk>/let-go/", shadowing_steps.shadowing_let_go, name="shadowing_let_go"),
    path("shadowing/<int:pk>/agree/", shadowing_steps.shadowing_agree, name="shadowing_agree"),
    path("shadowing/<int:pk>/list/", shadowing_steps.shadowing_tick, name="shadowing_tick"),
    path("shadowing/<int:pk>/confirm/", shadowing_steps.shadowing_confirm, name="shadowing_confirm"),
    path("shadowing/<int:pk>/done/", shadowing_steps.shadowing_finish, name="shadowing_finish"),
    path("shadowing/<int:pk>/call-off/", shadowing_steps.shadowing_call_off, name="shadowing_call_off"),
]
