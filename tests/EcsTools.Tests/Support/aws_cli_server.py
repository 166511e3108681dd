"""Runs the AWS CLI for the tests without its start: the CLI is loaded once, and every call runs in a fork of its own.

A line of standard input is a call, {"id", "arguments", "environment", "input"}, where null in the environment takes a variable away.
A line of standard output is its end, {"id", "code", "output", "error"}, in the order of the ends.
"""
import fcntl
import json
import os
import signal
import sys
import tempfile
import traceback


def serve(call, lock):
    """In a fork: runs the CLI in a fork of this one, and writes how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        given.write((call["input"] or "").encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            for source, target in (given, 0), (output, 1), (error, 2):
                os.dup2(source.fileno(), target)
            sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
            os._exit(aws(call))
        _, status = os.waitpid(child, 0)
        output.seek(0)
        error.seek(0)
        answer = json.dumps({
            "id": call["id"],
            "code": os.waitstatus_to_exitcode(status),
            "output": output.read().decode(errors="replace"),
            "error": error.read().decode(errors="replace"),
        })
    with open(lock, "w") as turn:
        # A line longer than a pipe takes at once would mingle with another's.
        fcntl.lockf(turn, fcntl.LOCK_EX)
        print(answer, flush=True)


def aws(call):
    """The CLI's own main, with the environment and the arguments of one call."""
    for name, value in call["environment"].items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    sys.argv = ["aws", *call["arguments"]]
    try:
        code = awscli.clidriver.main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 255
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0 if code is None else 1


def warm():
    """Loads what nearly every call loads. Files of data are kept as they were read; only forks, which end, may change them."""
    read = botocore.loaders.JSONFileLoader.load_file
    kept = {}

    def load_file(loader, path):
        if path not in kept:
            kept[path] = read(loader, path)
        return kept[path]

    botocore.loaders.JSONFileLoader.load_file = load_file
    loader = awscli.clidriver.create_clidriver().session.get_component("data_loader")
    for service in "ec2", "ecr", "ecs", "events", "iam", "logs", "scheduler", "sts":
        for kind in "service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1":
            try:
                loader.load_service_model(service, kind)
            except botocore.exceptions.DataNotFoundError:
                pass
    loader.load_data("endpoints")
    loader.load_data("partitions")


if __name__ == "__main__":
    import awscli.clidriver
    import botocore.auth  # noqa: F401
    import botocore.endpoint  # noqa: F401
    import botocore.exceptions
    import botocore.httpsession  # noqa: F401
    import botocore.loaders
    import botocore.parsers  # noqa: F401

    warm()
    calls = os.fdopen(os.dup(0))
    with tempfile.NamedTemporaryFile() as lock:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        print("ready", flush=True)
        for line in calls:
            call = json.loads(line)
            if os.fork() == 0:
                serve(call, lock.name)
                os._exit(0)
