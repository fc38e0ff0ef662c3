"""Addresses of the account pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import course_views, views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="sign-in"),
    path("sign-up/", views.sign_up, name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("profile/", views.profile, name="profile"),
    path("courses/", course_views.courses, name="courses"),
    path("courses/<str:pk>/", course_views.course, name="course"),
    path("i18n/setlang/", views.set_language, name="set_language"),
]
