"""A moto server: {"port", "environment"}. It listens until its caller hangs up."""
import importlib
import os
import threading

# Those that the tests call: moto loads the others when they are asked for.
SERVICES = "applicationautoscaling", "ec2", "ecr", "ecs", "events", "iam", "logs", "scheduler", "sts"


def load():
    global moto
    import moto.server

    for service in SERVICES:
        importlib.import_module(f"moto.{service}.urls")


def run(call, lines, write):
    os.environ.update(call["environment"])
    # What it says of each request interests nobody.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

    def watch():
        lines.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    moto.server.main(["-H", "127.0.0.1", "-p", str(call["port"])])
