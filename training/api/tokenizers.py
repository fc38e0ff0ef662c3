"""`/api/v1/tokenizers/`."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from training import selectors, services
from training.api.data import OwnedViewSet
from training.api.inputs import Encoded, EncodeInput, TokenizerInput
from training.api.named import corpus_named, tokenizer_named
from training.api.tokenizer_inputs import (
    Compared,
    CompareInput,
    HistoryInput,
    Merges,
    MergesQuery,
    TextHistory,
)
from training.models import Tokenizer
from training.serializers import TokenizerSerializer
from training.services.encoding import encode_text, merge_table, text_history, tokenizers_compared


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
        named, encoding = options.pop("corpus"), options.pop("encoding")
        if options["kind"] == Tokenizer.Kind.TIKTOKEN:
            tokenizer = services.tokenizer_publish(encoding=encoding)
        else:
            corpus = corpus_named(request.user, named)
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

    @extend_schema(request=HistoryInput, responses=TextHistory)
    @action(detail=True, methods=["post"])
    def history(self, request: Request, pk: str) -> Response:
        """Tell at which merge any two neighbouring bytes of a text came together."""
        given = HistoryInput(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(text_history(tokenizer=self.get_object(), **given.validated_data))

    @extend_schema(parameters=[MergesQuery], responses=Merges)
    @action(detail=True)
    def merges(self, request: Request, pk: str) -> Response:
        """List the merges of a byte-pair encoding in order; while it is learned, those there are so far."""
        given = MergesQuery(data=request.query_params.dict())
        given.is_valid(raise_exception=True)
        return Response(merge_table(tokenizer=self.get_object(), **given.validated_data))

    @extend_schema(request=CompareInput, responses=Compared(many=True))
    @action(detail=False, methods=["post"])
    def compare(self, request: Request) -> Response:
        """Tell how many tokens each tokenizer makes of a text or a corpus."""
        given = CompareInput(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        chosen = [tokenizer_named(request.user, pk, "tokenizers") for pk in wish["tokenizers"]]
        corpus = corpus_named(request.user, wish["corpus"]) if wish["corpus"] else None
        return Response(tokenizers_compared(tokenizers=chosen, text=wish["text"], corpus=corpus))

    @extend_schema(request=None, responses=TokenizerSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try again what failed; that of everybody, anybody may."""
        tokenizer = self.get_object() if self.get_object().owner_id is None else self.mine()
        services.tokenizer_retry(tokenizer=tokenizer)
        return Response(self.get_serializer(tokenizer).data)
