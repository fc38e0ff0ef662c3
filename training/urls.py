"""Addresses of the pages of corpora and runs."""

from django.urls import path

from training import views

urlpatterns = [
    path("corpora/", views.corpora, name="corpora"),
    path("corpora/<str:pk>/", views.corpus, name="corpus"),
    path("runs/", views.runs, name="runs"),
    path("runs/new/", views.run_new, name="run-new"),
    path("runs/<str:pk>/", views.run, name="run"),
]
