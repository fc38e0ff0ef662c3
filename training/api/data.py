"""`/api/v1/corpora/` and `/api/v1/tokenizers/`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts import rights
from accounts.models import User
from common.parsers import BoundedJSONParser
from training import selectors, services
from training.api.inputs import CorpusUpload, Encoded, EncodeInput, TokenizerInput
from training.models import Corpus, Tokenizer
from training.serializers import CorpusSerializer, TokenizerSerializer
from training.services.encoding import encode_text


class OwnedViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.UpdateModelMixin, viewsets.GenericViewSet[Any]
):
    """Things with an owner: one sees what one may see, and changes one's own."""

    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def person(self) -> User:
        """Return who asks; only signed-in people get here."""
        if not isinstance(self.request.user, User):
            raise NotAuthenticated
        return self.request.user

    def mine(self) -> Any:
        """Return the thing of this address for changing it."""
        thing = self.get_object()
        rights.check_editable(self.request.user, thing)
        return thing

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        rights.check_editable(self.request.user, serializer.instance)  # type: ignore[arg-type]
        serializer.save()


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
        corpus = services.corpus_create_upload(user=self.person(), **given.validated_data)
        return Response(self.get_serializer(corpus).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a corpus of one's own that no run needs."""
        services.corpus_delete(corpus=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)


class TokenizerViewSet(OwnedViewSet):
    serializer_class = TokenizerSerializer
    filterset_fields = ["state", "kind", "corpus", "visibility"]
    search_fields = ["title"]
    ordering_fields = ["created_at", "title", "vocab_size"]
    queryset = Tokenizer.objects.none()

    def get_queryset(self) -> QuerySet[Tokenizer]:
        return selectors.tokenizers(self.request.user)

    @extend_schema(request=TokenizerInput, responses={201: TokenizerSerializer})
    def create(self, request: Request) -> Response:
        """Make a tokenizer for a corpus, or get the same one that is there already."""
        given = TokenizerInput(data=request.data)
        given.is_valid(raise_exception=True)
        options = dict(given.validated_data)
        corpus = selectors.get_corpus(request.user, options.pop("corpus"))
        tokenizer = services.tokenizer_create(user=self.person(), corpus=corpus, **options)
        return Response(self.get_serializer(tokenizer).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a tokenizer of one's own that no run needs."""
        services.tokenizer_delete(tokenizer=self.mine())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=EncodeInput, responses=Encoded)
    @action(detail=True, methods=["post"])
    def encode(self, request: Request, pk: str) -> Response:
        """Cut a text into tokens."""
        given = EncodeInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(encode_text(tokenizer=self.get_object(), text=given.validated_data["text"]))
