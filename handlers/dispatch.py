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
from handlers.access import attempting, forcing, planning, visiting
from handlers.ballots import correcting, counting, freezing, telling
from handlers.calendar_days import adding
from handlers.cases import (
    deadlines,
    extending,
    private_form,
    replying,
    stopping,
    survey_card,
    survey_comments,
    survey_comparing,
)
from handlers.commands import (
    Accept,
    Acknowledge,
    AddDays,
    AddLine,
    AddMembers,
    Agree,
    AnswerEscalation,
    AnswerQuestion,
    AskDeadline,
    AskForce,
    Assign,
    Become,
    BindPlace,
    Cancel,
    Change,
    ChangeLine,
    ChangeMany,
    ChaseOn,
    CheckHealth,
    Command,
    CompareGroups,
    CompareSurveys,
    ConfirmIdentity,
    CorrectRegister,
    CountVotes,
    CreateWorkstream,
    DeclareResult,
    Deploy,
    DropLine,
    Escalate,
    Explain,
    Extend,
    Find,
    FreezeRegister,
    Glance,
    HandOver,
    HeardIn,
    Help,
    IsOnRegister,
    LinkRecords,
    ListDays,
    ListEscalations,
    ListVisits,
    ListWorkstreams,
    Log,
    LogAttempt,
    Misunderstood,
    Move,
    MyRecord,
    Note,
    NoteForce,
    OfLine,
    OpenForm,
    PlanNext,
    PlanVisit,
    Prefer,
    PrepareReply,
    Rebaseline,
    RecordDecision,
    Refuse,
    RemoveDays,
    Report,
    ReportResult,
    Reviewed,
    Serve,
    SetLead,
    SetPattern,
    SetPlace,
    SetRule,
    SetThemes,
    Show,
    ShowComments,
    ShowForecast,
    ShowLinks,
    ShowPerson,
    ShowPlace,
    ShowPreferences,
    ShowProof,
    ShowSettings,
    ShowStakeholders,
    ShowStrategy,
    ShowSurvey,
    ShowVisit,
    ShowWorkstream,
    ShowYouSaid,
    Snooze,
    Spoke,
    StartClock,
    StopClock,
    TakeLeave,
    ToldBy,
    Tour,
    Undo,
    WhoIsAway,
    Why,
    Worklist,
    Workload,
)
from handlers.escalating import acknowledging, answering, deciding, escalating, pending
from handlers.forms import dialogs as forms
from handlers.guidance import glossary, help, rules, tour
from handlers.health import findings as health
from handlers.health import glance
from handlers.outreach import heard, lines, stakeholders, strategy_card, you_said_card
from handlers.people import (
    absences,
    channels,
    deploying,
    enrolment,
    handover,
    leaving,
    my_record,
    person_card,
    preferences,
    workload,
    workstreams,
)
from handlers.records import (
    accepting,
    agreeing,
    baselining,
    changing,
    entering,
    finding,
    lineage,
    many,
    reviewing,
    snoozing,
    undoing,
)
from handlers.reminding import showing
from handlers.reply import Reply
from handlers.reporting import reporting

HANDLERS: dict[type[Command], Callable[..., Awaitable[Reply]]] = {
    Log: entering.log,
    Change: changing.change,
    Move: changing.move,
    Assign: changing.assign,
    Accept: accepting.accept,
    Reviewed: reviewing.reviewed,
    Note: changing.note,
    ChangeMany: many.change_many,
    Become: lineage.become,
    LinkRecords: lineage.link,
    ShowLinks: lineage.show_links,
    Escalate: escalating.escalate,
    AnswerEscalation: answering.answer_escalation,
    RecordDecision: deciding.record_decision,
    ListEscalations: pending.list_escalations,
    Rebaseline: baselining.rebaseline,
    Agree: agreeing.agree,
    Snooze: snoozing.snooze,
    Acknowledge: acknowledging.acknowledge,
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
    WhoIsAway: absences.who_is_away,
    ConfirmIdentity: enrolment.confirm_identity,
    Glance: glance.glance,
    CheckHealth: health.health,
    Help: help.help_card,
    Explain: glossary.explain,
    Tour: tour.tour,
    MyRecord: my_record.my_record,
    ShowPreferences: preferences.show_preferences,
    Prefer: preferences.prefer,
    ShowPlace: channels.show_place,
    SetPlace: channels.set_place,
    ShowProof: showing.show_proof,
    ShowForecast: showing.show_forecast,
    ShowSettings: rules.show,
    SetRule: rules.set_rule,
    AddDays: adding.add_days,
    RemoveDays: adding.remove_days,
    ListDays: adding.list_days,
    AskDeadline: deadlines.ask_deadline,
    Why: deadlines.why,
    StopClock: stopping.stop_clock,
    StartClock: stopping.start_clock,
    ChaseOn: stopping.chase_on,
    ShowSurvey: survey_card.show_survey,
    CompareSurveys: survey_comparing.compare_surveys,
    CompareGroups: survey_comparing.compare_groups,
    ShowComments: survey_comments.show_comments,
    SetThemes: survey_comments.set_themes,
    FreezeRegister: freezing.freeze,
    CorrectRegister: correcting.correct,
    IsOnRegister: correcting.is_on_register,
    CountVotes: counting.count_votes,
    DeclareResult: counting.declare,
    ReportResult: telling.report_result,
    Report: reporting.report,
    PrepareReply: replying.prepare_reply,
    Extend: extending.extend,
    LogAttempt: attempting.log_attempt,
    ShowVisit: visiting.show_visit,
    ListVisits: visiting.list_visits,
    PlanVisit: planning.plan_visit,
    AskForce: forcing.ask_force,
    NoteForce: forcing.note_force,
    ShowStrategy: strategy_card.show_strategy,
    AddLine: lines.add_line,
    ChangeLine: lines.change_line,
    DropLine: lines.drop_line,
    OfLine: lines.of_line,
    PlanNext: lines.plan_next,
    Serve: lines.serve,
    Spoke: stakeholders.spoke,
    ShowStakeholders: stakeholders.show_stakeholders,
    ShowYouSaid: you_said_card.show_you_said,
    HeardIn: heard.heard_in,
    ToldBy: heard.told_by,
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
    command = visiting.as_visitor(command, record, known["speaker"])
    needs = forms.deed_to_open(command) if isinstance(command, OpenForm) else command.needs
    if needs:
        permit(known["speaker"], needs, record, known["place"])
    if record is not None and record.withdrawn and command.needs in ("change", "visit"):
        raise Withdrawn(ref=record.ref)
    handler = HANDLERS[type(command)]
    available = {**known, "command": command, "record": record}
    return await handler(**{name: available[name] for name in _parameters(handler)})


def _parameters(handler: Callable[..., Awaitable[Reply]]) -> list[str]:
    return list(inspect.signature(handler).parameters)
