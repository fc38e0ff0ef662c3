"""Sockets of this app."""

from django.urls import path

from inference.consumers import GenerateConsumer

websocket_urlpatterns = [path("ws/models/<str:pk>/generate/", GenerateConsumer.as_asgi())]
