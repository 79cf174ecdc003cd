"""What is said, wanted, agreed or done by the way, as a title tells it: clauses in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.extract.arguments import conjuncts
from timeline.extract.cast import Cast
from timeline.extract.inflection import gerund, owned
from timeline.extract.manner import manner
from timeline.extract.phrases import names, wording
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import full_lemma, is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token

MOST_WORDS = 16
"""Words of the longest title that tells what is said."""
_THAT = frozenset({"that", "whether", "if"})
_LEFT_OUT = frozenset({"prep", "advcl", "npadvmod", "advmod", "relcl", "acl", "conj", "punct", "agent"})


def gerund_clause(verb: Token, cast: Cast) -> str | None:
    """A gerund with its object: "working to undermine diplomacy" gives "undermining diplomacy"; attempts stay such."""
    inner = next((c for c in verb.children if c.dep_ in ("xcomp", "advcl") and is_verb(c)), None)
    aim = ""
    if inner is not None and verb.lemma_ in ("work", "try", "seek", "attempt", "plan", "want", "plot", "conspire"):
        aim = "" if verb.lemma_ == "work" else f"{gerund(verb.lemma_)} to "
        verb = inner
    objects = [t for c in verb.children if c.dep_ == "dobj" for t in conjuncts(c)]
    thing = names(objects, cast, True) if objects else None
    if objects and thing is None:
        return None
    tail = ""
    if not objects:
        for child in verb.children:
            if child.dep_ == "prep":
                for noun in child.children:
                    if noun.dep_ == "pobj" and (words := names(conjuncts(noun), cast, False)):
                        tail = tail or f"{child.lower_} {words}"
        if not tail:
            return None
    act = full_lemma(verb) if aim else gerund(full_lemma(verb))
    return f"{aim}{manner(verb)}{act} {thing or ''} {tail}".strip()


def _shortened(clause: Token, after: int) -> list[Token]:
    """The words of a clause, its last phrases left out one by one until it is short enough for a title."""
    aside = {t.i for c in clause.subtree if c.dep_ == "relcl" for t in c.subtree}
    tokens = [t for t in clause.subtree if not t.is_space and not t.is_quote and t.i not in aside and t.i > after]
    tokens = tokens[1:] if tokens and tokens[0].lower_ == "that" else tokens
    while len(tokens) > MOST_WORDS - 4:
        last = tokens[-1]
        ends = [t for t in tokens if t.dep_ in _LEFT_OUT and t.right_edge.i >= last.i and t.left_edge.i > clause.i]
        if not ends:
            break
        cut = max(t.left_edge.i for t in ends)
        shorter = [t for t in tokens if t.i < cut]
        if len(shorter) == len(tokens) or len(shorter) < 3:
            break
        tokens = shorter
    if tokens and wording("parts", tokens[-1].lower_):
        edge = tokens[-1].head.left_edge.i
        tokens = [t for t in tokens if t.i < edge] if edge > clause.i else tokens
    if tokens and tokens[-1].i < tokens[-1].sent.end - 1:
        final, left_out = tokens[-1], tokens[-1].nbor(1)
        goes_on = left_out.pos_ in ("NOUN", "PROPN", "VERB", "NUM") and not left_out.ent_type_
        if final.pos_ in ("NOUN", "PROPN", "ADJ") and goes_on:
            return []  # "four of its security | updates": cut in the middle of a name
    while tokens and (tokens[-1].is_punct or tokens[-1].pos_ in ("CCONJ", "ADP", "SCONJ")):
        tokens.pop()
    return tokens


def content(p: Predicate, cast: Cast) -> str:
    """What is said, wanted or agreed, when it is short and names no one by pronoun."""
    own = {m.name for c in p.token.children if c.dep_ in ("nsubj", "nsubjpass") for m in cast.at(c)}
    for child in p.token.children:
        if (child.dep_ == "ccomp" and child.i > p.token.i and is_verb(child)) or (
            child.dep_ == "xcomp" and (is_verb(child) or child.lemma_ == "be")
        ):
            if any(c.dep_ == "mark" and c.lower_ not in _THAT for c in child.children):
                continue  # "apologised after the hall burned"
            if child.dep_ == "ccomp" and child.left_edge.tag_ in ("VBD", "VBZ", "VBP"):
                return ""  # "apologised after the hall she owns *was burned down*": the parse lost what was
            tokens = _shortened(child, p.token.i)
            if not tokens or len(tokens) > MOST_WORDS - 2:
                return ""
            if any(c.dep_ == "dobj" for c in p.token.children) and tokens[0].tag_ != "TO":
                return ""
            words: list[str] = []
            for t in tokens:
                if t.lower_ in ("it", "this", "that") and t.dep_ in ("dobj", "pobj") and not cast.at(t):
                    return ""  # "asks Ann Lee to do it": what?
                if t.pos_ == "PRON" and t.lower_ not in ("it", "there", "who", "which", "that"):
                    mention = next(iter(cast.at(t)), None)
                    if t.lower_ in ("its", "their") and (mention is None or mention.name in own):
                        continue  # whose it is goes without saying: "agrees to buy rival Acme"
                    if mention is None:
                        return ""
                    if mention.name in own:
                        words.append(t.text_with_ws)  # "admits that *she* sold arms"
                        continue
                    words.append((owned(mention.name) if t.tag_ == "PRP$" else mention.name) + t.whitespace_)
                else:
                    words.append(t.text_with_ws)
            return "".join(words).strip(" ,.;")
    return ""
