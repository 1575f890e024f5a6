"""The rules that a programme may set for itself, each by the name under which it is listed and changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from governance.elections import period_of, period_words
from governance.errors import ChivvyError
from governance.kinds import all_kinds
from governance.programme import Election, Programme

Sort = Literal["number", "flag", "names", "text", "scale", "map", "periods", "choice"]

YES = ("yes", "on", "true", "y", "always")
NO = ("no", "off", "false", "n", "never")
TO_USUAL = ("", "default", "usual", "reset")
# Where each cause of an escalation begins.
CAUSES = ("escalating", "to")
# Parts of a kind's guidance that a programme may word anew.
GUIDANCE = ("good", "poor", "better", "meaning", "example")
MOST_PERIODS = 20


class NoSuchRule(ChivvyError):
    """There is no setting called “{name}”. Nothing was changed. Type “settings” to see them all, with how to change each."""


class RuleRefused(ChivvyError):
    """I can't set {name} to “{value}”: {why}. Nothing was changed. For example: {example}"""


@dataclass(frozen=True)
class Rule:
    """One setting: `name` as people type it, `path` where it is in the programme, `words` what else it is called. A map has
    entries (`appetite finance`), a scale has steps (`impact 3`). `choices` are the values of a choice, each by what people call
    it."""

    name: str
    group: str
    label: str
    path: tuple[str, ...]
    sort: Sort
    example: str
    words: tuple[str, ...] = ()
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


RULES = (
    Rule("bands green", "Risk bands", "Green up to", ("bands", "green_to"), "number", "settings bands green to 6", ("green",)),
    Rule("bands amber", "Risk bands", "Amber up to", ("bands", "amber_to"), "number", "settings bands amber to 12", ("amber",)),
    Rule("bands impact 5", "Risk bands", "Impact 5 is never green", ("bands", "impact_5_never_green"), "flag",
         "settings bands impact 5 on"),
    Rule("appetite", "Risk bands", "Highest score accepted without an approver", ("appetite",), "map",
         "settings appetite finance to 6"),
    Rule("likelihood", "Scales", "Likelihood", ("likelihood",), "scale", "settings likelihood 2 Seldom"),
    Rule("impact", "Scales", "Impact", ("impact",), "scale", "settings impact 4 Serious"),
    Rule("degree", "Scales", "Interest, influence and the like", ("degree",), "scale", "settings degree 5 Decisive"),
    Rule("slips green", "Milestones", "Green under", ("slips", "green_under"), "number", "settings slips green 3",
         ("slip green",), "days"),
    Rule("slips amber", "Milestones", "Amber up to", ("slips", "amber_to"), "number", "settings slips amber 10",
         ("slip amber",), "days"),
    Rule("slips critical", "Milestones", "Red on the critical path above", ("slips", "critical"), "number",
         "settings slips critical 0", ("slip critical", "critical path"), "days"),
    Rule("confidence points", "Milestones", "Steps of delivery confidence in reports", ("confidence_points",), "number",
         "settings confidence points 5", ("confidence",)),
    Rule("dependency amber", "Dependencies", "Amber when promised late by up to", ("dependency_amber_days",), "number",
         "settings dependency amber 5", ("dependency amber days", "dependencies amber"), "days"),
    Rule("health stale", "Health check", "Not updated for", ("health", "stale_days"), "number", "settings health stale 45",
         ("stale",), "days"),
    Rule("health stale red", "Health check", "Red and not updated for", ("health", "stale_red_days"), "number",
         "settings health stale red 7", ("stale red",), "days"),
    Rule("health moved", "Health check", "Re-dated this often", ("health", "moved_times"), "number", "settings health moved 4",
         (), "times"),
    Rule("health duplicate", "Health check", "Titles alike by", ("health", "duplicate_percent"), "number",
         "settings health duplicate 90", ("duplicate",), "%"),
    Rule("health vague", "Health check", "A title has at least", ("health", "vague_words"), "number", "settings health vague 5",
         ("vague", "vague words"), "words"),
    Rule("bodies", "Boards and roles", "Lowest first", ("bodies",), "names",
         "settings bodies Workstream Lead, Programme Manager, Joint Committee", ("boards", "board", "escalation")),
    Rule("nation", "Calendar", "Whose bank holidays the offices keep", ("nation",), "choice", "settings nation Wales",
         ("bank holidays of",), choices={"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}),
    Rule("pre-election period", "Calendar", "Pre-election periods", ("elections",), "periods",
         "settings pre-election period 22 March 2027 to 6 May 2027",
         ("pre-election periods", "pre-election", "election period", "election periods", "elections", "purdah")),
    Rule("reminders early", "Reminders", "First reminder of what runs for long, before it is due", ("reminding", "early_days"),
         "number", "settings reminders early 10", (), "working days"),
    Rule("reminders soon", "Reminders", "Reminder before it is due", ("reminding", "soon_days"), "number",
         "settings reminders soon 3", (), "working days"),
    Rule("reminders after", "Reminders", "First reminder when it is late", ("reminding", "first_after"), "number",
         "settings reminders after 2", ("reminders first after",), "working days"),
    Rule("reminders again", "Reminders", "Last reminder when it is late", ("reminding", "second_after"), "number",
         "settings reminders again 4", ("reminders second after",), "working days"),
    Rule("reminders escalate", "Reminders", "Put before the workstream when it is late by", ("reminding", "escalate_after"),
         "number", "settings reminders escalate 7", ("overdue after",), "working days"),
    Rule("reminders manager", "Reminders", "The manager hears of a statutory date before it by", ("reminding", "manager_days"),
         "number", "settings reminders manager 3", (), "working days"),
    Rule("reminders long", "Reminders", "Runs for long what was raised before it is due by", ("reminding", "long_days"), "number",
         "settings reminders long 20", (), "working days"),
    Rule("escalate", "Escalation", "Goes first to", ("escalating", "to"), "map", "settings escalate slip to Project Manager",
         ("escalates",)),
    Rule("escalation answer", "Escalation", "One step further without an answer for", ("escalating", "answer_days"), "number",
         "settings escalation answer 3", ("answer within", "escalation answer days"), "working days"),
    Rule("escalation score", "Escalation", "Score that is handed up", ("escalating", "score"), "number",
         "settings escalation score 16"),
    Rule("escalation board score", "Escalation", "Score that goes to the board", ("escalating", "score_of_the_board"), "number",
         "settings escalation board score 25", ("escalation score of the board",)),
    Rule("escalation rise", "Escalation", "A score that rises by", ("escalating", "score_rise"), "number",
         "settings escalation rise 8", (), "points"),
    Rule("escalation rise within", "Escalation", "… within", ("escalating", "score_rise_within"), "number",
         "settings escalation rise within 14", (), "days"),
    Rule("escalation P1", "Escalation", "A P1 that is open for more than", ("escalating", "p1_days"), "number",
         "settings escalation P1 1", (), "working days"),
    Rule("escalation slip", "Escalation", "A tier 1 milestone that slips by more than", ("escalating", "slip_days"), "number",
         "settings escalation slip 5", (), "working days"),
    Rule("escalation quiet", "Escalation", "Red and not updated for", ("escalating", "quiet_days"), "number",
         "settings escalation quiet 20", (), "days"),
    Rule("escalation again", "Escalation", "Not for the same cause again within", ("escalating", "again_after"), "number",
         "settings escalation again 10", (), "working days"),
    Rule("tell data protection", "Privacy", "Tell the data protection officer when personal data was typed in a channel",
         ("tell_data_protection",), "flag", "settings tell data protection on", ("tell dpo", "dpo", "data protection")),
    Rule("wording", "Wordings", "The help’s own sentences", ("wordings",), "map",
         "settings wording risk.good It says why, what and so what, and has a score.", ("wordings",)),
    Rule("glossary", "Glossary", "The programme’s own words", ("glossary",), "map",
         "settings glossary day one means 1 April 2028, when the new councils begin", ("term",)),
)  # fmt: skip


def rule_named(text: str) -> tuple[Rule, str] | None:
    """The rule that a text begins with and what comes after its name; None when it begins with none."""
    said = " ".join(text.split())
    for name, rule in _by_name():
        if re.match(rf"{re.escape(name)}(?![\w.-])", said, re.IGNORECASE):
            return rule, said[len(name) :].strip()
    return None


def decided(programme: Programme, name: str, value: str) -> tuple[Programme, Rule]:
    """The programme with the rule called `name` (with its entry or step: `appetite finance`, `impact 3`) set to `value`, as it
    was typed; "" sets the usual again. Raises NoSuchRule and RuleRefused."""
    found = rule_named(name)
    if found is None:
        raise NoSuchRule(name=name)
    rule, entry = found
    plain = programme.model_dump()
    try:
        _put(plain, rule.path, _read(rule, entry, value.strip(), programme))
        return Programme.model_validate(plain), rule
    except ValidationError as wrong:
        raise RuleRefused(name=name, value=value, why=_why(wrong), example=rule.example) from wrong
    except ValueError as wrong:
        raise RuleRefused(name=name, value=value, why=str(wrong), example=rule.example) from wrong


def said(programme: Programme, rule: Rule, entry: str = "") -> str:
    """What a rule (or one entry of it) is set to, in words that set it again when they are typed after its name."""
    held = _get(programme.model_dump(), rule.path)
    if rule.sort == "flag":
        return "on" if held else "off"
    if rule.sort == "names":
        return ", ".join(held)
    if rule.sort == "periods":
        return "; ".join(period_words(Election.model_validate(each)) for each in held)
    if rule.sort == "choice":
        return next(name for name, kept in rule.choices.items() if kept == held)
    if rule.sort == "scale":
        return str(held[int(entry) - 1]["label"]) if entry else ", ".join(step["label"] for step in held)
    if rule.sort == "map":
        return str(held.get(_entry(rule, entry, held), ""))
    return str(held)


def entries(programme: Programme, rule: Rule) -> Mapping[str, Any]:
    """What a map holds, by entry."""
    held: Mapping[str, Any] = _get(programme.model_dump(), rule.path)
    return held


def _read(rule: Rule, entry: str, value: str, programme: Programme) -> Any:
    held = _get(programme.model_dump(), rule.path)
    usual = _get(Programme().model_dump(), rule.path)
    reset = value.casefold() in TO_USUAL
    if rule.sort in ("map", "scale"):
        return _READ[rule.sort](rule, entry, "" if reset else value, held, usual)
    if entry:
        raise ValueError(f"“{entry}” means nothing here")
    return usual if reset else _READ[rule.sort](rule, entry, value, held, usual)


def _number(rule: Rule, entry: str, value: str, held: Any, usual: Any) -> int:
    match = re.fullmatch(
        r"(?:to|=|is|under|up to)?\s*(\d{1,4})\s*(?:%|(?:working )?days?|words?|times|points?|steps?)?",
        value,
        re.IGNORECASE,
    )
    if not match:
        raise ValueError("it must be a whole number")
    return int(match[1])


def _flag(rule: Rule, entry: str, value: str, held: Any, usual: Any) -> bool:
    if value.casefold() not in YES + NO:
        raise ValueError("it is either on or off")
    return value.casefold() in YES


def _names(rule: Rule, entry: str, value: str, held: tuple[str, ...], usual: Any) -> tuple[str, ...]:
    """All names anew (`A, B, C`), or one renamed: `Programme Board is Joint Committee`; for the only board there is,
    `name Joint Committee`."""
    boards = [name for name in held if "board" in name.casefold()]
    if (match := re.fullmatch(r"name(?:\s+is)?\s+(?P<new>[^,]+)", value, re.IGNORECASE)) and len(boards) == 1:
        return tuple(match["new"].strip() if name == boards[0] else name for name in held)
    if match := re.fullmatch(r"(?P<old>[^,]+?)\s+(?:is|to|is now|becomes|=)\s+(?P<new>[^,]+)", value, re.IGNORECASE):
        old = [name for name in held if name.casefold() == match["old"].casefold()]
        if old:
            return tuple(match["new"].strip() if name == old[0] else name for name in held)
    found = tuple(name for part in re.split(r"[,;\n]", value) if (name := " ".join(part.split())))
    if not 2 <= len(found) <= 20:
        raise ValueError("name at least two and at most twenty, lowest first, with commas between them")
    if len({name.casefold() for name in found}) < len(found) or any(len(name) > 80 for name in found):
        raise ValueError("each is named once, in at most 80 characters")
    return found


def _scale(rule: Rule, entry: str, value: str, held: tuple[Any, ...], usual: tuple[Any, ...]) -> tuple[Any, ...]:
    if entry not in tuple("12345"):
        raise ValueError("say which step, from 1 to 5")
    number = int(entry) - 1
    if len(value) > 40:
        raise ValueError("a step's name has at most 40 characters")
    step = {**held[number], "label": value} if value else usual[number]
    return (*held[:number], step, *held[number + 1 :])


def _map(rule: Rule, entry: str, value: str, held: dict[str, Any], usual: dict[str, Any]) -> dict[str, Any]:
    name = _entry(rule, entry, held)
    if rule.path == ("wordings",):
        _check_wording(name)
    if rule.path == CAUSES:
        _check_cause(name, usual)
    if not name and rule.path != ("appetite",):
        raise ValueError("say which one")
    rest = {key: kept for key, kept in held.items() if key != name}
    if not value:
        return rest | ({name: usual[name]} if name in usual else {})
    if len(value) > 600 or len(rest) >= 200:
        raise ValueError("that is too much: 600 characters each, 200 in all")
    return rest | {name: _number(rule, entry, value, held, usual) if rule.path == ("appetite",) else value}


def _choice(rule: Rule, entry: str, value: str, held: str, usual: str) -> str:
    said = re.sub(r"(?:to|is|=|of)\s+", "", value, count=1, flags=re.IGNORECASE).strip(" .").casefold()
    found = next((kept for name, kept in rule.choices.items() if said in (name.casefold(), kept.casefold())), None)
    if found is None:
        raise ValueError(f"it is one of {', '.join(rule.choices)}")
    return found


def _periods(rule: Rule, entry: str, value: str, held: tuple[Any, ...], usual: tuple[Any, ...]) -> tuple[Any, ...]:
    """All periods anew (`22 March 2027 to 6 May 2027; …`), one more (`add …`), or without those that touch one (`remove …`)."""
    deed = re.match(r"(?:add|remove)\b\s*", value, re.IGNORECASE)
    said = [each.strip() for each in value[deed.end() if deed else 0 :].split(";") if each.strip()]
    periods = [period_of(each) for each in said]
    kept = [Election.model_validate(each) for each in held]
    if deed and deed[0].strip().casefold() == "remove":
        left = [each for each in kept if not any(each.first <= one.last and one.first <= each.last for one in periods)]
        if len(left) == len(kept):
            raise ValueError("there is no such period")
        periods = left
    elif deed:
        periods = [*(each for each in kept if each not in periods), *periods]
    if len(periods) > MOST_PERIODS:
        raise ValueError(f"that is more than {MOST_PERIODS} periods")
    return tuple(each.model_dump() for each in sorted(periods, key=lambda each: each.first))


_READ: Mapping[str, Callable[[Rule, str, str, Any, Any], Any]] = {
    "number": _number,
    "flag": _flag,
    "names": _names,
    "scale": _scale,
    "map": _map,
    "periods": _periods,
    "choice": _choice,
}


def _entry(rule: Rule, entry: str, held: Mapping[str, Any]) -> str:
    """An entry's name as it is kept: that of one that is there already, however it is typed."""
    return next((name for name in held if name.casefold() == entry.casefold()), entry)


def _check_cause(name: str, usual: Mapping[str, Any]) -> None:
    if name not in usual:
        raise ValueError(f"what is handed up by itself is one of: {', '.join(usual)}")


def _check_wording(name: str) -> None:
    kind, _, part = name.partition(".")
    if kind not in all_kinds() or part not in GUIDANCE:
        raise ValueError(f"wordings are named like risk.good; after the point comes {', '.join(GUIDANCE)}")


def _why(wrong: ValidationError) -> str:
    problem = wrong.errors()[0]
    said = {"greater_than_equal": "at least {ge}", "less_than_equal": "at most {le}", "string_too_short": "not empty"}
    told = said.get(problem["type"])
    return (
        f"it must be {told.format(**problem.get('ctx', {}))}" if told else problem["msg"].removeprefix("Value error, ")
    )


def _get(plain: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    held: Any = plain
    for step in path:
        held = held[step]
    return held


def _put(plain: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        plain = plain[step]
    plain[path[-1]] = value


def _by_name() -> list[tuple[str, Rule]]:
    """Every name of every rule, longest first."""
    named = [(name, rule) for rule in RULES for name in (rule.name, *rule.words)]
    return sorted(named, key=lambda one: len(one[0]), reverse=True)
