import pytest
from casement_stack import bin_dir
from management_stack import running


@pytest.fixture(scope="session")
def managed():
    """A gateway with its management API, for the whole run."""
    require_program()
    with running() as stack:
        yield stack


@pytest.fixture(scope="session")
def start_managed():
    """Starts further ones, for tests that break or limit them."""
    require_program()
    return running


@pytest.fixture
def partner(managed):
    """A partner that no other test uses."""
    return managed.new_partner()


def require_program():
    if not (bin_dir() / "casement").exists():
        pytest.skip("not built: casement")
