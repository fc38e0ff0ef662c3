"""What people do with their accounts."""

import secrets
from datetime import timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authentication import token_digest
from accounts.models import ApiToken, User
from common.errors import ProductError

KEY_MARK: Final = "sd_"  # so that a leaked key is recognised for what it is
KEY_BYTES: Final = 32
SHOWN: Final = 9  # characters of a key that lists may show
MAX_TOKENS: Final = 50  # of one person
MAX_NAME: Final = 80


class NewToken(NamedTuple):
    """A stored token, and its key, which nobody can read again."""

    token: ApiToken
    key: str


def sign_up(*, username: str, password: str, email: str = "", language: str = "") -> User:
    """Make a student's account. Raises ProductError if the site is closed or an input will not do."""
    if not settings.SLAMDUNK_OPEN_SIGN_UP:
        raise ProductError(
            _("This site does not take new accounts. Ask whoever runs it for one."),
            code="sign_up_closed",
            status=403,
        )
    user = User(username=User.normalize_username(username), email=email, language=known_language(language))
    if User.objects.filter(username__iexact=user.username).exists():
        raise username_taken(username)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise ProductError(" ".join(error.messages), code="invalid") from error
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:  # somebody was faster
        raise username_taken(username) from error
    return user


def username_taken(username: str) -> ProductError:
    words = _("The name “%(name)s” is taken. Choose another one.") % {"name": username}
    return ProductError(words, code="username_taken", attr="username")


def known_language(code: str) -> str:
    """Return `code` if the site speaks it, else nothing."""
    return code if code in dict(settings.LANGUAGES) else ""


def language_set(*, user: User, language: str) -> None:
    """Remember the language a person reads. Raises ProductError for one the site does not speak."""
    if not known_language(language):
        names = ", ".join(name for _code, name in settings.LANGUAGES)
        words = _("This site does not speak “%(language)s”. Choose one of: %(names)s.")
        raise ProductError(
            words % {"language": language[:20], "names": names}, code="unknown_language", attr="language"
        )
    user.language = language
    user.save(update_fields=["language"])


def password_set(*, user: User, password: str) -> None:
    """Change a password that was checked before."""
    user.set_password(password)
    user.save(update_fields=["password"])


def sign_in_refused(*, username: str, password: str) -> ProductError:
    """Say why a name and a password did not sign in. Only who knows the password hears of a deactivated account."""
    user = User.objects.filter(username=username, is_active=False).first()
    if user is not None and user.check_password(password):
        words = _("The account “%(name)s” was deactivated. Ask whoever runs this site.")
        return ProductError(words % {"name": username}, code="deactivated", attr="username", status=403)
    words = _("The name and the password do not belong together. Check both.")
    return ProductError(words, code="wrong_credentials")


def token_create(*, user: User, name: str, days: int | None = None) -> NewToken:
    """Make an API key, valid for `days` or for good. The key is in the result and nowhere else."""
    name = name.strip()
    if not name or len(name) > MAX_NAME:
        raise ProductError(
            _("Give the key a name of 1 to %(max)d characters.") % {"max": MAX_NAME}, attr="name"
        )
    if user.api_tokens.count() >= MAX_TOKENS:
        words = _("You have %(max)d keys, which is the most. Revoke one that you no longer use.")
        raise ProductError(words % {"max": MAX_TOKENS}, code="too_many_tokens", status=409)
    key = KEY_MARK + secrets.token_urlsafe(KEY_BYTES)
    until = timezone.now() + timedelta(days=days) if days else None
    token = ApiToken.objects.create(
        user=user, name=name, prefix=key[:SHOWN], digest=token_digest(key), expires_at=until
    )
    return NewToken(token, key)


def token_delete(*, user: User, token_id: str) -> None:
    """Revoke one of the person's keys. Raises ProductError (404) if they have no such key."""
    deleted, _rows = user.api_tokens.filter(pk=token_id).delete()
    if not deleted:
        raise ProductError(
            _("You have no such key. It may have been revoked already."), code="not_found", status=404
        )
