"""REST addresses of architectures, under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from architectures.api import views
from architectures.api.composites import CompositeViewSet
from architectures.api.linked import LinkedCopyView, LinkedView

router = SimpleRouter()
router.register("architectures", views.ArchitectureViewSet, basename="architecture")
router.register("composites", CompositeViewSet, basename="composite")

urlpatterns = [
    path("blocks/", views.BlocksView.as_view(), name="api-blocks"),
    path("blocks/<str:type>/card/", views.BlockCardView.as_view(), name="api-block-card"),
    path("devices/", views.DevicesView.as_view(), name="api-devices"),
    path("d/<str:token>/", LinkedView.as_view(), name="api-linked-design"),
    path("d/<str:token>/copy/", LinkedCopyView.as_view(), name="api-linked-copy"),
    path("presets/", views.PresetsView.as_view(), name="api-presets"),
    *router.urls,
]
