"""Every word of the site exists in Korean: the Django catalogue and the words of the pages' islands."""

import ast
import io
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from training.core.config import TrainConfig

ROOT = Path(__file__).parents[1]
APPS = ["accounts", "architectures", "common", "inference", "slamdunk_site", "training"]
KEYWORDS = [
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[\w.]*[a-z]|%%")
IN_TEMPLATE = re.compile(
    r"\b(?:_|gettext|ngettext)\(\s*u?(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.DOTALL
)

FRONTEND = ROOT / "frontend"
ISLAND_WORDS = sorted(path.name for path in (FRONTEND / "src/i18n").glob("*en.ts"))
LOAD_WORDS = """
import { build } from "esbuild";
const load = async (path) => {
  const options = { bundle: true, format: "esm", write: false, logLevel: "error" };
  const built = await build({ entryPoints: [path], ...options });
  const code = Buffer.from(built.outputFiles[0].text).toString("base64");
  const words = await import(`data:text/javascript;base64,${code}`);
  return words.default ?? Object.values(words)[0];
};
const [en, ko] = await Promise.all(process.argv.slice(1).map(load));
console.log(JSON.stringify({ en, ko }));
"""
PLURAL_SUFFIX = re.compile(r"_(zero|one|two|few|many|other)$")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (ROOT / "locale/ko/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="ko")


def messages(catalogue: Catalog) -> Iterator[tuple[list[str], list[str], Message]]:
    """Yield (English forms, Korean forms, entry) of every entry but the header."""
    for entry in catalogue:
        if entry.id:
            english = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            korean = [entry.string] if isinstance(entry.string, str) else list(entry.string)
            yield english, korean, entry


def test_every_entry_is_translated(catalogue: Catalog) -> None:
    assert [english[0] for english, korean, _ in messages(catalogue) if not all(korean)] == []


def test_no_entry_is_a_guess(catalogue: Catalog) -> None:
    assert [english[0] for english, _, entry in messages(catalogue) if entry.fuzzy] == []


def test_placeholders_are_the_same(catalogue: Catalog) -> None:
    for english, korean, _ in messages(catalogue):
        for form in korean:
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(english[-1])), english


def test_sentences_are_translated_as_sentences(catalogue: Catalog) -> None:
    for english, korean, _ in messages(catalogue):
        if re.search(r"[가-힣]", korean[0]):
            assert english[0].endswith(("?", "!")) == korean[0].endswith(("?", "!")), english


def first_form(message: Any) -> str:
    return message if isinstance(message, str) else next(part for part in message if part)


def words_of_python() -> Iterator[str]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            for _, _, message, _ in extract_python(io.BytesIO(path.read_bytes()), KEYWORDS, [], {}):
                if message:
                    yield first_form(message)


def words_of_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        for literal in IN_TEMPLATE.findall(templatize(path.read_text())):
            yield ast.literal_eval(literal)


@pytest.mark.parametrize("words", [words_of_python, words_of_templates])
def test_every_word_of_the_sources_is_in_the_catalogue(catalogue: Catalog, words: Any) -> None:
    known = {english[0] for english, _, _ in messages(catalogue)}
    assert sorted(set(filter(None, words())) - known) == [], "run `make messages` and add the Korean"


def flat(words: dict[str, Any], path: str = "") -> dict[str, str]:
    """Flatten nested words; the plural forms of one key count as one."""
    found: dict[str, str] = {}
    for key, value in words.items():
        name = f"{path}.{PLURAL_SUFFIX.sub('', key)}".lstrip(".")
        found |= flat(value, name) if isinstance(value, dict) else {name: value}
    return found


def words_of_islands(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the English and the Korean words of one topic."""
    paths = [f"./src/i18n/{name}", f"./src/i18n/{name.removesuffix('en.ts')}ko.ts"]
    done = subprocess.run(
        ["node", "--input-type=module", "-e", LOAD_WORDS, "--", *paths],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    return flat(loaded["en"]), flat(loaded["ko"])


with_node = pytest.mark.skipif(
    not (shutil.which("node") and (FRONTEND / "node_modules/esbuild").is_dir()),
    reason="needs the frontend's tools",
)


@with_node
def test_every_choice_of_an_option_has_words_of_its_own() -> None:
    choices = [
        f"{name}.{choice}"
        for name, field in TrainConfig.model_json_schema()["properties"].items()
        for choice in field.get("enum", [])
    ]
    assert choices
    for words in words_of_islands("choices-en.ts"):
        assert [one for one in choices if words.get(one, "") in ("", one.partition(".")[2])] == []


@with_node
@pytest.mark.parametrize("name", ISLAND_WORDS)
def test_islands_have_the_same_words_in_both_languages(name: str) -> None:
    en, ko = words_of_islands(name)
    # The English help of an option is its description in the schema; Korean has words of its own.
    ko = {key: words for key, words in ko.items() if not key.startswith("help.")}
    assert en, name
    assert sorted(en) == sorted(ko)
    for key, words in en.items():
        assert ko[key], key
        assert set(re.findall(r"{{\s*\w+", words)) == set(re.findall(r"{{\s*\w+", ko[key])), key
