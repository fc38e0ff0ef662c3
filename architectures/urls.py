"""Addresses of the pages of architectures."""

from django.urls import path

from architectures import gallery_views, linked_views, views

urlpatterns = [
    path("blocks/", views.blocks, name="blocks"),
    path("architectures/", gallery_views.architectures, name="architectures"),
    path("architectures/new/", views.architecture_new, name="architecture-new"),
    path("architectures/compare/", views.architecture_compare, name="architecture-compare"),
    path("architectures/<str:pk>/edit/", views.architecture_edit, name="architecture-edit"),
    path("d/<str:token>/", linked_views.linked_design, name="linked-design"),
    path("d/<str:token>/copy/", linked_views.linked_copy, name="linked-copy"),
]
