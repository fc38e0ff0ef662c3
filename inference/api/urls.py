"""`/api/v1/models/…`."""

from rest_framework.routers import SimpleRouter

from inference.api.views import CompletedModelViewSet

router = SimpleRouter()
router.register("models", CompletedModelViewSet, basename="api-models")
urlpatterns = router.urls
