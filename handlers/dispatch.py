"""From a command to the function that carries it out. Handlers get what they name as parameters, and nothing else.

May be named: command, register, answer, speaker, place, scene, turn, record (the one that the command's `ref` names),
around (the surroundings that words are understood in).
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from governance.errors import ChivvyError
from governance.policy import permit
from handlers import questions
from handlers.cases import deadlines, private_form, survey_card
from handlers.commands import (
    Acknowledge,
    AddMembers,
    Agree,
    AnswerQuestion,
    AskDeadline,
    Assign,
    Become,
    BindPlace,
    Cancel,
    Change,
    ChangeMany,
    CheckHealth,
    Command,
    ConfirmIdentity,
    CreateWorkstream,
    Deploy,
    Escalate,
    Explain,
    Find,
    Glance,
    HandOver,
    Help,
    LinkRecords,
    ListWorkstreams,
    Log,
    Misunderstood,
    Move,
    MyRecord,
    Note,
    OpenForm,
    Rebaseline,
    Refuse,
    SetLead,
    SetPattern,
    SetRule,
    Show,
    ShowLinks,
    ShowPerson,
    ShowSettings,
    ShowSurvey,
    ShowWorkstream,
    Snooze,
    TakeLeave,
    Tour,
    Undo,
    Why,
    Worklist,
    Workload,
)
from handlers.forms import dialogs as forms
from handlers.guidance import glossary, help, rules, tour
from handlers.health import findings as health
from handlers.health import glance
from handlers.people import deploying, enrolment, handover, leaving, my_record, person_card, workload, workstreams
from handlers.records import (
    agreeing,
    baselining,
    changing,
    entering,
    escalating,
    finding,
    lineage,
    many,
    snoozing,
    undoing,
)
from handlers.reminding import alert
from handlers.reply import Reply

HANDLERS: dict[type[Command], Callable[..., Awaitable[Reply]]] = {
    Log: entering.log,
    Change: changing.change,
    Move: changing.move,
    Assign: changing.assign,
    Note: changing.note,
    ChangeMany: many.change_many,
    Become: lineage.become,
    LinkRecords: lineage.link,
    ShowLinks: lineage.show_links,
    Escalate: escalating.escalate,
    Rebaseline: baselining.rebaseline,
    Agree: agreeing.agree,
    Snooze: snoozing.snooze,
    Acknowledge: alert.acknowledge,
    Undo: undoing.undo,
    Show: finding.show,
    Find: finding.find,
    Worklist: finding.worklist,
    OpenForm: forms.open_form,
    CreateWorkstream: workstreams.create,
    BindPlace: workstreams.bind,
    SetLead: workstreams.set_lead,
    AddMembers: workstreams.add_members,
    ShowWorkstream: workstreams.show,
    ListWorkstreams: workstreams.list_all,
    AnswerQuestion: questions.answer_question,
    Cancel: questions.cancel,
    TakeLeave: leaving.take_leave,
    SetPattern: leaving.set_pattern,
    HandOver: handover.hand_over,
    Deploy: deploying.deploy,
    ShowPerson: person_card.show_person,
    Workload: workload.workload,
    ConfirmIdentity: enrolment.confirm_identity,
    Glance: glance.glance,
    CheckHealth: health.health,
    Help: help.help_card,
    Explain: glossary.explain,
    Tour: tour.tour,
    MyRecord: my_record.my_record,
    ShowSettings: rules.show,
    SetRule: rules.set_rule,
    AskDeadline: deadlines.ask_deadline,
    Why: deadlines.why,
    ShowSurvey: survey_card.show_survey,
    Refuse: private_form.refuse,
    Misunderstood: help.misunderstood,
}


class Withdrawn(ChivvyError):
    """{ref} was undone when it had just been logged, so it can't be changed. Nothing was changed. To have it back, press Undo
    on its card, or log it again."""


async def dispatch(command: Command, **known: Any) -> Reply:
    """Ask the policy, then carry out `command` with the handler's parameters taken from `known` by name."""
    register = known["register"]
    ref = getattr(command, "ref", "")
    record = await register.records.get(ref) if ref else None
    if command.needs:
        permit(known["speaker"], command.needs, record, known["place"])
    if record is not None and record.withdrawn and command.needs == "change":
        raise Withdrawn(ref=record.ref)
    handler = HANDLERS[type(command)]
    available = {**known, "command": command, "record": record}
    return await handler(**{name: available[name] for name in _parameters(handler)})


def _parameters(handler: Callable[..., Awaitable[Reply]]) -> list[str]:
    return list(inspect.signature(handler).parameters)
