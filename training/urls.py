"""Addresses of the pages of corpora, runs and their queue."""

from django.urls import path

from training import tokenizer_views, views, watching_views

urlpatterns = [
    path("corpora/", views.corpora, name="corpora"),
    path("corpora/<str:pk>/", views.corpus, name="corpus"),
    path("tokenizers/", tokenizer_views.tokenizers, name="tokenizers"),
    path("tokenizers/<str:pk>/", tokenizer_views.tokenizer, name="tokenizer"),
    path("runs/", watching_views.runs, name="runs"),
    path("runs/new/", views.run_new, name="run-new"),
    path("runs/compare/", watching_views.compare, name="run-compare"),
    path("queue/", watching_views.queue, name="queue"),
    path("sweeps/", watching_views.sweeps, name="sweeps"),
    path("sweeps/new/", watching_views.sweep_new, name="sweep-new"),
    path("sweeps/<str:pk>/", watching_views.sweep, name="sweep"),
    path("runs/<str:pk>/", views.run, name="run"),
    path("runs/<str:pk>/mlflow/", watching_views.in_mlflow, name="run-mlflow"),
]
