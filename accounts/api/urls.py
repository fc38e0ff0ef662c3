"""REST addresses of accounts, under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from accounts.api import views

router = SimpleRouter()
router.register("tokens", views.TokenViewSet, basename="token")

urlpatterns = [
    path("auth/token/", views.SignInView.as_view(), name="api-auth-token"),
    path("me/", views.MeView.as_view(), name="api-me"),
    path("quotas/", views.QuotasView.as_view(), name="api-quotas"),
    *router.urls,
]
