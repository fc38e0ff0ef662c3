"""Addresses of the pages of architectures."""

from django.urls import path

from architectures import views

urlpatterns = [
    path("blocks/", views.blocks, name="blocks"),
    path("architectures/", views.architectures, name="architectures"),
    path("architectures/new/", views.architecture_new, name="architecture-new"),
    path("architectures/<str:pk>/edit/", views.architecture_edit, name="architecture-edit"),
]
