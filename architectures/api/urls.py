"""REST addresses of architectures, under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from architectures.api import views

router = SimpleRouter()
router.register("architectures", views.ArchitectureViewSet, basename="architecture")

urlpatterns = [
    path("blocks/", views.BlocksView.as_view(), name="api-blocks"),
    path("blocks/<str:type>/card/", views.BlockCardView.as_view(), name="api-block-card"),
    path("presets/", views.PresetsView.as_view(), name="api-presets"),
    *router.urls,
]
