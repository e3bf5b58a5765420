import contextlib
import shutil
import tempfile

import pytest
from casement_stack import Stack, bin_dir


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


@contextlib.contextmanager
def running_stack():
    """Starts everything in a directory that goes with it."""
    missing = [name for name in ("casement", "casement-demo") if not (bin_dir() / name).exists()]
    if missing:
        pytest.skip(f"not built: {', '.join(missing)}")
    directory = tempfile.mkdtemp(prefix="casement-")
    try:
        with Stack(directory) as running:
            yield running
    finally:
        shutil.rmtree(directory, ignore_errors=True)
