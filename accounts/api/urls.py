"""REST addresses of accounts, under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import views
from accounts.api.courses import CourseViewSet
from accounts.api.session import SessionView

router = SimpleRouter()
router.register("courses", CourseViewSet, basename="course")
router.register("tokens", views.TokenViewSet, basename="token")

urlpatterns = [
    path("auth/token/", views.SignInView.as_view(), name="api-auth-token"),
    path("auth/session/", SessionView.as_view(), name="api-auth-session"),
    path("me/", views.MeView.as_view(), name="api-me"),
    path("quotas/", views.QuotasView.as_view(), name="api-quotas"),
    *router.urls,
]
