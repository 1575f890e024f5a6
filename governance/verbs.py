"""The verbs of the trade: what people do, and what happens to them. A title without one says little."""

from __future__ import annotations

# What somebody can be asked to do: the words that an action begins with.
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

# What befalls a programme: the words by which risks and issues say what happens.
HAPPENINGS = frozenset(
    """
    appear arise base become begin belong block break breach burst clash collapse come commit conflict continue crash
    decline defer delay delegate deplete deteriorate die differ diverge double drop emerge end exceed expire fail fall
    flood freeze grow halt happen hit hold increase lack lag lapse leak leave lock lose mean merge migrate miss need
    object occur omit outgrow overload overrun pause prevent quit reach recur refuse reject repeat remain resign resist
    rest retire rise serve shift shrink slip spread stall stay step stick strike suffer surge take terminate threaten
    triple undermine underspend overspend vary want weaken widen worsen
    """.split()
)

# Forms that are made by no rule.
IRREGULAR = frozenset(
    """
    am are be became been began begun broke broken brought built came chosen cut did do does done drawn fell fallen felt
    found froze frozen gave given goes gone got grew grown had has have held hid hit is kept knew known laid led left lost
    made meant met overspent paid put ran read risen rose run said saw seen sent set shown shut spent split spoke spoken
    stood stuck taken taught told took torn was went were withdrawn withdrew won written wrote can cannot could may might
    must shall should will would won't can't don't doesn't isn't aren't wasn't weren't hasn't not
    """.split()
)

# Words for a state that need no verb beside them (“Case records incomplete at two councils”).
STATES = frozenset(
    """
    absent available down early empty faulty full inaccessible inaccurate incomplete insolvent insufficient late short
    unavailable unclear unfit unknown unsafe unsigned vacant wrong
    """.split()
)

# What ends like a verb's form and is a thing.
THINGS = frozenset(
    """
    bed building briefing ceiling dwelling evening feed funding heading hearing heating housing land learning licensing lighting
    meeting need parking planning pricing red seed setting shed speed training vesting wiring wording
    """.split()
)


def is_verb_form(word: str) -> bool:
    """Whether `word` can be a verb as it stands: `slip`, `slips`, `slipped`, `slipping`. Generous, for it is used to doubt
    titles, and a title doubted without cause teaches people to ignore doubts."""
    plain = word.casefold().replace("’", "'")
    if plain in IRREGULAR or plain in STATES:
        return True
    if plain in THINGS:
        return False
    if plain.endswith(("ed", "ing")) and len(plain) > 4:
        return True
    return any(stem in VERBS or stem in HAPPENINGS for stem in _stems(plain))


def _stems(word: str) -> list[str]:
    stems = [word]
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y")):
        if word.endswith(ending):
            stems.append(word.removesuffix(ending) + instead)
    return stems
