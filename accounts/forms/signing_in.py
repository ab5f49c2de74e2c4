"""allauth's forms with our fields: its checks, our words. settings.ACCOUNT_FORMS names them."""

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import EmailField, NewPasswordField, PasswordField, PersonFields
from accounts.models import User


class LoginForm(allauth_forms.LoginForm):
    password = PasswordField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailField(autocomplete="username")
        self.order_fields(["login", "password"])


class SignupForm(PersonFields, allauth_forms.SignupForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"] = EmailField(
            help_text=_("If your organisation is known here by its e-mail domain, you join it by this address.")
        )
        self.fields["password1"] = NewPasswordField(label=_("Choose a password"))
        self.order_fields(["display_name", "job_title", "email", "password1"])

    def validate_unique_email(self, value):
        # Somebody's unproven wish to change to this address keeps nobody out; an account that has it does.
        self.account_already_exists = User.objects.filter(email__iexact=value).exists()
        return value

    def try_save(self, request):
        if self.account_already_exists:
            # As long as it takes to open an account, so that the clock does not tell which it was.
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # The other click of a double click was quicker.
            self.account_already_exists = True
            return super().try_save(request)


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    email = EmailField()

    def clean_email(self):
        email = super().clean_email()
        # Only the address of an account resets it, not one that it is being changed to: that may be mistyped.
        self.users = [user for user in self.users if user.email.lower() == email]
        return email


class _AskedOnce(forms.Form):
    password1 = NewPasswordField()
    password2 = None


class ResetPasswordKeyForm(_AskedOnce, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(_AskedOnce, allauth_forms.SetPasswordForm):
    pass


class ChangePasswordForm(_AskedOnce, allauth_forms.ChangePasswordForm):
    oldpassword = PasswordField(label=_("Current password"))
    field_order = ["oldpassword", "password1"]


class ChangeEmailForm(allauth_forms.AddEmailForm):
    email = EmailField(label=_("New work e-mail address"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    password = PasswordField()
