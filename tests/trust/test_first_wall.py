import pytest

from tests import databases
from tests.cast import make_cast
from tests.trust.first_wall import READERS, and_the_rest, shown
from tests.trust.story import told_to_the_end

# What each of the cast sees of each table at the end of the story, were there no policy in the database. Empty tables
# are judged by the row policies alone.
TABLE = """
                                  ann   ben   cat   staff prescriber therapist other_therapist
accounts.accesslog                none  none  none  none  none  all   all
billing.charge                    all   none  none  all   none  all   none
billing.chargeline                all   none  none  all   none  all   none
billing.diagnosis                 none  none  none  all   none  all   none
billing.payment                   all   none  none  all   none  all   none
billing.superbill                 all   none  none  all   none  all   none
clients.consent                   some  some  none  all   all   some  some
clients.copyagreement             all   none  none  none  none  all   none
clients.copyrequest               all   none  none  none  none  all   none
clients.couple                    some  some  some  all   none  some  some
clients.disclosure                all   none  none  none  none  all   none
clients.emergencyaccess           none  none  none  none  all   all   none
clients.handoff                   all   none  none  all   none  all   none
clients.legalhold                 none  none  none  none  none  all   none
clients.partner                   some  some  some  all   some  some  some
clients.purgeorder                empty empty empty empty empty empty empty
clients.release                   all   none  none  none  none  all   none
clients.releaseagreement          all   none  none  none  none  all   none
clients.safecontact               none  none  none  all   none  all   none
clients.safewords                 none  none  none  none  none  all   none
clients.separation                none  none  none  none  none  all   none
clients.touchchoices              none  none  none  none  none  all   none
documents.document                some  some  none  some  none  all   all
documents.package                 none  none  none  none  none  all   none
documents.upload                  none  none  none  none  all   all   all
kap_sessions.appointment          some  some  none  all   none  all   none
kap_sessions.deviation            none  none  none  none  none  all   none
kap_sessions.dose                 none  none  none  none  all   all   none
kap_sessions.feed                 none  none  none  none  none  all   none
kap_sessions.givensheet           empty empty empty empty empty empty empty
kap_sessions.medicinecount        none  none  none  none  all   all   none
kap_sessions.note                 none  none  none  none  none  all   none
kap_sessions.override             none  none  none  none  all   all   none
kap_sessions.overrideread         none  none  none  none  all   all   none
kap_sessions.prescription         none  none  none  none  all   all   none
kap_sessions.printed              none  none  none  none  none  all   none
kap_sessions.published            some  some  none  all   none  all   none
kap_sessions.publishedline        some  some  none  none  none  all   none
kap_sessions.reading              none  none  none  none  all   all   none
outbox.message                    none  none  none  all   none  all   all
screening.callrequest             none  none  none  none  none  all   none
screening.clearance               none  none  none  none  all   some  some
screening.decision                none  none  none  none  none  some  some
screening.healthpaper             none  none  none  none  all   all   none
screening.hold                    none  none  none  all   all   all   none
screening.measure                 some  some  none  none  some  all   none
screening.measureanswers          none  none  none  none  some  all   none
screening.measurereceipt          all   none  none  none  some  all   none
screening.measureresult           none  none  none  none  some  all   none
screening.measurement             none  none  none  none  all   all   none
screening.paperclearance          none  none  none  none  all   all   none
screening.paperreading            empty empty empty empty empty empty empty
screening.papersetaside           none  none  none  none  all   all   none
screening.prescriberreply         none  none  none  none  all   all   none
screening.privatecheck            none  none  none  none  none  some  some
screening.safetytask              none  none  none  none  none  all   none
screening.safetytext              none  none  none  none  none  all   all
screening.sealedanswer            none  none  none  none  some  some  some
screening.submission              some  some  some  none  some  some  some
screening.wordtoprescriber        none  none  none  none  all   all   none
"""


@pytest.mark.django_db(transaction=True)
def test_the_first_wall_stands_alone() -> None:
    """A new table with a `visible_to` gets a line here; nothing else notices it once the database hides the rows."""
    declared = {name: tuple(words) for name, *words in (line.split() for line in TABLE.strip().splitlines()[1:])}
    assert len(TABLE.strip().splitlines()[0].split()) == len(READERS)
    story = told_to_the_end(make_cast())
    and_the_rest(story.cast)
    with databases.superuser(databases.own_name()) as look:
        assert shown(story.cast, look) == declared
