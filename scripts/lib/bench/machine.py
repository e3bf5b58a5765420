"""Cores, processes, memory and ports of the machine that measures."""

import contextlib
import ctypes
import functools
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STATE = ROOT / ".build" / "bench"
SERVER_CORE, OTHER_CORE = 0, 1
# Who speaks: the script that runs all this.
PROGRAM = Path(sys.argv[0]).parent.name


def fail(text):
    sys.exit(f"{PROGRAM}: {text}")


def progress(text):
    print(f"{PROGRAM}: {text}", file=sys.stderr)


def on_core(core, *command):
    return ["taskset", "--cpu-list", str(core), *command]


@contextlib.contextmanager
def beside():
    """Keeps this process off the server's core meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {OTHER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def run(*command, seconds=60):
    """What a command prints; it has to end well, in so many seconds."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    if done.returncode != 0:
        fail(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG, so that nothing outlives a killed run


@functools.cache
def build(source, *options):
    """Compiles a file of C, once a run; the path of what came out."""
    result = STATE / f"{source.stem}.built"
    run("gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", *options, "-o", str(result), str(source))
    return result


def allow_files(count):
    """Lets this process and those that it starts have so many open files each."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < count:
        fail(f"{count} open files are needed, and `ulimit -Hn` allows {most}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def wait_for(what, condition, seconds=10):
    """Waits until something is so."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            fail(f"{what} does not come up; see {STATE}")
        time.sleep(0.02)


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def family(pid):
    """A process and its children."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def cpu_seconds(pid):
    """Processor time that a process and its children have used."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rsplit(") ", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """Megabytes of memory that a process and its children have resident."""
    return status_megabytes(pid, "VmRSS")


def peak_resident(pid):
    """The most megabytes that were resident since `forget_peak`."""
    return status_megabytes(pid, "VmHWM")


def forget_peak(pid):
    for member in family(pid):
        Path(f"/proc/{member}/clear_refs").write_text("5")


def status_megabytes(pid, field):
    kilobytes = 0
    for member in family(pid):
        lines = Path(f"/proc/{member}/status").read_text().splitlines()
        kilobytes += next(int(line.split()[1]) for line in lines if line.startswith(field))
    return kilobytes / 1024
