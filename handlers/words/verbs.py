"""The verbs that actions begin with, and putting right a slip of the keyboard in the first of them."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

VERBS = frozenset(
    """
    accept add address adjust advise agree align analyse analyze appoint approve arrange ask assemble assess assign attend audit
    baseline benchmark book brief bring build buy calculate call cancel capture cascade change chair challenge chase check
    circulate clarify clean clear close collate collect combine commission communicate compare compile complete compose confirm
    consider consult contact convene convert coordinate copy correct cost create cross-check cut decide define deliver deploy
    describe design determine develop devise discuss distribute do document draft draw edit email e-mail engage ensure escalate
    establish estimate evaluate examine expand explain explore extend extract file fill finalise finalize find finish fix follow
    forecast format forward gather get give go grant handle help hire hold host identify implement improve include inform
    inspect install interview investigate invite invoice issue join keep launch lead learn let liaise link list load log look
    make manage map measure meet merge message migrate model monitor move negotiate nominate notify obtain offer open order
    organise organize outline own pay phone pick pilot plan post prepare present print prioritise procure produce progress
    propose prove provide publish pull purchase push put quantify query raise rank read rebaseline recirculate reconcile record
    recruit redraft refine refresh register reissue release remind remove renew repair replace reply report represent request
    reschedule research reserve reset resolve respond restart retest retrieve return review revise revisit rewrite ring roll run
    sample scan schedule scope score secure seek select send set setup share ship show sign simplify sketch solve sort source
    speak specify split start stop store strengthen structure study submit suggest summarise summarize supply support survey
    switch table tackle take talk tell tender test tidy track train transfer transform translate trial trim turn type update
    upgrade upload use validate verify visit vote walk warn watch welcome withdraw work wrap write announce answer follow-up hand
    """.split()
)

# Words that look like a slip in a verb and are none.
NOT_SLIPS = frozenset("contract contracts preview through costs crafts assets access chases relay".split())


def is_verb(word: str) -> bool:
    return word.casefold().strip(".,:;") in VERBS


def mended(title: str) -> str:
    """The title with its first word put right where one letter was left out, doubled or swapped in a known verb
    (“rewite”). Every other word stays as typed: it may be a name."""
    match = re.match(r"[A-Za-z]{5,}(?=\s)", title)
    if not match:
        return title
    verb = _slip_of(match[0].casefold())
    if not verb or match[0] not in (match[0].casefold(), match[0].capitalize()):
        return title
    verb = verb.capitalize() if match[0][0].isupper() else verb
    return verb + title[match.end() :]


@lru_cache(maxsize=4096)
def _slip_of(word: str) -> str | None:
    """The one verb of five letters or more that `word` slipped from: same first and last letter, no letter exchanged."""
    if word in VERBS or word in NOT_SLIPS:
        return None
    near = [
        verb
        for verb in VERBS
        if len(verb) >= 5
        and (verb[0], verb[-1]) == (word[0], word[-1])
        and OSA.distance(word, verb, score_cutoff=1) == 1
        and (len(word) != len(verb) or sorted(word) == sorted(verb))
    ]
    return near[0] if len(near) == 1 else None
