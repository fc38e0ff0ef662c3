"""Addresses of the site: each app brings its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

# It registers itself; here and not where apps are made ready, for workers have no pages and so no schema.
from accounts.api import schema  # noqa: F401
from slamdunk_site.health import health
from slamdunk_site.mlflow import mlflow
from slamdunk_site.views import home

rest: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *(path("", include(f"{app}.api.urls")) for app in ("accounts", "architectures", "training", "inference")),
]
urlpatterns = [
    path("", home, name="home"),
    path("admin/", admin.site.urls),
    path("mlflow/", mlflow, name="mlflow"),
    path("mlflow/<path:path>", mlflow),
    path("api/v1/", include(rest)),
    path("api/docs/", login_required(SpectacularSwaggerView.as_view(url_name="schema")), name="api-docs"),
    *(path("", include(f"{app}.urls")) for app in ("accounts", "architectures", "training", "inference")),
]
handler400 = "slamdunk_site.errors.bad_request"
handler403 = "slamdunk_site.errors.forbidden"
handler404 = "slamdunk_site.errors.not_found"
handler500 = "slamdunk_site.errors.broken"
