"""Courses, who is in them, and what is shared with them."""

from __future__ import annotations

import secrets

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from common.ids import ALPHABET
from common.models import PublicModel

CODE_LENGTH = 8  # of 31 characters each: about 40 bits, and trying is slowed down


def new_code() -> str:
    """Return a fresh join code, in capitals, without characters that are read for one another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)).upper()


class Course(PublicModel):
    """People who learn together. Who teaches it is said by its memberships."""

    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    join_code = models.CharField(
        _("join code"), max_length=CODE_LENGTH, unique=True, null=True, blank=True, default=new_code
    )  # none: nobody can join by themselves
    archived = models.BooleanField(_("archived"), default=False)
    members = models.ManyToManyField(User, through="Membership", related_name="courses")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["archived", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.pk])

    @property
    def code(self) -> str:
        """The join code as it is read out: ABCD-EFGH; empty if joining is off."""
        code = self.join_code or ""
        half = CODE_LENGTH // 2
        return f"{code[:half]}-{code[half:]}" if code else ""


class CourseRole(models.TextChoices):
    """What a person is in one course."""

    STUDENT = "student", _("student")
    INSTRUCTOR = "instructor", _("instructor")


class Membership(PublicModel):
    """A person in a course."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="memberships", verbose_name=_("course"))
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=12, choices=CourseRole, default=CourseRole.STUDENT)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["role", "user__username"]
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} / {self.course}"


class Share(PublicModel):
    """A thing that its owner shares with one course. It counts while the thing's visibility is “course”."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="shares", verbose_name=_("course"))
    by = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("shared by"))
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=12)
    thing = GenericForeignKey("content_type", "object_id")

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "course"], name="shared_once")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} / {self.course_id}"


class Shareable(models.Model):
    """What every thing has that has an owner and a visibility: its shares go when it goes."""

    shares = GenericRelation(Share)

    class Meta:
        abstract = True
