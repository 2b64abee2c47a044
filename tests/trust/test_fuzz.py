import pytest

from tests import databases
from tests.cast import NOON
from tests.trust.addresses import addresses
from tests.trust.asking import browsers
from tests.trust.conftest import SEED
from tests.trust.figures import Run
from tests.trust.fuzz import BAD, faults_in, forms_of, tries, two_of_each
from tests.trust.story import Story


@pytest.mark.case("XS-07", "XS-10", "XS-11", "XS-12", "XS-14")
def test_bad_input_breaks_nothing_and_never_comes_back_unescaped(story: Story) -> None:
    """A sample; `make trust ONLY=G5` sends ten thousand and more."""
    run = Run(SEED, share=0.1)
    by = {who: browser for who, browser in browsers(story.cast, NOON).items() if who in {"ann", "staff", "therapist"}}
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    forms = forms_of(by, run.some(two_of_each(every)), run)
    sent = tries(forms, [address.url for address in every], list(by), run.random)[:240]
    assert len(sent) == 240
    assert len(BAD) > 60
    assert faults_in(sent, by, run)[0] == []
