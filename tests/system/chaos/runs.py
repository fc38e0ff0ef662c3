"""The runs that are trained through all of it: most with a trainer without torch, a few with the true one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from accounts.models import Quota, User
from tests.training.conftest import DESIGN, make_run
from training.core.corpus import prepare_tokens, write_corpus
from training.core.tokenizer import train_tokenizer
from training.models import Corpus, Run, TokenFile, Tokenizer
from training.paths import corpus_folder, job_folder, tokenizer_file, tokens_root

N_RUNS: Final = 20
PACE: Final = (
    0.6  # seconds a step of a trainer without torch, so that none of them ends before the last fault
)
PEOPLE: Final = ("ada", "ben", "ida", "ola")
TRUE_CONFIG: Final = {
    "max_steps": 800,
    "batch_size": 2,
    "checkpoint_interval": 20,
    "eval_interval": 100,
    "eval_bytes": 512,
    "sample_interval": 200,
    "sample_tokens": 8,
    "threads": 1,
}
TRUE_DESIGN: Final = {
    "format": 1,
    "vars": {"context_length": 16},
    "nodes": {
        "tok": {"type": "TokenEmbedding", "d_model": 16},
        "layers": {
            "type": "Repeat",
            "count": 1,
            "nodes": {
                "norm": {"type": "Norm"},
                "attn": {"type": "Attention", "n_heads": 2, "rope": {}},
                "add": {"type": "Add"},
            },
            "edges": ["in -> add", "in -> norm -> attn -> add -> out"],
        },
        "head": {"type": "LMHead"},
    },
    "edges": ["in -> tok -> layers -> head -> out"],
}
# What is wrong with a run from the beginning, and what it fails with.
DOOMED: Final = {
    "diverged": {"lr": 3.0, "warmup_steps": 0},
    "loss_not_finite": {"optimizer": "sgd", "lr": 1e12, "grad_clip": 0.0},
    "out_of_memory": {"batch_size": 4096, "context_length": 8192},
}


def make_runs() -> dict[str, str]:
    """Queue the runs of four people; return what each doomed one will fail with, by its id."""
    people = [User.objects.create_user(name) for name in PEOPLE]
    Quota.objects.create(user=None, runs_at_once=3, runs_queued=50)
    made_of = true_data()
    doomed = {}
    for number in range(N_RUNS):
        owner = people[number % len(people)]
        if number < len(DOOMED):
            code, options = list(DOOMED.items())[number]
            doomed[true_run(owner, made_of, title="doomed", **options).pk] = code
        elif number < len(DOOMED) + 4:
            true_run(owner, made_of)
        else:
            run = make_run(owner, title=f"Run {number}", design=DESIGN)
            job_folder(run).mkdir(parents=True)
            (job_folder(run) / "pace").write_text(str(PACE))
    return doomed


def true_data() -> dict[str, Any]:
    """A small text, cut into bytes."""
    Corpus.objects.all().delete()  # those that ship would be prepared
    corpus = Corpus.objects.create(title="Tales", kind="upload", state="ready")
    tokenizer = Tokenizer.objects.create(
        title="Bytes", kind="bytes", corpus=corpus, state="ready", vocab_size=257
    )
    write_corpus({"generator": "stories-en", "seed": 0, "bytes": 50_000}, corpus_folder(corpus))
    cut = train_tokenizer("bytes", iter(()), 257)
    tokenizer_file(tokenizer).parent.mkdir(parents=True)
    cut.save(tokenizer_file(tokenizer))
    tokens_root().mkdir(parents=True, exist_ok=True)
    facts = prepare_tokens(corpus_folder(corpus), cut, tokens_root(), 0.1)
    tokens = TokenFile.objects.create(corpus=corpus, tokenizer=tokenizer, state="ready", digest=facts.digest)
    return {"corpus": corpus, "tokenizer": tokenizer, "token_file": tokens}


def true_run(owner: User, made_of: dict[str, Any], title: str = "True", **options: Any) -> Run:
    config = {**TRUE_CONFIG, **options}
    facts = {"design": TRUE_DESIGN, "fingerprint": "f", "config": config}
    run: Run = Run.objects.create(owner=owner, title=title, **made_of, **facts)
    job_folder(run).mkdir(parents=True)
    (job_folder(run) / "true").touch()
    return run


def hurry(home: Path) -> None:
    """Let what is left be over soon."""
    for file in home.glob("runs/*/pace"):
        file.unlink()
