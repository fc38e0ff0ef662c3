"""`/api/v1/models/…`."""

from rest_framework.routers import SimpleRouter

from inference.api.imports import ModelImportViewSet
from inference.api.views import CompletedModelViewSet

router = SimpleRouter()
router.register("models/import", ModelImportViewSet, basename="api-model-imports")
router.register("models", CompletedModelViewSet, basename="api-models")
urlpatterns = router.urls
