"""Addresses of the pages of completed models."""

from django.urls import path

from inference import views

urlpatterns = [
    path("models/", views.models, name="models"),
    path("models/import/", views.model_import, name="model-import"),
    path("models/<str:pk>/", views.model, name="model"),
]
