"""Serves Python programs to the tests without their start: what they import is loaded once, and each call runs in a fork.

python3 server.py <program>...  loads those of the programs that can be loaded here, and prints {"socket", "missing"} in one line: where to
                                call them, and why others cannot be called. It ends when its standard input does.
python3 server.py --call        serves one call over standard input and output. For machines whose processes cannot fork: there, the socket
                                is null.

A call is a connection to the socket. Its first line is an object whose "program" is the name of the program. The rest is between the caller
and the program, a module of this folder with two functions: load(), and run(call, lines, write).
"""
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import tempfile


def load(names):
    """Loads the programs, and gives for each that cannot be loaded the reason."""
    missing = {}
    for name in names:
        try:
            importlib.import_module(name).load()
        except ImportError as e:
            missing[name] = str(e)
    return missing


def run(lines, out):
    call = json.loads(lines.readline())

    def write(answer):
        out.write(json.dumps(answer, default=str) + "\n")
        out.flush()

    program = importlib.import_module(call["program"])
    program.load()
    program.run(call, lines, write)


def fork(connection):
    """In a fork: serves one connection, and ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection, connection.makefile("r", encoding="utf-8") as lines, connection.makefile("w", encoding="utf-8") as out:
        run(lines, out)


def serve(missing):
    with tempfile.TemporaryDirectory(prefix="ecstools-python-") as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.join(folder, "socket"))
        listener.listen(128)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        # What is loaded is never collected: a collection would write to the memory that the forks share.
        gc.collect()
        gc.freeze()
        print(json.dumps({"socket": listener.getsockname(), "missing": missing}), flush=True)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if listener not in ready:
                return
            connection, _ = listener.accept()
            if os.fork() == 0:
                code = 1
                try:
                    listener.close()
                    fork(connection)
                    code = 0
                finally:
                    os._exit(code)
            connection.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["--call"]:
        run(sys.stdin, sys.stdout)
    elif hasattr(os, "fork"):
        serve(load(sys.argv[1:]))
    else:
        print(json.dumps({"socket": None, "missing": load(sys.argv[1:])}), flush=True)
