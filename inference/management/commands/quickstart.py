"""`manage.py quickstart`: a story writer from nothing, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from inference import quickstart

PROMPTS = {"en": "One day", "ko": "어느 날"}
COLUMNS = ("step", "tokens", "loss", "val_loss", "tokens/s", "seconds")


class Command(BaseCommand):
    """Prints the loss curve as a table while it trains, and then what the model writes, as it comes."""

    help = "Train the preset “Tiny story writer” on generated stories and let it write."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=sorted(PROMPTS), default="en", help="of the stories")
        parser.add_argument("--minutes", type=float, default=1.0, help="to train")
        parser.add_argument("--preset", default="tiny-story-writer", help="slug of the design")
        parser.add_argument("--bytes", type=int, default=5_000_000, help="of stories to learn from")
        parser.add_argument("--vocab-size", type=int, default=1024, help="of the byte-pair tokenizer")
        parser.add_argument("--prompt", help="beginning of the text to write")
        parser.add_argument("--tokens", type=int, default=200, help="to write at most")
        parser.add_argument("--temperature", type=float, default=0.7, help="0 writes the likeliest text")
        parser.add_argument("--seed", type=int, default=1, help="of the text to write")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["minutes"] > 0:
            raise CommandError("--minutes must be more than 0.")
        plan = quickstart.Plan(
            folder=Path(settings.SLAMDUNK_HOME) / "quickstart" / options["language"],
            language=options["language"],
            minutes=options["minutes"],
            preset=options["preset"],
            corpus_bytes=options["bytes"],
            vocab_size=options["vocab_size"],
        )
        with translation.override(options["language"]):
            try:
                self._train(plan)
                self._write(plan, options)
            except KeyError as error:
                raise CommandError(f"There is no preset {error}.") from error
            except quickstart.QuickstartError as error:
                raise CommandError(f"{error.diagnosis or ''}\n{error.log}".strip()) from error

    def _train(self, plan: quickstart.Plan) -> None:
        self.stdout.write(_("Preparing stories, tokenizer and token file …"))
        quickstart.prepare(plan, self.stdout.write)
        self.stdout.write("".join(f"{name:>12}" for name in COLUMNS))
        losses: list[float] = []
        metric: dict[str, Any] = {}
        began: float | None = None
        for event in quickstart.train(plan):
            began = began if began is not None else event["time"]
            if event["type"] == "metric":
                metric = event
            elif event["type"] == "eval":
                losses += [event["val_loss"]] if event["val_loss"] is not None else []
                self.stdout.write(row(event, metric, event["time"] - began))
                self.stdout.flush()
        if losses:
            values = {
                "first": f"{losses[0]:.3f}",
                "last": f"{losses[-1]:.3f}",
                "share": f"{losses[-1] / losses[0]:.0%}",
            }
            self.stdout.write(_("Held-out loss: %(first)s → %(last)s (%(share)s)") % values)

    def _write(self, plan: quickstart.Plan, options: dict[str, Any]) -> None:
        prompt = options["prompt"] if options["prompt"] is not None else PROMPTS[options["language"]]
        self.stdout.write("\n" + prompt, ending="")
        chosen = {
            "max_new_tokens": options["tokens"],
            "temperature": options["temperature"],
            "seed": options["seed"],
        }
        for piece in quickstart.write(plan, prompt, chosen):
            self.stdout.write(piece, ending="")
            self.stdout.flush()
        self.stdout.write("")


def row(evaluation: dict[str, Any], metric: dict[str, Any], seconds: float) -> str:
    """One line of the table."""
    cells = (
        f"{evaluation['step']:,}",
        f"{metric.get('tokens', 0):,}",
        f"{metric['loss']:.3f}" if metric.get("loss") is not None else "–",
        f"{evaluation['val_loss']:.3f}" if evaluation.get("val_loss") is not None else "–",
        f"{metric.get('tokens_per_s') or 0:,.0f}",
        f"{seconds:.1f}",
    )
    return "".join(f"{cell:>12}" for cell in cells)
