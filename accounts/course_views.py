"""The pages of courses; what is done on them goes over REST."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import rights, selectors

PER_PAGE = 50


@login_required
def courses(request: HttpRequest) -> HttpResponse:
    """One's courses, and the way into another."""
    found = list(selectors.courses(request.user))
    context = {
        "current": [course for course in found if not course.archived],
        "past": [course for course in found if course.archived],
        "may_create": rights.may_create_course(request.user),
    }
    return render(request, "accounts/courses.html", context)


@login_required
def course(request: HttpRequest, pk: str) -> HttpResponse:
    """One course: its people, its code, and what is shared with it."""
    found = rights.get_course_or_404(request.user, pk)
    context = {
        "course": found,
        "leads": rights.may_lead(request.user, found),
        "is_member": found.memberships.filter(user=request.user.pk).exists(),
        "members": Paginator(selectors.members(found), PER_PAGE).get_page(request.GET.get("page")),
        "groups": selectors.shared_things(found),
    }
    context["page"] = context["members"]
    return render(request, "accounts/course.html", context)
