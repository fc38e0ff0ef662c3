"""Sockets of this app."""

from django.urls import path

from training.consumers import RunConsumer

websocket_urlpatterns = [path("ws/runs/<str:pk>/", RunConsumer.as_asgi())]
