"""Everything that changes something in this app."""

from accounts.services.courses import (
    code_off,
    code_renew,
    course_change,
    course_create,
    course_join,
    course_leave,
    member_remove,
    member_role_set,
)
from accounts.services.people import (
    MAX_NAME,
    NewToken,
    known_language,
    language_set,
    password_set,
    sign_in_refused,
    sign_up,
    token_create,
    token_delete,
)
from accounts.services.sharing import thing_share, things_share_alike

__all__ = [
    "MAX_NAME",
    "NewToken",
    "code_off",
    "code_renew",
    "course_change",
    "course_create",
    "course_join",
    "course_leave",
    "known_language",
    "language_set",
    "member_remove",
    "member_role_set",
    "password_set",
    "sign_in_refused",
    "sign_up",
    "thing_share",
    "things_share_alike",
    "token_create",
    "token_delete",
]
