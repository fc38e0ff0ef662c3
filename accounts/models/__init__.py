"""People, what they may use, and the courses they share things in."""

from accounts.models.courses import Course, CourseRole, Membership, Share, Shareable
from accounts.models.people import ApiToken, Quota, Role, User

__all__ = [
    "ApiToken",
    "Course",
    "CourseRole",
    "Membership",
    "Quota",
    "Role",
    "Share",
    "Shareable",
    "User",
]
