"""Run as a program: a corpus of Ada's with copies and damage, its tokenizers, two things being made; prints ids."""

from __future__ import annotations

import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slamdunk_site.settings")


def made(thing: Any, maker: Any, kind: str) -> Any:
    """Do what a preparation job does, here and now."""
    from training.prepare import Beat

    facts = maker(thing.pk, Beat(kind, thing.pk, ""))
    type(thing).objects.filter(pk=thing.pk).update(state="ready", progress=1.0, **facts)
    thing.refresh_from_db()
    return thing


def corpus() -> Any:
    from accounts.models import User
    from training.core.stories import stories
    from training.models import Corpus
    from training.paths import uploads_folder
    from training.prepare import make_corpus

    texts = [text for text, _ in zip(stories("ko", 3), range(60), strict=False)]
    row = Corpus.objects.create(
        owner=User.objects.get(username="ada"), title="여우 이야기", kind="upload", language="ko"
    )
    row.source = {"files": ["000.txt"], "names": ["여우.txt"]}
    row.save()
    uploads_folder(row).mkdir(parents=True)
    texts += [texts[0], texts[1], "<script>alert(1)</script> lost \ufffd here"]
    (uploads_folder(row) / "000.txt").write_text("<|endoftext|>".join(texts), encoding="utf-8")
    return made(row, make_corpus, "corpus")


def tokenizer(corpus: Any, kind: str, title: str, **options: int) -> Any:
    from training.models import Tokenizer
    from training.prepare import make_tokenizer

    fields = {"owner": corpus.owner, "corpus": corpus, "kind": kind, "title": title, "options": options}
    return made(Tokenizer.objects.create(**fields), make_tokenizer, "tokenizer")


def learning(corpus: Any) -> str:
    """A byte-pair encoding that stands still after its first merges."""
    from training.models import Tokenizer
    from training.paths import tokenizer_file

    fields = {"owner": corpus.owner, "corpus": corpus, "kind": "bpe", "state": "working", "claimed_by": "x"}
    row = Tokenizer.objects.create(title="Learning", options={"vocab_size": 300}, progress=0.6, **fields)
    tokenizer_file(row).parent.mkdir(parents=True)
    (tokenizer_file(row).parent / "merges.jsonl").write_text(
        '[256, "20", "61", 90, 1000]\n[257, "ec", "96", 80, 1000]\n'
    )
    return row.pk


def main() -> None:
    from training.models import Corpus

    ready = corpus()
    bpe = tokenizer(ready, "bpe", "여우 조각", vocab_size=600)
    tokenizer(ready, "characters", "여우 글자")
    fetching = Corpus.objects.create(
        owner=ready.owner, title="TinyStories", kind="hub", language="en", state="working", claimed_by="x", progress=0.4,
        n_documents=8000, n_bytes=7_000_000,
        source={"hub": {"dataset": "roneneldan/TinyStories", "config": None, "split": "train", "columns": ["text"],
                        "rows": 20000, "streaming": True}},
    )  # fmt: skip
    failed = Corpus.objects.create(
        owner=ready.owner, title="Tales", kind="hub", language="ko", state="failed",
        error={"code": "hub_no_split", "values": {"dataset": "tales/all", "split": "trian", "there": "train"}},
        source={"hub": {"dataset": "tales/all", "config": "short", "split": "trian", "columns": ["title", "text"],
                        "rows": 70, "streaming": False}},
    )  # fmt: skip
    ids = {
        "corpus": ready.pk,
        "fetching": fetching.pk,
        "failed": failed.pk,
        "bpe": bpe.pk,
        "bytes": tokenizer(ready, "bytes", "여우 바이트").pk,
        "learning": learning(ready),
    }
    print(json.dumps(ids))  # noqa: T201


if __name__ == "__main__":
    django.setup()
    main()
