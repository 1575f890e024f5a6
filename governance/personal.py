"""Personal data in free text: what a register of work should not hold about private people (rule H22).

It looks for what can be told from its form: telephone numbers, e-mail addresses, National Insurance numbers, addresses with a
house number, dates of birth, and words of health said of a person. It never repeats what it found: only what sort it is.
"""

from __future__ import annotations

import re

URL = re.compile(r"\b(?:https?|ftp)://\S+|\bwww\.\S+", re.I)
EMAIL = re.compile(r"[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+")
# UK numbers as people write them: 07700 900123, +44 (0)20 7946 0018, 0117-496-0123; 10 or 11 digits from the 0.
PHONE = re.compile(r"(?<![\w/.,£-])(?:(?:\+|00)44[\s.-]?(?:\(0\)[\s.-]?)?[1-9]|\(?0[1-9])(?:[\s().-]?\d){8,9}(?![\w/])")
# Two letters, six digits, a letter A to D; the letters that HMRC never uses are left out.
INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.I
)
POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[A-Z]{2}\b"
STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|ln|close|court|ct|house|way|drive|dr|terrace|gardens?|grove|place|row|square|crescent"
    r"|walk|hill|park|green|mews|view|rise|point|tower|wharf|estate)"
)
ADDRESS = re.compile(
    rf"\b(?:(?:flat|apartment|apt)\s?\d{{1,4}}[a-z]?\b[^\n;]{{0,80}}?|\d{{1,4}}[a-z]?,?\s+(?:[\w'’-]+\s+){{0,4}}{STREET}\b[^\n;]{{0,40}}?)"
    rf"{POSTCODE}",
    re.I,
)
DAY = r"\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[A-Z]{3,9})[\s./,-]+(?:19|20)?\d{2}\b"
BIRTH = re.compile(rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?)\W{{0,4}}(?:the\s)?(?:is\s)?{DAY}", re.I)
ILLNESS = (
    r"(?:cancer|leuka?emia|tumou?rs?|dementia|alzheimer['’]?s|parkinson['’]?s|diabet(?:es|ic)|epilep(?:sy|tic)|asthma(?:tic)?"
    r"|copd|hiv|(?-i:AIDS)|hepatitis|(?:a |another )stroke|heart (?:attack|condition|failure|disease)|angina|multiple sclerosis"
    r"|motor neurone|arthritis|sickle cell|depression|anxiety(?! (?:about|over|that))|bipolar|schizophreni(?:a|c)|psychosis"
    r"|psychotic|ptsd|ocd|adhd|autis(?:m|tic)|asperger['’]?s|down['’]?s syndrome|learning disabilit(?:y|ies)|eating disorder"
    r"|anorexi(?:a|c)|self[- ]harm\w*|suicidal|an overdose|alcoholi(?:c|sm)|pregnan(?:t|cy)|miscarri(?:ed|age)|bed ?bound"
    r"|housebound|terminally ill|mental illness|(?:mental|nervous) breakdown|chemo(?:therapy)?|dialysis|wheelchair user)"
)
# What a switched-off account may be too, so it counts only where a person is said to be it.
STATE = r"(?:disabled|depressed|addicted|unwell|vulnerable|on oxygen|in hospital|sectioned|in a wheelchair)"
PERSON = (
    r"(?:s?he|they|mrs?\.?|ms\.?|miss|resident|tenant|leaseholder|occupier|neighbour|officer|colleague|husband|wife|partner"
    r"|mother|father|mum|dad|son|daughter|child|baby|sister|brother)"
)
NAME = r"(?-i:[A-Z][a-z]+)"
HEALTH = re.compile(
    rf"\b(?:(?:has|had|suffer(?:s|ed|ing)? from|diagnosed with|treated for|recovering from|off (?:sick|work) with"
    rf"|signed off with|died (?:of|from))\s+(?:\w+\s+){{0,2}}?{ILLNESS}"
    rf"|(?:his|her)\s+(?:\w+\s+){{0,2}}?{ILLNESS}"
    rf"|(?:{PERSON}\s+(?:is|was|with)|{NAME}\s+(?:is|was))\s+(?:\w+\s+){{0,2}}?{ILLNESS}"
    rf"|{PERSON}(?:\s+(?:is|was)|['’]s)\s+(?:\w+\s+){{0,2}}?{STATE})\b",
    re.I,
)
# Said of services and plans, and of nobody: “dementia care”, “autism strategy”.
SERVICE = re.compile(
    rf"{ILLNESS}\s+(?:care|services?|support|teams?|pathways?|strategy|strategies|adaptations?|provision|units?|centres?"
    r"|awareness|policy|charit(?:y|ies)|forums?|friendly|facilit(?:y|ies)|grants?|programmes?)\b",
    re.I,
)

# Somebody of their home: “Mrs Bell at flat 12”, “the tenant of 4 Elm Court”.
HOUSEHOLD = (
    r"(?:mrs?\.?|ms\.?|miss|mx\.?|residents?|tenants?|leaseholders?|occupiers?|famil(?:y|ies)|couple|lady|gentleman|woman|man"
    r"|neighbours?)"
)
HOME = (
    r"(?:(?:flat|apartment|apt|maisonette|bungalow)\s?(?:no\.?\s?)?\d{1,4}[a-z]?\b"
    rf"|\d{{1,4}}[a-z]?,?\s+(?:[\w'’-]+\s+){{1,3}}{STREET}\b)"
)
AT_HOME = re.compile(
    rf"\b{HOUSEHOLD}\b[^.;\n]{{0,50}}?\b(?:at|in|of|from|on|@)\s+{HOME}|\b(?:flat|apartment|apt)\s?\d{{1,4}}[a-z]?\b[^.;\n]{{0,40}}?\b"
    r"(?:mrs?|ms|miss|mx)\.?\s+[A-Z]",
    re.I,
)

SORTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", EMAIL),
    ("a telephone number", PHONE),
    ("a National Insurance number", INSURANCE),
    ("a home address", ADDRESS),
    ("a date of birth", BIRTH),
    ("who lives where", AT_HOME),
)


def personal(text: str) -> tuple[str, ...]:
    """The sorts of personal data in `text`, in words (`a telephone number`); empty when there is none to be seen."""
    said = URL.sub(" ", text)
    found = [sort for sort, form in SORTS if form.search(said)]
    if HEALTH.search(SERVICE.sub(" ", said)):
        found.append("somebody’s health")
    return tuple(found)
