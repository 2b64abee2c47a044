"""The record in plain words: a page by what people call it, a reader by what they are to the practice."""

from accounts.access import Layer, Outcome
from accounts.roles import Role

# By the name of the page. One that has no words yet is called by its name.
PAGES = {
    "account_change_password": "Changed the password",
    "account_confirm_login_code": "Mailed code",
    "account_login": "Password",
    "account_reauthenticate": "Password, asked again",
    "account_reset_password_from_key": "Set a new password",
    "add_couple": "Form for a new couple",
    "amend_note": "Note, words added",
    "billing": "Money of everybody",
    "book": "Booking a date",
    "cancel_appointment": "Cancelling a date",
    "clearance": "Clearance and health answers",
    "couple": "The couple's page",
    "couple_history": "What was changed",
    "couple_money": "Money",
    "couple_record": "Who opened what",
    "couples": "List of couples",
    "decision": "Decision",
    "diagnosis": "Diagnosis",
    "edit_partner": "Contact details",
    "insured": "Person named for insurance",
    "invite_partner": "Invitation",
    "issue_superbill": "Issuing a superbill",
    "lift_safety_hold": "Lifting a hold",
    "change_address": "Changing an e-mail address",
    "end_colleague_sign_ins": "Ended a colleague's sign-ins",
    "end_partner_sign_ins": "Ended a partner's sign-ins",
    "messages": "Messages",
    "mfa_add_webauthn": "Added a passkey",
    "mfa_edit_webauthn": "Renamed a passkey",
    "mfa_login_webauthn": "Passkey",
    "mfa_reauthenticate_webauthn": "Passkey, asked again",
    "mfa_remove_webauthn": "Removed a passkey",
    "my_pin": "Own PIN for papers",
    "my_sign_ins": "Ended own sign-ins",
    "partner_sign_in": "Help with signing in",
    "reset_pin": "New PIN for papers",
    "use_address": "Used a new e-mail address",
    "mfa_activate_totp": "Set up the authenticator app",
    "mfa_authenticate": "Authenticator code",
    "mfa_deactivate_totp": "Changed the authenticator app",
    "mfa_generate_recovery_codes": "New recovery codes",
    "mfa_reauthenticate": "Authenticator code, asked again",
    "move_appointment": "Moving a date",
    "my_appointments": "Own dates",
    "my_consent": "Own consent",
    "my_issues": "Own questions",
    "my_page": "Own questions",
    "my_papers": "Own papers",
    "my_record": "Who opened the own record",
    "note": "Note",
    "payment": "Recording a payment",
    "portal": "Own start page",
    "practice_record": "The practice's record",
    "private_check": "Private check",
    "reader_record": "What one person opened",
    "refer_partner": "Referral",
    "referrals": "List of referrals",
    "room": "Session room",
    "screening_review": "Screening",
    "session_parts": "Who takes the medicine",
    "sign_note": "Signing a note",
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "superbill": "Superbill",
    "superbill_pdf": "Superbill, as a file",
    "suspend_clearance": "Suspending a clearance",
    "talking_day": "Talking day",
    "today": "Today",
    "withdraw_consent": "Withdrawing the own consent",
}
# What stands out among what was simply opened or done.
CHIPS = {Outcome.REFUSED: ("hold", "Refused"), Outcome.FAILED: ("due", "Did not work")}
TITLES = ("Dr ", "Dr. ")
# What a partner reads: the kinds of pages, in the order in which a sentence names them.
TOLD = {Layer.DATES: "names and dates", Layer.HEALTH: "health answers", Layer.MONEY: "money and papers"}


def page_words(what: str) -> str:
    """What people call a page or an event."""
    return PAGES.get(what) or what.replace("_", " ").capitalize()


def reader_for_partner(role: str, name: str) -> str:
    """Somebody of the practice as a partner knows them: a clinician by name, the office as the office."""
    first = name if name.startswith(TITLES) else name.partition(" ")[0]
    if role == Role.THERAPIST:
        return f"{first}, your therapist" if first else "Your therapist"
    if role == Role.PRESCRIBER:
        return f"{first}, the prescriber" if first else "The prescriber"
    return "The office"
