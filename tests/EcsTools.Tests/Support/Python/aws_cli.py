"""The AWS CLI, run once: {"arguments", "environment", "input"}, where null in the environment takes a variable away, gives {"code", "output", "error"}."""
import os
import sys
import tempfile
import traceback


def load():
    global awscli
    import awscli.clidriver
    import botocore.auth  # noqa: F401
    import botocore.endpoint  # noqa: F401
    import botocore.httpsession  # noqa: F401
    import botocore.parsers  # noqa: F401
    import model_files

    model_files.keep()
    awscli.clidriver.create_clidriver()


def run(call, lines, write):
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        given.write((call["input"] or "").encode())
        given.seek(0)
        for source, target in (given, 0), (output, 1), (error, 2):
            os.dup2(source.fileno(), target)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")
        code = main(call)
        sys.stdout.flush()
        sys.stderr.flush()
        output.seek(0)
        error.seek(0)
        write({"code": code, "output": output.read().decode(errors="replace"), "error": error.read().decode(errors="replace")})


def main(call):
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
    return code if isinstance(code, int) else 0 if code is None else 1
