"""The pages of tokenizers."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import get_visible_or_404, may_edit
from training import selectors
from training.core.vocabulary import DEFAULT_VOCAB, PUBLISHED
from training.serializers import TokenizerSerializer
from training.titles import tokenizer_title
from training.views import corpora_of

ISLAND = "training/island.html"
MOST_SHOWN = 100  # a page of the REST list, which the page goes on with


@login_required
def tokenizers(request: HttpRequest) -> HttpResponse:
    """All tokenizers that one may see, compared on a text, and the form that makes one."""
    data = {
        "corpora": corpora_of(cast(User, request.user)),
        "corpus": request.GET.get("corpus", ""),
        "published": [{"encoding": name, "title": one.title} for name, one in PUBLISHED.items()],
        "vocabSize": DEFAULT_VOCAB,
        "tokenizers": TokenizerSerializer(
            selectors.tokenizers(request.user)[:MOST_SHOWN], many=True, context={"request": request}
        ).data,
    }
    lead = _("A tokenizer cuts text into the pieces that a model reads and writes.")
    context = {"title": _("Tokenizers"), "lead": lead, "entry": "src/pages/tokenizers.tsx", "data": data}
    return render(request, ISLAND, context | {"crumbs": ("corpora", _("Corpora"))})


@login_required
def tokenizer(request: HttpRequest, pk: str) -> HttpResponse:
    """One tokenizer: how it cuts a text, and how it came to."""
    found = get_visible_or_404(selectors.tokenizers(request.user), request.user, pk)
    data = {
        "tokenizer": TokenizerSerializer(found, context={"request": request}).data,
        "mayEdit": may_edit(request.user, found),
        "corpora": corpora_of(cast(User, request.user)),
        "listUrl": reverse("tokenizers"),
    }
    context = {"title": tokenizer_title(found), "entry": "src/pages/tokenizer.tsx", "data": data}
    return render(request, ISLAND, context | {"crumbs": ("tokenizers", _("Tokenizers"))})
