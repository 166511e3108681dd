"""boto3, for many calls: each line [service, operation, parameters] gives {"answer"}, or {"code", "message"} if it is refused.

boto3's own check of parameters is off, so that the sandbox's is what a test sees.
"""
import datetime
import json
import pathlib


def load():
    global boto3, botocore, session
    import boto3
    import botocore.config
    import botocore.exceptions
    import botocore.loaders
    import model_files

    model_files.keep()
    add_newer("ecs", "AWSSDK.ECS")
    session = boto3.session.Session()


def add_newer(service, package):
    """Gives the model of a service the members that the API has and this botocore lacks: they are named in names.json of the stand-in."""
    folder = pathlib.Path(__file__).resolve().parents[4] / "src" / "Packages" / package
    ours = json.loads((folder / "service.json").read_text(encoding="utf-8"))["shapes"]
    theirs = botocore.loaders.Loader().load_service_model(service, "service-2")["shapes"]
    for name in json.loads((folder / "names.json").read_text(encoding="utf-8")).get("newer", []):
        shape, member = name.split(".")
        theirs[shape]["members"].setdefault(member, ours[shape]["members"][member])
    for name, shape in ours.items():
        theirs.setdefault(name, shape)


def run(call, lines, write):
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
    clients = {}
    for line in lines:
        service, operation, parameters = json.loads(line)
        if service not in clients:
            clients[service] = session.client(
                service, endpoint_url=call["endpoint"], region_name="us-east-1",
                aws_access_key_id=call["accessKey"], aws_secret_access_key=call["secretKey"], config=config)
        try:
            answer = clients[service]._make_api_call(operation, parameters)
            answer.pop("ResponseMetadata", None)
            write({"answer": plain(answer)})
        except botocore.exceptions.ClientError as e:
            write({"code": e.response["Error"]["Code"], "message": e.response["Error"]["Message"]})
        except Exception as e:
            write({"code": type(e).__name__, "message": str(e)})


def plain(value):
    """Times as seconds since 1970."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.timestamp() if isinstance(value, datetime.datetime) else value
