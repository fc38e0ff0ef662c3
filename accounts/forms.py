"""The forms of the account pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.throttles import SignInThrottle


class SignInForm(AuthenticationForm):
    """Name and password; too many attempts for one name are refused for a while."""

    def clean(self) -> dict[str, Any]:
        if self.request is not None and not SignInThrottle().allow_request(self.request, None):  # type: ignore[arg-type]
            raise forms.ValidationError(
                _("Too many attempts for this name. Wait a minute, then try again."), code="throttled"
            )
        return super().clean()


class SignUpForm(UserCreationForm[User]):
    """Name and password, twice."""

    class Meta:
        model = User
        fields = ("username",)


class ProfileForm(forms.ModelForm[User]):
    """Language and e-mail; a new password if one is typed, with the present one."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    current_password = forms.CharField(
        label=_("Present password"),
        required=False,
        strip=False,
        help_text=_("Only to change the password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ("language", "email")

    def clean_new_password(self) -> str:
        new: str = self.cleaned_data["new_password"]
        if new:
            validate_password(new, self.instance)
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new_password") and not self.instance.check_password(
            cleaned.get("current_password", "")
        ):
            self.add_error("current_password", _("This is not your present password. Type it again."))
        return cleaned
