"""The program as people and scripts run it."""

import json
import subprocess
from dataclasses import dataclass

from casement_stack import DEADLINE, ENVIRONMENT, bin_dir, openssl

RSA = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")


@dataclass
class Run:
    """What a command wrote and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self):
        """Standard output, all of which must be JSON."""
        return json.loads(self.out)


class CommandLine:
    """Runs the program in one folder, with one settings file."""

    def __init__(self, folder):
        self.folder = folder
        self.settings()

    def settings(self, text=""):
        """Writes the settings file: the directory and the Redis of this folder, and what `text` adds."""
        (self.folder / "casement.yaml").write_text(
            f"directory.path: directory.sqlite\nredis.url: unix://{self.folder}/redis.sock\n{text}"
        )

    def run(self, *arguments, data=None, environment=None, config="casement.yaml"):
        """Runs a command to its end."""
        command = [bin_dir().resolve() / "casement", *arguments, *(["--config", config] if config else [])]
        done = subprocess.run(
            command, input=data, capture_output=True, text=True, timeout=DEADLINE, cwd=self.folder,
            env=ENVIRONMENT | (environment or {}),
        )  # fmt: skip
        return Run(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments, **more):
        """What a command answers with yes, which is all it writes."""
        done = self.run(*arguments, "--json", **more)
        assert (done.status, done.err) == (0, ""), done
        return done.json

    def refused(self, *arguments, **more):
        """The code of a command's refusal."""
        done = self.run(*arguments, "--json", **more)
        assert done.status == 1, done
        assert done.json["message"]
        return done.json["code"]

    def misused(self, *arguments, **more):
        """The sentence of a command that was not understood."""
        done = self.run(*arguments, "--json", **more)
        assert done.status == 2, done
        assert set(done.json) == {"code", "message"}
        return done.json["message"]

    def make_key(self, name, *kind):
        """Makes `name`.pem and `name`.pub.pem."""
        openssl("genpkey", "-quiet", *(kind or RSA), "-out", self.folder / f"{name}.pem")
        openssl("pkey", "-in", self.folder / f"{name}.pem", "-pubout", "-out", self.folder / f"{name}.pub.pem")
