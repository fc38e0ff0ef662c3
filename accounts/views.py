"""The pages of accounts: signing in, up and out, the profile, the language."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from accounts import services
from accounts.forms import ProfileForm, SignInForm, SignUpForm
from accounts.models import User
from common.errors import ProductError

NEW_KEY = "new_key"  # in the session from making a key to showing it, once


class SignInView(LoginView):
    """Django's own, with our form and page."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; who has no language yet keeps the one they read now."""
        answer = super().form_valid(form)
        user: User = form.get_user()
        if not user.language:
            services.language_set(user=user, language=get_language() or "en")
        return answer


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and be signed in."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = services.sign_up(
                username=given["username"], password=given["password1"], language=get_language() or ""
            )
        except ProductError as error:
            form.add_error(None, str(error.detail))
        else:
            login(request, user, "django.contrib.auth.backends.ModelBackend")
            return redirect("home")
    return render(request, "accounts/sign_up.html", {"form": form})


@sensitive_post_parameters("current_password", "new_password")
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own account. The keys' forms post here too, with an `action`."""
    user = cast(User, request.user)
    action = {"create": _make_key, "revoke": _revoke_key}.get(request.POST.get("action", ""))
    if action is not None:
        try:
            action(request, user)
        except ProductError as error:
            messages.error(request, str(error.detail))
        return redirect("profile")
    form = ProfileForm(
        request.POST or None,
        instance=User.objects.get(pk=user.pk),
        initial={"language": user.language or get_language()},
    )
    if request.method == "POST" and form.is_valid():
        return _save_profile(request, form)
    context = {"form": form, "tokens": user.api_tokens.all(), "new_key": request.session.pop(NEW_KEY, "")}
    return render(request, "accounts/profile.html", context)


def _save_profile(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    user = form.save()
    if form.cleaned_data["new_password"]:
        services.password_set(user=user, password=form.cleaned_data["new_password"])
        update_session_auth_hash(request, user)  # other machines are signed out, this one is not
    messages.success(request, _("Saved."))
    return redirect("profile")


def _make_key(request: HttpRequest, user: User) -> None:
    made = services.token_create(user=user, name=request.POST.get("name", ""))
    request.session[NEW_KEY] = made.key


def _revoke_key(request: HttpRequest, user: User) -> None:
    services.token_delete(user=user, token_id=request.POST.get("token", ""))
    messages.success(request, _("The key is revoked."))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language, and remember it for who is signed in."""
    language = request.POST.get("language", "")
    if isinstance(request.user, User) and services.known_language(language):
        services.language_set(user=request.user, language=language)
    return django_set_language(request)
