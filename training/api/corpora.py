"""`/api/v1/corpora/`."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from common.parsers import BoundedJSONParser
from training import reading, selectors, services
from training.api.corpus_inputs import (
    CatalogueEntry,
    CleanInput,
    CorpusStatistics,
    CorpusUpload,
    Documents,
    DocumentsQuery,
    GeneratedCorpusInput,
    HubCorpusInput,
)
from training.api.data import OwnedViewSet
from training.catalogue import catalogue
from training.models import Corpus
from training.serializers import CorpusSerializer


class CorpusViewSet(OwnedViewSet):
    serializer_class = CorpusSerializer
    parser_classes = [MultiPartParser, FormParser, BoundedJSONParser]
    filterset_fields = ["state", "kind", "language", "visibility"]
    search_fields = ["title"]
    ordering_fields = ["created_at", "title", "n_bytes"]
    queryset = Corpus.objects.none()

    def get_queryset(self) -> QuerySet[Corpus]:
        return selectors.corpora(self.request.user)

    @extend_schema(request=CorpusUpload, responses={201: CorpusSerializer})
    def create(self, request: Request) -> Response:
        """Upload text files as a new corpus."""
        given = CorpusUpload(data=request.data)
        given.is_valid(raise_exception=True)
        return self._made(services.corpus_create_upload(user=self.person(), **given.validated_data))

    @extend_schema(request=HubCorpusInput, responses={201: CorpusSerializer})
    @action(detail=False, methods=["post"])
    def hub(self, request: Request) -> Response:
        """Fetch a data set of the Hugging Face hub as a new corpus."""
        given = HubCorpusInput(data=request.data)
        given.is_valid(raise_exception=True)
        return self._made(services.corpus_create_hub(user=self.person(), **given.validated_data))

    @extend_schema(request=GeneratedCorpusInput, responses={201: CorpusSerializer})
    @action(detail=False, methods=["post"])
    def generated(self, request: Request) -> Response:
        """Let stories be written as a new corpus."""
        given = GeneratedCorpusInput(data=request.data)
        given.is_valid(raise_exception=True)
        return self._made(services.corpus_create_generated(user=self.person(), **given.validated_data))

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a corpus of one's own that no run needs."""
        services.corpus_delete(corpus=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=CleanInput, responses={201: CorpusSerializer})
    @action(detail=True, methods=["post"])
    def clean(self, request: Request, pk: str) -> Response:
        """Make a copy without documents that are there twice, or are damaged."""
        given = CleanInput(data=request.data)
        given.is_valid(raise_exception=True)
        without = sorted(given.validated_data["without"])
        made = services.corpus_create_cleaned(user=self.person(), corpus=self.get_object(), without=without)
        return self._made(made)

    @extend_schema(request=None, responses=CorpusSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try a preparation again that failed."""
        corpus = self.mine()
        services.corpus_retry(corpus=corpus)
        return Response(self.get_serializer(corpus).data)

    @extend_schema(parameters=[DocumentsQuery], responses=Documents)
    @action(detail=True)
    def documents(self, request: Request, pk: str) -> Response:
        """Read some documents: from a number on, drawn by a seed, or named."""
        given = DocumentsQuery(data=request.query_params.dict())
        given.is_valid(raise_exception=True)
        return Response(reading.corpus_documents(self.get_object(), **given.validated_data))

    @extend_schema(responses=CorpusStatistics)
    @action(detail=True)
    def statistics(self, request: Request, pk: str) -> Response:
        """Tell what a corpus is made of, how it is split, and what is odd about it."""
        return Response(reading.corpus_statistics(self.get_object()))

    @extend_schema(responses=CatalogueEntry(many=True))
    @action(detail=False, pagination_class=None, filter_backends=[])
    def catalogue(self, request: Request) -> Response:
        """List well-known data sets of the hub that suit a small model."""
        return Response(catalogue())

    def _made(self, corpus: Corpus) -> Response:
        return Response(self.get_serializer(corpus).data, status.HTTP_201_CREATED)
