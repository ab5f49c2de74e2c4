"""Where allauth asks us: whose address it is, what joining by domain brings, how mails are written."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import mail
from accounts.actions.memberships import join_by_domain
from accounts.actions.people import make_way_for_owner


class HubAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account has been closed."),
        "duplicate_email": gettext_lazy("This is already the address of your account"),
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is not right. Try again, or reset your password."
        ),
        "enter_current_password": gettext_lazy("This is not your current password"),
        "incorrect_password": gettext_lazy("This is not your password"),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts to sign in. Wait five minutes and try again, or reset your password."
        ),
    }

    def save_user(self, request, user, form, commit=True):
        user.display_name = form.cleaned_data["display_name"]
        user.job_title = form.cleaned_data["job_title"]
        return super().save_user(request, user, form, commit)

    def confirm_email(self, request, email_address):
        """Take note that the address is proven, and join the organisation that hands out such addresses."""
        user = email_address.user
        if user.blocked_at:
            messages.error(request, _("This account is blocked, so its address was not confirmed."))
            return False
        try:
            with transaction.atomic():
                make_way_for_owner(email=email_address.email, owner=user)
                if not super().confirm_email(request, email_address):
                    return False
                membership = join_by_domain(user=user, email=email_address.email)
        except IntegrityError:
            # An account that cannot give way has the address as well.
            messages.error(request, _("This address belongs to another account, so it was not confirmed."))
            return False
        if membership:
            text = _("You have joined %(organisation)s, since your address is on its e-mail domain.")
            messages.success(request, text % {"organisation": membership.organisation.name})
        return True

    def respond_user_inactive(self, request, user):
        """Says why to somebody who is blocked: they have just given their password, so it is them."""
        if user.blocked_at:
            return render(request, "account/account_blocked.html", {"person": user}, status=403)
        return super().respond_user_inactive(request, user)

    def send_mail(self, template_prefix, email, context):
        mail.send(template_prefix.removeprefix("account/email/"), to=email, **context)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return mail.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key):
        uidb36, _dash, token = key.partition("-")
        return mail.absolute(reverse("account_reset_password_from_key", args=[uidb36, token]))

    def send_account_already_exists_mail(self, email):
        mail.send("account_already_exists", to=email, link=mail.absolute(reverse("account_reset_password")))

    def get_password_change_redirect_url(self, request):
        return settings.LOGIN_REDIRECT_URL
