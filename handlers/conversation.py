"""The conversation: a turn comes in, is understood, carried out and answered, all in one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from governance.errors import ChivvyError, NotCleared, NotConfirmed
from governance.kinds import all_kinds
from governance.people import Person, Place
from governance.policy import may, permit, readable
from handlers.answer import Answer, joined, merged
from handlers.ballots.known import known_ballots
from handlers.cards import say
from handlers.cases.survey_results import known_surveys
from handlers.commands import AnswerQuestion, Command, Log, OpenForm, ShowVisit
from handlers.dispatch import dispatch
from handlers.encoding import decode
from handlers.forms.dialogs import deed_of, read_form, token_of
from handlers.forms.way_in import way_in
from handlers.guidance.tour import offer_tour
from handlers.guidance.welcome import welcome_card
from handlers.naming import reply_with_users
from handlers.people.enrolment import EmptyProgramme, enrol, identity_question, known
from handlers.questions import ask, fits
from handlers.reading import as_read_by, note_reading, note_refusal, shown_by
from handlers.records.finding import worklist_card
from handlers.records.record_card import record_card
from handlers.records.refusal import refusal_card
from handlers.records.values import check_kept
from handlers.reply import Reply
from handlers.turn import Archived, Captured, Face, Met, Opened, Pressed, Said, Searched, Submitted, Turn
from handlers.words.refusing import INTENT as REFUSED
from handlers.words.understand import understand
from handlers.words.understanding import Surroundings, Understanding
from storage.database import Database, DatabaseUnavailable
from storage.filters import Filter
from storage.history import Scene
from storage.questions import Question
from storage.register import Register

SEARCH_SHOWN = 10
ABOUT_PEOPLE = ("absence", "handover", "deploy")
CAPTURED_TITLE = 150
OF_SURVEYS = ("sur", "say about", "said about", "comment", "compare", "findings", "theme")
OF_BALLOTS = ("ballot", "vote")
RUN_ON = re.compile(r"\s+")


class Clock(Protocol):
    def now(self) -> datetime: ...


class WrongCard(ChivvyError):
    """That button belongs to {ref}, but it came from the card of {shown}. Nothing was changed. Type “{ref}” to get its own
    card."""


@dataclass(frozen=True)
class Known:
    """What handlers may ask for by name."""

    register: Register
    turn: Turn
    speaker: Person | None
    place: Place
    scene: Scene
    answer: Answer
    around: Surroundings

    async def carry_out(self, command: Command) -> Reply:
        names = ("register", "turn", "speaker", "place", "scene", "answer", "around", "carry_out")
        reply = await dispatch(command, **{name: getattr(self, name) for name in names})
        if reply.form is not None and isinstance(command, OpenForm) and not self.turn.where.opens:
            reply = replace(reply, form=None, whisper=way_in(reply.form, command))
        if command.needs == "read" or isinstance(command, ShowVisit):
            await self.note_reading(reply, getattr(command, "ref", "") if reply.form else "")
        return reply

    async def note_reading(self, reply: Reply, filled_in: str = "") -> None:
        """What was shown because somebody wanted to see it is in the history, where it is confidential: on cards, and in a form
        that is filled in with what `filled_in` holds."""
        await note_reading(self.register, self.scene, [*shown_by(reply), *self.answer.named, filled_in])


class Conversation:
    """Takes turns. It keeps nothing itself: any process can take the next one."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def take(self, turn: Turn) -> Reply:
        """Answer one turn; a retry or a replay of it is answered with nothing, also when it was refused. What goes wrong is
        said, not raised: save a fault of ours, and DatabaseUnavailable where nobody is there to read it, so that the platform
        can tell us again."""
        try:
            async with self._database.transaction(self._clock.now()) as register:
                if not await register.first_time(f"{turn.where.platform}:{turn.id}"):
                    return Reply()
                reply = await _attempted(register, turn)
                return await reply_with_users(reply, register, turn.where.platform)
        except DatabaseUnavailable as error:
            if isinstance(turn.deed, Met | Archived):
                raise
            return _refusal(turn, error)


async def _attempted(register: Register, turn: Turn) -> Reply:
    """The answer to a turn; when it is refused, nothing that was begun for it stays but the memory that it was taken."""
    try:
        async with register.attempt():
            return await _answered(register, turn)
    except ChivvyError as error:
        if isinstance(error, NotCleared | NotConfirmed):
            await _note_refusal(register, turn, error.facts["ref"])
        return _refusal(turn, error)


async def _note_refusal(register: Register, turn: Turn, ref: str) -> None:
    """That somebody was not let see a record stays in the history, though nothing else of their turn does."""
    scene = _scene(turn)
    speaker = await known(register, scene, turn.speaker)
    await note_refusal(register, replace(scene, actor=speaker.id if speaker else None), ref)


def _scene(turn: Turn) -> Scene:
    via = "form" if isinstance(turn.deed, Submitted) else "chat"
    return Scene(via=via, place=f"{turn.where.platform} {turn.where.type}")


def _refusal(turn: Turn, error: ChivvyError) -> Reply:
    if isinstance(turn.deed, Submitted):
        return Reply(errors={"": error.message})
    if isinstance(turn.deed, Opened):
        return Reply(home=say(error.message))
    if isinstance(turn.deed, Met | Archived):
        return Reply()
    return Reply(whisper=refusal_card(error))


async def _answered(register: Register, turn: Turn) -> Reply:
    if isinstance(turn.deed, Said) and not turn.deed.addressed:
        return Reply()
    scene = _scene(turn)
    where = turn.where
    place = await register.places.meet(
        where.platform,
        where.external_id,
        where.type,
        name=where.name,
        tenant=where.tenant,
        address=where.address,
        alive=isinstance(turn.deed, Said | Pressed | Submitted | Captured),
    )
    await (
        register.people.all()
    )  # who speaks and who is mentioned are looked up among them: nobody is read by themselves
    speaker = await known(register, scene, turn.speaker)
    if speaker is not None:
        scene = replace(scene, actor=speaker.id)
        await _seen(register, speaker, turn.speaker)
    answer = Answer(register, turn, place, speaker)
    around = await _surroundings(register, scene, turn, speaker, place)
    reply = await _by_deed(Known(register, turn, speaker, place, scene, answer, around))
    return await _with_identity_question(register, turn, speaker, reply)


async def _with_identity_question(register: Register, turn: Turn, speaker: Person | None, reply: Reply) -> Reply:
    """Somebody whose account was linked by its address is asked if it is theirs, besides what they are answered."""
    if speaker is None or not isinstance(turn.deed, Said | Pressed) or reply.form is not None or reply.face is not None:
        return reply
    question = await identity_question(register, speaker, turn.speaker)
    if question is None:
        return reply
    if reply.whisper is None:
        return replace(reply, whisper=question)
    return replace(reply, whisper=joined(reply.whisper, question))


async def _by_deed(known: Known) -> Reply:
    match known.turn.deed:
        case Said():
            return await _said(known, known.turn.deed)
        case Pressed():
            return await _pressed(known, known.turn.deed)
        case Submitted():
            return await _submitted(known, known.turn.deed)
        case Captured():
            return await _captured(known, known.turn.deed)
        case Opened():
            return await _opened(known)
        case Searched():
            return await _searched(known, known.turn.deed)
        case Met():
            return await _met(known, known.turn.deed)
        case Archived():
            await known.register.places.archive(known.place.id, not known.turn.deed.back)
            return Reply()


async def _said(known: Known, said: Said) -> Reply:
    found = await _understood(known, said)
    if found.intent == REFUSED:
        return await known.carry_out(found.commands[0])
    if question := await _question(known, said, found):
        return await known.carry_out(AnswerQuestion(question.id, said.text))
    if found.intent == "none":
        return Reply()
    await _let_in(known, found)
    if found.doubts or _to_be_confirmed(found):
        speaker = permit(known.speaker, "log", None, known.place)
        for command in found.commands:
            await check_kept(command, known.register, speaker)
        return await ask(found.commands, found.doubts, known.register, speaker, known.place, known.answer)
    reply = Reply()
    for command in found.commands:
        reply = merged(reply, await known.carry_out(command))
    return reply


def _to_be_confirmed(found: Understanding) -> bool:
    """Several records at once are looked over before they are saved; a case, whose clocks run by law, always is."""
    logs = [command for command in found.commands if isinstance(command, Log)]
    return len(logs) > 1 or any(all_kinds()[each.kind].kind.confidential for each in logs)


async def _understood(known: Known, said: Said) -> Understanding:
    """What the words mean. Colleagues whom a member names while logging, changing or setting up become known by it; then the
    words are read once more, with them in mind."""
    found = understand(said, known.around)
    strangers = [key for key, person in known.around.mentions.items() if person is None]
    if not strangers or found.intent not in ("create", "update", "setup", *ABOUT_PEOPLE):
        return found
    if may(known.speaker, "set up", None, known.place) is not None:
        return found
    met = dict(known.around.mentions)
    for key in strangers:
        faces = (said.mentions[key],)
        met[key] = next(iter(await enrol(known.register, known.scene, faces, known.place.workstream)), None)
    people = tuple((await known.register.people.all()).values())
    return understand(said, replace(known.around, mentions=met, people=people))


async def _question(known: Known, said: Said, found: Understanding) -> Question | None:
    """The open question that these words answer. Words that mean nothing by themselves do; chatter, and words that ask for
    something, only where they fit it (a day, one of the options)."""
    typed = said.command in (None, "chivvy")
    if known.speaker is None or not typed or found.intent in ("undo", "help", "cancel"):
        return None
    question = await known.register.questions.open_for(known.speaker.id, known.place.id)
    if question is None or found.intent == "unknown":
        return question
    return question if fits(question, said.text, known.around) else None


async def _let_in(known: Known, found: Understanding) -> None:
    """Strangers may ask for help and found an empty programme; anything else is refused before a word is asked back."""
    needy = [command for command in found.commands if command.needs]
    if known.speaker is None and needy and await known.register.people.is_empty():
        raise EmptyProgramme
    if needy:
        permit(known.speaker, needy[0].needs or "read", None, known.place)


async def _pressed(known: Known, pressed: Pressed) -> Reply:
    command = decode(pressed.data, pressed.chosen)
    where = known.turn.where
    if where.message:
        standing = await known.register.places.standing(where.platform, where.external_id, where.message)
        if standing is not None and standing.record is not None:
            await _check_card(known, command, (await known.register.records.by_id(standing.record)).ref)
        known.answer.pressed = standing
    return await known.carry_out(command)


async def _check_card(known: Known, command: Command, shown: str) -> None:
    """A living card's buttons are for its own record; data that names another was not made by us."""
    ref = getattr(command, "ref", "")
    event = getattr(command, "event", None)
    if event is not None and (found := await known.register.history.get(event)):
        ref = found.ref or ""
    if ref and (await known.register.records.get(ref)).ref != shown:
        raise WrongCard(ref=ref, shown=shown)


async def _submitted(known: Known, sent: Submitted) -> Reply:
    token = token_of(sent)
    record = await known.register.records.get(token.ref) if token.ref else None
    permit(known.speaker, deed_of(token), record, known.place)
    asked = read_form(sent, record, known.register.today, known.around.calendar)
    if isinstance(asked, dict):
        return Reply(errors=asked)
    return await known.carry_out(asked)


async def _captured(known: Known, captured: Captured) -> Reply:
    """ "Log as action" on a message: the form, filled in with what its words say and a link back to it. What is in doubt is
    left to whoever fills the form in. What must not be kept where others read along is refused as if it had been typed here."""
    if refused := _refused(known, captured):
        return await known.carry_out(refused)
    text = _readable(captured)
    read = _read(known, captured)
    title = RUN_ON.sub(" ", str(read.get("title") or text))
    values = {
        **read,
        "title": title if len(title) <= CAPTURED_TITLE else title[: CAPTURED_TITLE - 1].rsplit(" ", 1)[0] + "…",
        "description": text if RUN_ON.sub(" ", text) != title or len(title) > CAPTURED_TITLE else "",
        "source": f"A message from {captured.author}" if captured.author else "A message",
        "source_link": captured.link,
    }
    return await known.carry_out(OpenForm("log", kind=captured.kind, values=values))


def _refused(known: Known, captured: Captured) -> Command | None:
    """The refusal of a message that is about a case or holds personal data, whether its words or the wish to log them say so."""
    for command in (None, captured.kind):
        found = understand(Said(captured.text, captured.mentions, command=command), known.around)
        if found.intent == REFUSED:
            return found.commands[0]
    return None


def _read(known: Known, captured: Captured) -> dict[str, Any]:
    """The fields that a message's words give for certain, where they read as one record."""
    found = understand(Said(captured.text, captured.mentions, command=captured.kind), known.around)
    logs = [command for command in found.commands if isinstance(command, Log)]
    if len(logs) != 1:
        return {}
    doubtful = {doubt.field for doubt in found.doubts}
    return {name: given for name, given in logs[0].values.items() if name not in doubtful}


def _readable(captured: Captured) -> str:
    """A message's words with its mentions as names."""
    text = captured.text
    for key, face in captured.mentions.items():
        text = re.sub(rf"<@{re.escape(key)}(\|[^>]*)?>", f"@{face.name or key}", text)
    return text.strip()


async def _opened(known: Known) -> Reply:
    if known.speaker is None:
        return Reply(home=await welcome_card(known.register))
    speaker = permit(known.speaker, "read", None, known.place)
    await offer_tour(known.register, speaker)
    reply = Reply(home=await worklist_card(known.register, speaker))
    await known.note_reading(reply)
    return reply


async def _searched(known: Known, searched: Searched) -> Reply:
    """Records whose ref or title matches, for the compose box; without words, the speaker's own."""
    speaker = permit(known.speaker, "read", None, known.place)
    records = known.register.records
    own = as_read_by(Filter(owner=speaker.id), speaker, known.place)
    if text := searched.text.strip():
        found = await records.search(text, reader=own.reader, limit=SEARCH_SHOWN)
    else:
        found = await records.find(own, limit=SEARCH_SHOWN)
    found = [record for record in {each.id: each for each in found}.values() if readable(speaker, record, known.place)]
    reply = Reply(results=tuple([await record_card(known.register, record) for record in found]))
    await known.note_reading(reply)
    return reply


async def _met(known: Known, met: Met) -> Reply:
    """People who are in a workstream's channel are its members; elsewhere, meeting somebody means nothing yet."""
    if known.place.workstream is not None:
        people = sorted(met.people, key=lambda face: (face.name, face.user_id))
        await enrol(known.register, known.scene, people, known.place.workstream)
    return Reply()


async def _seen(register: Register, speaker: Person, face: Face) -> None:
    await register.people.identify(
        speaker.id, face.platform, face.user_id, tenant=face.tenant, name=face.name, address=face.address, seen=True
    )


async def _surroundings(
    register: Register, scene: Scene, turn: Turn, speaker: Person | None, place: Place
) -> Surroundings:
    """What understanding may know."""
    mentions: dict[str, Person | None] = {}
    if isinstance(turn.deed, Said | Captured):
        mentions = {key: await known(register, scene, face) for key, face in turn.deed.mentions.items()}
    return Surroundings(
        now=register.now.astimezone(register.zone),
        calendar=await register.calendar(),
        people=tuple((await register.people.all()).values()),
        workstreams=tuple((await register.workstreams.all()).values()),
        speaker=speaker,
        here=place.workstream,
        mentions=mentions,
        programme=await register.programme(),
        private=place.private,
        surveys=await known_surveys(register) if _speaks_of(turn, OF_SURVEYS) else (),
        ballots=await known_ballots(register) if _speaks_of(turn, OF_BALLOTS) else (),
    )


def _speaks_of(turn: Turn, words: tuple[str, ...]) -> bool:
    """Whether what was said may be about a record that is known by its title."""
    said = f"{turn.deed.command} {turn.deed.text}".casefold() if isinstance(turn.deed, Said) else ""
    return any(word in said for word in words)
