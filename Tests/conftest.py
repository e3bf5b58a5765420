import pytest
from casement_stack import running_stack


@pytest.fixture(scope="session")
def stack():
    """One of everything for the whole run, ended whatever happens."""
    with running_stack() as running:
        yield running


@pytest.fixture(scope="module")
def own_stack():
    """One of everything for a module that breaks things."""
    with running_stack() as running:
        yield running
