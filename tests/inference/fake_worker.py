"""A stand-in for a generation process. The prompt says what it does: nothing here computes."""

import json
import os
import sys


def say(job: str, kind: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"job": job, "type": kind, **values}) + "\n")
    sys.stdout.flush()


def finish(job: str, reason: str, text: str) -> None:
    say(job, "finished", reason=reason, tokens=len(text), tokens_per_s=9.0, text=text, seconds=0.1)


def main() -> None:
    while line := sys.stdin.readline():
        request = json.loads(line)
        if request["type"] != "generate":
            continue
        job, prompt = request["job"], request["prompt"]
        if prompt == "die":
            os._exit(9)
        if prompt == "fail":
            say(job, "error", code="weights_not_finite", values={})
            continue
        say(job, "started", seed=7, prompt_tokens=len(prompt), trimmed_tokens=0, unknown=[])
        say(job, "token", text=f"pid {os.getpid()}")
        if prompt == "until cancelled":
            while json.loads(sys.stdin.readline()) != {"type": "cancel", "job": job}:
                pass
            finish(job, "cancelled", "so far")
        else:
            finish(job, "length", f"pid {os.getpid()}")


main()
