"""Who gets what at every address of the product: one line each. A page without a line fails.

in = sent to sign in, on = led on to another page, otherwise the status. A partner is never told that a page of the
practice exists, nor a stranger to a couple that something of theirs does: both are 404, the same as what is absent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.checks import url_patterns
from accounts.models import User
from clients.models import Partner
from tests.access_world import OBJECTS, OWNED, Args, absent, of_the_other_couple
from tests.cast import NOON, Cast, signed_in_as
from tests.guards import lacking
from tests.proofs import proved_as

WHO = ("nobody", "ann", "ben", "staff", "prescriber", "therapist", "other_therapist")
TABLE = """
name                                  how   object     nobody ann  ben  staff prescriber therapist other_therapist
home                                  get   -          in     on   on   on    on         on        on
csp_report                            post  -          204    204  204  204   204        204       204
account_signup                        get   -          in     in   in   in    in         in        in
account_login                         get   -          200    on   on   on    on         on        on
account_logout                        get   -          in     200  200  200   200        200       200
account_inactive                      get   -          200    200  200  200   200        200       200
account_request_login_code            get   -          200    on   on   on    on         on        on
account_confirm_login_code            get   -          in     on   on   on    on         on        on
account_reset_password                get   -          200    200  200  200   200        200       200
account_reset_password_done           get   -          200    200  200  200   200        200       200
account_reset_password_from_key       get   reset      200    200  200  200   200        200       200
account_reset_password_from_key_done  get   -          200    200  200  200   200        200       200
account_reauthenticate                get   -          in     404  404  200   200        200       200
account_change_password               get   -          in     404  404  200   200        200       200
mfa_authenticate                      get   -          in     on   on   on    on         on        on
mfa_reauthenticate                    get   -          in     404  404  on    on         on        on
mfa_index                             get   -          in     404  404  200   200        200       200
mfa_activate_totp                     get   -          in     404  404  200   200        200       200
mfa_deactivate_totp                   get   -          in     404  404  404   404        404       404
mfa_view_recovery_codes               get   -          in     404  404  404   404        404       404
mfa_generate_recovery_codes           get   -          in     404  404  on    on         on        on
mfa_login_webauthn                    get   -          in     on   on   on    on         on        on
mfa_reauthenticate_webauthn           get   -          in     403  403  on    on         on        on
mfa_list_webauthn                     get   -          in     200  200  200   200        200       200
mfa_add_webauthn                      get   -          in     200  200  200   200        200       200
mfa_edit_webauthn                     get   passkey    in     200  404  on   on         on        on
mfa_remove_webauthn                   get   passkey    in     200  404  on   on         on        on
invitation                            get   link       200    200  200  200   200        200       200
my_sign_ins                           get   -          in     200  200  200   200        200       200
my_feed                               get   -          in     200  200  200   403        200       200
end_my_feed                           post  -          in     on   on   on    403        on        on
feed                                  get   feed       200    200  200  200   200        200       200
practice_details                      get   -          in     404  404  403   403        200       200
practice_hours                        get   -          in     404  404  403   403        200       200
add_cover                             get   -          in     404  404  403   403        on        on
withdraw_cover                        get   cover      in     404  404  403   403        on        on
practice_texts                        get   -          in     404  404  403   403        200       200
edit_text                             get   text       in     404  404  403   403        200       200
preview_text                          get   text       in     404  404  403   403        200       200
publish_text                          post  draft      in     404  404  403   403        422       422
text_readers                          get   -          in     404  404  404   404        200       200
leave                                 get   -          on     on   on   on    on         on        on
my_credentials                        get   -          in     404  404  403   200        200       200
people                                get   -          in     404  404  403   403        200       200
end_colleague_sign_ins                post  colleague  in     404  404  403   403        on        on
invite_colleague                      post  colleague  in     404  404  403   403        on        on
close_colleague                       get   colleague  in     404  404  403   403        200       200
today                                 get   -          in     404  404  200   403        200       200
couples                               get   -          in     404  404  200   403        200       200
add_couple                            get   -          in     404  404  200   403        200       200
couple                                get   couple     in     404  404  200   403        200       404
close_care                            get   couple     in     404  404  404   404        200       404
reopen_care                           post  couple     in     404  404  404   404        on        404
separation                            get   apart      in     404  404  404   404        200       404
open_separation                       post  couple     in     404  404  404   404        on        404
withdraw_separation                   post  apart      in     404  404  404   404        on        404
part_couple                           get   apart      in     404  404  404   404        200       404
tell_partner                          get   pair       in     404  404  404   404        200       404
go_on_alone                           get   gone       in     404  404  404   404        200       404
records                               get   -          in     404  404  404   404        200       200
record                                get   partner    in     404  404  404   404        200       404
open_legal_hold                       post  partner    in     404  404  404   404        422       404
release_legal_hold                    get   hold       in     404  404  404   404        200       404
order_purge                           get   partner    in     404  404  404   404        on        404
withdraw_purge                        post  partner    in     404  404  404   404        on        404
edit_partner                          get   partner    in     404  404  200   403        200       404
invite_partner                        get   partner    in     404  404  200   403        200       404
hand_off                              get   partner    in     404  404  200   403        200       404
on_the_tablet                         get   -          in     on   on   403   403        403       403
hand_it_back                          get   -          in     on   on   403   403        403       403
handed_back                           get   -          200    200  200  200   200        200       200
refer_partner                         get   partner    in     404  404  404   404        200       404
invite_prescriber                     get   partner    in     404  404  404   404        200       404
partner_sign_in                       get   partner    in     404  404  200   403        200       404
change_address                        post  partner    in     404  404  422   403        422       404
reset_pin                             post  partner    in     404  404  on    403        on        404
end_partner_sign_ins                  post  partner    in     404  404  403   403        on        404
use_address                           get   new_link   200    200  200  200   200        200       200
portal                                get   -          in     200  200  403   403        403       403
my_next                               get   -          in     on   on   403   403        403       403
my_pin                                get   -          in     200  200  403   403        403       403
my_consent                            get   -          in     200  200  403   403        403       403
my_text                               get   text       in     200  200  403   403        403       403
withdraw_consent                      get   signed     in     200  on   403   403        403       403
my_touch                              get   packet     in     200  on   403   403        403       403
narrow_my_touch                       get   -          in     200  200  403   403        403       403
consent_pdf                           get   agreement  in     200  404  404   404        200       404
partner_consents                      get   partner    in     404  404  404   404        200       404
keep_consent_paper                    post  partner    in     404  404  404   404        422       404
record_withdrawal                     get   their_text in     404  404  404   404        200       404
say_less_touch                        get   partner    in     404  404  404   404        on        404
remind_to_sign                        post  partner    in     404  404  404   404        on        404
my_contact                            get   -          in     200  200  403   403        403       403
who_reads_what                        get   -          in     200  200  403   403        403       403
talk                                  get   -          in     200  200  403   403        403       403
my_help                               get   -          in     200  200  403   403        403       403
my_crisis                             get   -          in     200  200  403   403        403       403
my_measure                            get   measure    in     200  404  403   403        403       403
ask_measure                           get   partner    in     404  404  404   404        200       404
take_measure_back                     post  measure    in     404  404  404   404        on        404
enter_result                          get   partner    in     404  404  404   404        200       404
strike_result                         post  result     in     404  404  404   404        on        404
safety_task                           get   safety     in     404  404  404   404        200       404
instruments                           get   -          in     404  404  403   403        200       200
check_instrument                      get   -          in     404  404  403   403        on        on
load_instrument                       get   -          in     404  404  403   403        on        on
retire_instrument                     post  own        in     404  404  403   403        on        on
safety_watch                          get   -          in     404  404  403   403        200       200
safe_contact                          get   partner    in     404  404  404   404        200       404
calls                                 get   partner    in     404  404  404   404        200       404
log_call                              get   partner    in     404  404  404   404        on        404
close_call                            get   partner    in     404  404  404   404        on        404
my_page                               get   page       in     200  200  403   403        403       403
my_issues                             get   -          in     200  200  403   403        403       403
my_change                             get   -          in     200  200  403   403        403       403
my_readings                           get   -          in     200  200  403   403        403       403
readings                              get   partner    in     404  404  404   404        200       404
add_health_paper                      post  partner    in     404  404  404   404        422       404
health_sheet                          get   partner    in     404  404  404   404        200       404
health_paper                          get   brought    in     404  404  404   404        200       404
safety_texts                          get   -          in     404  404  403   403        200       200
leave_answers                         get   partner    in     404  404  404   404        200       404
remind_partner                        get   partner    in     404  404  404   404        on        404
way_of_their_own                      get   partner    in     404  404  404   404        200       404
screening_review                      get   partner    in     404  404  404   404        200       404
private_check                         get   partner    in     404  404  404   404        on        404
decision                              get   partner    in     404  404  404   404        on        404
lift_safety_hold                      get   partner    in     404  404  404   404        on        404
clearance                             get   partner    in     404  404  404   404        404       404
prescriber_reply                      get   partner    in     404  404  404   404        404       404
suspend_clearance                     get   partner    in     404  404  404   404        on        404
read_override                         post  override   in     404  404  404   404        404       404
referrals                             get   -          in     404  404  404   200        404       404
emergency                             get   -          in     404  404  404   200        404       404
emergency_record                      get   emergency  in     404  404  404   200        404       404
end_emergency                         post  emergency  in     404  404  404   on         404       404
emergency_review                      get   emergency  in     404  404  404   404        200       404
with_prescriber                       get   partner    in     404  404  404   404        200       404
record_paper_clearance                get   partner    in     404  404  404   404        200       404
read_paper_clearance                  get   paper_clearance in 404 404  404   404        200       404
settle_paper_clearance                post  paper_clearance in 404 404  404   404        on        404
set_paper_aside                       post  paper_clearance in 404 404  404   404        422       404
clearance_scan                        get   scan       in     404  404  404   404        200       404
type_paper_clearance                  get   scan       in     404  404  404   404        200       404
custody                               get   partner    in     404  404  404   404        200       404
add_prescription                      get   partner    in     404  404  404   404        200       404
correct_prescription                  get   prescription in   404  404  404   404        200       404
count_medicine                        get   prescription in   404  404  404   404        200       404
correct_count                         get   count      in     404  404  404   404        200       404
instruction_sheet                     get   partner    in     404  404  404   404        200       404
print_instruction_sheet               post  partner    in     404  404  404   404        on        404
give_instruction_sheet                post  person_date in    404  404  404   404        on        404
referral_packet                       get   partner    in     404  404  404   404        200       404
printed_pdf                           post  printed    in     404  404  404   404        200       404
my_sheets                             get   -          in     200  200  403   403        403       403
calendar                              get   -          in     404  404  200   403        200       200
calendar_week                         get   -          in     404  404  200   403        200       200
calendar_day                          get   -          in     404  404  200   403        200       200
calendar_book                         get   -          in     404  404  200   403        200       200
closed_days                           get   -          in     404  404  200   403        200       200
take_back_closed_days                 get   closed     in     404  404  on    403        on        on
practice_calendar                     get   -          in     404  404  403   403        200       200
add_room                              get   -          in     404  404  403   403        on        on
retire_room                           get   own_room   in     404  404  403   403        on        on
plan_dates                            get   couple     in     404  404  200   403        200       404
book                                  get   step       in     404  404  200   403        200       404
appointment                           get   date       in     404  404  200   403        200       404
move_appointment                      get   date       in     404  404  200   403        200       404
cancel_appointment                    get   date       in     404  404  200   403        200       404
complete_appointment                  post  date       in     404  404  404   404        on        404
session_parts                         get   room       in     404  404  404   404        200       404
talking_day                           get   room       in     404  404  404   404        200       404
open_room                             post  date       in     404  404  404   404        on        404
note                                  get   date       in     404  404  404   404        200       404
sign_note                             get   date       in     404  404  404   404        on        404
amend_note                            post  date       in     404  404  404   404        404       404
review_deviation                      post  deviation  in     404  404  404   404        422       404
room                                  get   room       in     404  404  404   404        200       404
room_helper                           post  room       in     404  404  404   404        422       404
room_medical                          post  room       in     404  404  404   404        on        404
room_complete                         post  room       in     404  404  404   404        on        404
room_check                            post  in_room    in     404  404  404   404        422       404
room_reading                          post  in_room    in     404  404  404   404        422       404
go_past                               get   in_room    in     404  404  404   404        200       404
room_start                            post  in_room    in     404  404  404   404        422       404
room_dose                             post  in_room    in     404  404  404   404        422       404
room_log                              post  in_room    in     404  404  404   404        422       404
room_leave                            post  in_room    in     404  404  404   404        422       404
what_each_sees                        get   couple     in     404  404  404   404        200       404
plan_line                             get   couple     in     404  404  404   404        200       404
publish_date                          get   date       in     404  404  404   404        200       404
my_appointments                       get   -          in     200  200  403   403        403       403
billing                               get   -          in     404  404  200   403        200       200
fees                                  get   -          in     404  404  403   403        200       200
couple_money                          get   couple     in     404  404  200   403        200       404
insured                               get   couple     in     404  404  200   403        200       404
diagnosis                             get   partner    in     404  404  403   403        200       404
end_diagnosis                         post  diagnosis  in     404  404  403   403        422       404
payment                               get   partner    in     404  404  200   403        200       404
issue_superbill                       get   partner    in     404  404  200   403        200       404
superbill                             get   paper      in     404  404  200   403        200       404
superbill_state                       get   paper      in     404  404  200   403        200       404
void_superbill                        post  paper      in     404  404  422   403        422       404
prepare_superbill_again               post  paper      in     404  404  on    403        on        404
superbill_pdf                         get   pdf        in     200  404  200   403        200       404
my_papers                             get   -          in     200  200  403   403        403       403
partner_record                        get   partner    in     404  404  404   404        200       404
ask_copy                              get   partner    in     404  404  404   404        200       404
add_release                           get   partner    in     404  404  404   404        200       404
release                               get   release    in     404  404  404   404        200       404
keep_release_paper                    post  release    in     404  404  404   404        422       404
end_release                           post  release    in     404  404  404   404        on        404
disclose                              post  release    in     404  404  404   404        422       404
paper                                 get   upload     in     404  404  404   404        200       404
copy_request                          get   copy       in     404  404  404   404        200       404
keep_copy_paper                       post  copy       in     404  404  404   404        422       404
refuse_copy                           post  copy       in     404  404  404   404        on        404
remind_of_copy                        post  copy       in     404  404  404   404        on        404
issue_copy                            post  copy       in     404  404  404   404        422       404
prepare_copy_again                    post  copy       in     404  404  404   404        on        404
give_copy                             post  copy       in     404  404  404   404        on        404
close_copy_request                    post  copy       in     404  404  404   404        on        404
copy_zip                              post  kept_copy  in     404  404  404   404        200       404
my_copies                             get   -          in     200  200  403   403        403       403
ask_my_copy                           post  -          in     404  404  403   403        403       403
sign_copy                             post  -          in     404  404  403   403        403       403
refuse_my_copy                        post  -          in     404  404  403   403        403       403
sign_release                          post  -          in     404  404  403   403        403       403
end_my_release                        post  -          in     404  404  403   403        403       403
my_copy_zip                           post  -          in     404  404  403   403        403       403
money_export                          get   -          in     404  404  200   403        200       200
practice_record                       get   -          in     404  404  404   404        200       200
reader_record                         get   colleague  in     404  404  404   404        200       200
couple_record                         get   couple     in     404  404  404   404        200       404
couple_history                        get   couple     in     404  404  404   404        200       404
my_record                             get   -          in     200  200  403   403        403       403
messages                              get   -          in     404  404  200   403        200       200
try_message_again                     post  message    in     404  404  on    403        on        on
"""


@dataclass(frozen=True)
class Row:
    """One address, how it is asked for, and what each of the cast gets."""

    name: str
    how: str
    object: str
    verdicts: dict[str, str]

    def __str__(self) -> str:
        return self.name


ROWS = [
    Row(name, how, kind, dict(zip(WHO, verdicts, strict=True)))
    for name, how, kind, *verdicts in (line.split() for line in TABLE.strip().splitlines()[1:])
]
# These ask once more who it is; here that was shown a moment ago.
PROVED = frozenset({"disclose", "issue_copy", "give_copy", "copy_zip", "settle_paper_clearance", "printed_pdf"})
ABOUT_SOMEBODY = [row for row in ROWS if row.object in OWNED]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def browser_of(cast: Cast, who: str, *, proved: bool = False) -> Client:
    if who == "nobody":
        return Client()
    person = getattr(cast, who)
    user = person.user if isinstance(person, Partner) else person
    return proved_as(user) if proved else signed_in_as(user, at=NOON)


def ask(row: Row, args: Args, browser: Client) -> Any:
    act = browser.get if row.how == "get" else browser.post
    return act(reverse(row.name, args=args))


def verdict(response: HttpResponse) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    doors = (reverse("account_login"), reverse("account_request_login_code"))
    return "in" if response["Location"].split("?")[0] in doors else "on"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(row: Row, cast: Cast) -> None:
    args = OBJECTS[row.object](cast)
    answers = {who: ask(row, args, browser_of(cast, who)) for who in WHO}
    assert {who: verdict(answer) for who, answer in answers.items()} == row.verdicts
    assert [found for answer in answers.values() if (found := lacking(answer))] == []
    assert {
        who: verdict(ask(row, args, browser_of(cast, who, proved=row.name in PROVED))) for who in WHO
    } == row.verdicts


@pytest.mark.parametrize("row", ABOUT_SOMEBODY, ids=str)
def test_what_is_somebody_elses_looks_like_what_is_not_there(row: Row, cast: Cast) -> None:
    theirs = OBJECTS[row.object](of_the_other_couple(cast))
    for who in ("ann", "ben", "prescriber", "therapist"):
        browser = browser_of(cast, who, proved=row.name in PROVED)
        foreign, nowhere = ask(row, theirs, browser), ask(row, absent(theirs), browser)
        assert foreign.status_code == nowhere.status_code in {403, 404}, who
        assert len(foreign.content) == len(nowhere.content), who


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    names = {pattern.name for _, pattern in url_patterns(get_resolver())}
    assert names == {row.name for row in ROWS}


def test_prescriber_opens_those_who_are_referred_and_nobody_else(cast: Cast) -> None:
    from tests.states import answered, referred  # noqa: PLC0415 - this test only

    answered(cast.ann)
    referred(cast, cast.ann)
    browser = browser_of(cast, "prescriber")
    page = "clearance"
    assert browser.get(reverse(page, args=[cast.ann.pk])).status_code == 200
    assert browser.get(reverse(page, args=[cast.ben.pk])).status_code == 404


def test_partners_pages_take_no_key_of_anybody(cast: Cast) -> None:
    """What a partner opens is always their own: no address of the portal names a person."""
    own = [row.name for row in ROWS if row.verdicts["ann"] == "200" and row.verdicts["staff"] == "403"]
    routes = {pattern.name: route for route, pattern in url_patterns(get_resolver())}
    assert own
    # A questionnaire's key names what is asked, not who; somebody else's is not there: see OWNED.
    assert [name for name in own if re.search(r"<uuid:", routes[name])] == ["my_measure"]


def test_closed_account_gets_in_nowhere(cast: Cast) -> None:
    browser = browser_of(cast, "therapist")
    User.objects.filter(pk=cast.therapist.pk).update(is_active=False)
    pages = [row for row in ROWS if row.object == "-" and row.verdicts["therapist"] == "200"]
    assert {verdict(ask(row, (), browser)) for row in pages if row.verdicts["nobody"] == "in"} == {"in"}
