from django.urls import include, path

from accounts.views import account, blocking, invitations, members, organisations

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/details/", account.account_details, name="account_details"),
    path("account/mail/", account.account_mail, name="account_mail"),
    path("account/organisations/", organisations.find_organisation, name="find_organisation"),
    path("account/organisations/new/", organisations.propose_organisation, name="propose_organisation"),
    path("account/organisations/<slug:slug>/ask/", organisations.ask_to_join, name="ask_to_join"),
    path("account/organisations/<slug:slug>/leave/", organisations.leave_organisation, name="leave_organisation"),
    path("account/invitations/<str:token>/", invitations.invitation, name="invitation"),
    # signing in and up, passwords and addresses
    path("account/", include("allauth.account.urls")),
    path("people/blocked/", blocking.blocked_people, name="blocked_people"),
    path("people/<int:pk>/block/", blocking.block_person, name="block_person"),
    path("people/<int:pk>/unblock/", blocking.unblock_person, name="unblock_person"),
    path("organisations/<slug:slug>/members/", members.organisation_members, name="organisation_members"),
    path("organisations/<slug:slug>/members/invite/", members.invite_member, name="invite_member"),
    path(
        "organisations/<slug:slug>/members/invitations/<int:pk>/withdraw/",
        members.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organisations/<slug:slug>/members/<int:pk>/accept/", members.accept_request, name="accept_request"),
    path("organisations/<slug:slug>/members/<int:pk>/decline/", members.decline_request, name="decline_request"),
    path("organisations/<slug:slug>/members/<int:pk>/remove/", members.remove_member, name="remove_member"),
    path("organisations/<slug:slug>/members/<int:pk>/role/", members.change_role, name="change_role"),
]
