"""`/api/v1/corpora/…`, `/api/v1/tokenizers/…` and `/api/v1/runs/…`."""

from rest_framework.routers import SimpleRouter

from training.api.data import CorpusViewSet, TokenizerViewSet
from training.api.runs import RunViewSet

router = SimpleRouter()
router.register("corpora", CorpusViewSet, basename="api-corpora")
router.register("tokenizers", TokenizerViewSet, basename="api-tokenizers")
router.register("runs", RunViewSet, basename="api-runs")
urlpatterns = router.urls
