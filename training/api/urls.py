"""`/api/v1/corpora/…`, `/api/v1/tokenizers/…`, `/api/v1/queue/…` and `/api/v1/runs/…`."""

from rest_framework.routers import SimpleRouter

from training.api.corpora import CorpusViewSet
from training.api.queue import QueueViewSet
from training.api.runs import RunViewSet
from training.api.sweeps import SweepViewSet
from training.api.tokenizers import TokenizerViewSet

router = SimpleRouter()
router.register("corpora", CorpusViewSet, basename="api-corpora")
router.register("tokenizers", TokenizerViewSet, basename="api-tokenizers")
router.register("sweeps", SweepViewSet, basename="api-sweeps")
router.register("queue", QueueViewSet, basename="api-queue")
router.register("runs", RunViewSet, basename="api-runs")
urlpatterns = router.urls
