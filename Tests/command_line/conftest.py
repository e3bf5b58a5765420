import pytest
from casement_stack import bin_dir
from command_line import CommandLine


@pytest.fixture
def line(tmp_path):
    """A command line with a directory of its own, and a Redis that is not there."""
    if not (bin_dir() / "casement").exists():
        pytest.skip("not built: casement")
    return CommandLine(tmp_path)


@pytest.fixture
def acme(line):
    """The same with the partner and the customer of the documentation's examples."""
    line.make_key("acme")
    line.json("partner", "create", "--name", "Acme", "--vendor-id", "acme", "--origins", "https://company.com", "--key",
              "acme.pub.pem")  # fmt: skip
    line.json("customer", "create", "--partner", "acme", "--name", "Blue Sky", "--external-id", "BS-1", "--origins",
              "https://na1.company.com,https://eu1.company.com")  # fmt: skip
    return line
