"""Sockets of this app."""

from django.urls import path

from training.consumers import OwnRunsConsumer, RunConsumer

websocket_urlpatterns = [
    path("ws/runs/<str:pk>/", RunConsumer.as_asgi()),
    path("ws/me/", OwnRunsConsumer.as_asgi()),
]
