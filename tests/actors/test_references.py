from __future__ import annotations

import pytest

from timeline import actors
from timeline.extract import nlp

# text, words that point, the name that they mean
CASES = [
    # nobody is the fellow argument of the same verb
    ("Acme Corp. met Zeta Inc. on Monday. Zeta Inc. sold the company a mine.", "the company", "Acme Corp."),
    ("Ann Lee praised David Bell and described him as a friend.", "him", "David Bell"),
    # a business that its name tells to be of another kind is not meant
    ("Norwind Airlines asked Korda Corp. for ten trucks. The brewer declined.", "The brewer", "Korda Corp."),
    # a noun goes on to mean whom it has meant
    ("Norwind Airlines ordered jets from Acme Corp. and Zeta Inc. The airline will pay. Acme Corp. lost. "
     "Zeta Inc. won. Ann Lee said the airline was pleased.", "the airline", "Norwind Airlines"),
    # the only fitting one, however far back
    ("The Bank of Lorvik cut its rate. Ann Lee left. David Bell stayed. It rained. Prices rose. The lender lost money.",
     "The lender", "Bank of Lorvik"),
    ("General Motors left. The Detroit giant sold a brand.", "The Detroit giant", "General Motors"),
    ("Louis Moretti III was jailed. Moretti was happy.", "Moretti", "Louis Moretti III"),
    # what was done to somebody
    ("Police arrested Ann Lee on Monday. David Bell spoke to reporters. The suspect will appear in court.",
     "The suspect", "Ann Lee"),
    ("Ann Lee was shot on Monday. David Bell spoke to reporters. The victim was a nurse.", "The victim", "Ann Lee"),
    # one person of a people
    ("Ann Dahl resigned as coach of Rovers. The 52-year-old Norwegian took over in 2008.",
     "The 52-year-old Norwegian", "Ann Dahl"),
    # one of two
    ("Chad met Peru on Monday. The former gave way.", "The former", "Chad"),
    ("Ann Lee met David Bell on Monday. The latter gave way.", "The latter", "David Bell"),
    # whom the relative clause is about
    ("David Bell waited. The club dropped Ole Lind, who said that he was ill.", "he", "Ole Lind"),
    # the name behind the clause
    ("Five years after its launch, Norwind Airlines made a profit.", "its", "Norwind Airlines"),
    ("After he resigned, David Bell moved to Chad.", "he", "David Bell"),
    # the state of the one who acts
    ("Kenyan President William Ruto spoke. Chad wrote. The president left the country.", "the country", "Kenya"),
    # who speaks
    ("David Bell resigned on Monday, saying, “I have had enough.”", "I", "David Bell"),
    ("David Bell was there. “I knew nothing,” he said.", "I", "David Bell"),
]  # fmt: skip

# text, words that may mean somebody else
NOBODY = [
    ("David Bell told a witness to lie. The man recorded it.", "The man"),
    ("David Bell saw it. Police want the man who had a gun. She hid.\n\nThe man drove off.", "The man"),
    ("David Bell saw it. Police want the man who had a gun. The man fled.", "The man"),
    ("David Bell died. The 11-year-old was not named. He was released.", "He"),
    ("David Bell sided with those who said the star was healthy before he died.", "he"),
    ("David Bell died. The child was taken to a hospital. He is well. Police said his wounds were slight.", "his"),
    (
        "David Bell spoke. David Bell left. David Bell, a judge, ate. Prices rose. It rained.\n\n"
        "Officers heard Paul Reed, 18, and Gage Smith, 23, argue. He will appear in court.",
        "He",
    ),
    ("David Bell left. The opposition accused the minister of theft. He resigned.", "He"),
    ("The Supreme Court ruled on Monday. The union was pleased.", "The union"),
    ("David Bell was there. A witness said he ran away.", "he"),
    ("Japan sent ships. The storm weakened after it crossed the island.", "it"),
    ("Acme Corp. met Zeta Inc. and Korda Corp. on Monday. The companies said nothing.", "The companies"),
    ("The 52-year-old Norwegian took over in 2008.", "Norwegian"),
    ("Chad met Peru and Mali on Monday. The former gave way.", "The former"),
]


def meant(text: str, surface: str) -> set[str]:
    (doc,) = nlp.parse([text])
    return {m.name for m in actors.find(doc) if m.surface == surface}


@pytest.mark.parametrize(("text", "surface", "name"), CASES)
def test_whom_the_words_mean(text: str, surface: str, name: str) -> None:
    assert meant(text, surface) == {name}


@pytest.mark.parametrize(("text", "surface"), NOBODY)
def test_words_that_leave_it_open_mean_nobody(text: str, surface: str) -> None:
    assert not meant(text, surface)


def test_two_companies_of_a_sentence() -> None:
    assert meant("Acme Corp. will buy Zeta Inc., the companies said.", "the companies") == {"Acme Corp.", "Zeta Inc."}


@pytest.mark.parametrize(
    ("text", "kind", "surface", "name"),
    [
        ("Vincent “The Fox” Moretti was jailed.", "person", "Vincent “The Fox” Moretti", "Vincent Moretti"),
        ("The bank was downgraded by Moody's.", "organisation", "Moody's", "Moody's"),
        ("Macy's said on Monday it would shut a store.", "organisation", "Macy's", "Macy's"),
        ("Acme's offer was rejected. Acme Corp. is small.", "organisation", "Acme", "Acme Corp."),
        ("He took money from the developer Grand Harbor.", "organisation", "Grand Harbor", "Grand Harbor"),
        ("Acme to buy mine\n\nAcme Corp. needs copper.", "organisation", "Acme", "Acme Corp."),
        ("In May Acme Corp. passed Korda Ltd. in sales.", "organisation", "Acme Corp.", "Acme Corp."),
        ("Cisco sued Acme Corp. on Tuesday.", "organisation", "Cisco", "Cisco"),
    ],
)
def test_names_whole_and_of_the_right_kind(text: str, kind: str, surface: str, name: str) -> None:
    (doc,) = nlp.parse([text])
    assert (kind, surface, name) in {(m.kind, m.surface, m.name) for m in actors.find(doc)}
