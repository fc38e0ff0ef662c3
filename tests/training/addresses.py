"""The addresses of this app alone."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("training.api.urls"))]
