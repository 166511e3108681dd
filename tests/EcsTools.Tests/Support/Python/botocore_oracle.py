"""The independent party of the contract tests: what botocore makes of an input, and what it reads out of a response.

Each of {"questions": [...]} gives an object, or {"unanswered": why}.
Responses are made by moto's serializers (a third implementation) and read by botocore's parsers.
"""
import base64
import datetime
import json

MODELS = {}
# The stand-in speaks another of the protocols of the service than botocore prefers.
PROTOCOLS = {"cloudwatch": "query"}
RULES = {}


def load():
    global botocore, moto, moto_serialize, LOADER
    import botocore.auth
    import botocore.awsrequest
    import botocore.credentials
    import botocore.endpoint_provider
    import botocore.loaders
    import botocore.model
    import botocore.parsers
    import botocore.serialize
    import moto.core.model
    import moto.core.serialize as moto_serialize
    import model_files

    model_files.keep()
    LOADER = botocore.loaders.Loader()


def model(service, model_type=None):
    model_type = model_type or botocore.model.ServiceModel
    key = (service, model_type)
    if key not in MODELS:
        MODELS[key] = model_type(LOADER.load_service_model(service, "service-2"), service)
    return MODELS[key]


def protocol_of(service):
    return PROTOCOLS.get(service.service_name, service.metadata["protocol"])


def from_json(shape, value):
    """A tree of JSON as the Python values botocore takes."""
    if shape.type_name == "structure":
        if shape.is_document_type:
            return value
        return {name: from_json(shape.members[name], v) for name, v in value.items()}
    if shape.type_name == "list":
        return [from_json(shape.member, v) for v in value]
    if shape.type_name == "map":
        return {k: from_json(shape.value, v) for k, v in value.items()}
    if shape.type_name == "timestamp":
        return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if shape.type_name == "blob":
        return base64.b64decode(value)
    return value


def to_json(shape, value):
    """The reverse, as the tests spell a tree."""
    if value is None:
        return None
    if shape.type_name == "structure":
        if shape.is_document_type:
            return value
        return {name: to_json(shape.members[name], v) for name, v in value.items() if name in shape.members and v is not None}
    if shape.type_name == "list":
        return [to_json(shape.member, v) for v in value]
    if shape.type_name == "map":
        return {k: to_json(shape.value, v) for k, v in value.items()}
    if shape.type_name == "timestamp":
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (value.microsecond // 1000)
    if shape.type_name == "blob":
        return base64.b64encode(value).decode()
    return value


def request(question):
    operation = model(question["service"]).operation_model(question["operation"])
    params = from_json(operation.input_shape, question["params"]) if operation.input_shape else {}
    serializer = botocore.serialize.create_serializer(protocol_of(operation.service_model), include_validation=False)
    made = serializer.serialize_to_request(params, operation)
    body = made["body"]
    return {
        "method": made["method"],
        "path": made["url_path"],
        "query": made["query_string"] or {},
        "headers": {k: v.decode() if isinstance(v, bytes) else v for k, v in made["headers"].items()},
        "form": body if isinstance(body, dict) else None,
        "body": body.decode() if isinstance(body, bytes) else body if isinstance(body, str) else None,
    }


def parse(operation, response, shape):
    parser = botocore.parsers.create_parser(protocol_of(operation.service_model))
    return parser.parse(
        {"status_code": response["status_code"], "headers": response["headers"], "body": response["body"].encode(), "context": {}}, shape)


def answer_of(response, parsed, shape):
    return {
        "status": response["status_code"],
        "headers": response["headers"],
        "body": response["body"],
        "parsed": to_json(shape, parsed) if shape else {},
        "requestId": parsed.get("ResponseMetadata", {}).get("RequestId"),
        "error": parsed.get("Error"),
    }


def response(question):
    service = model(question["service"], moto.core.model.ServiceModel)
    operation = service.operation_model(question["operation"])
    shape = operation.output_shape
    serializer = moto_serialize.get_serializer_class(question["service"], protocol_of(service))(
        operation, moto_serialize.SerializationContext(request_id=question["requestId"]))
    made = serializer.serialize(from_json(shape, question["result"]) if shape else {})
    made["headers"].setdefault("x-amzn-RequestId", question["requestId"])
    return answer_of(made, parse(operation, made, shape), shape)


def error(question):
    """An error as AWS documents it for the protocol, with one member beside those that all errors have."""
    service = model(question["service"])
    operation = service.operation_model(question["operation"])
    shape = service.shape_for(question["shape"]) if question["shape"] else None
    members = question["members"]
    code, message, request_id = question["code"], question["message"], question["requestId"]
    protocol = protocol_of(service)
    headers = {"x-amzn-RequestId": request_id}
    if protocol in ("json", "rest-json"):
        headers["Content-Type"] = "application/x-amz-json-1.1"
        content = {"message": message, **members}
        if protocol == "json":
            content["__type"] = "com.amazonaws.service#" + code
        else:
            headers["x-amzn-ErrorType"] = code + ":http://internal.amazon.com/coral/"
        body = json.dumps(content)
    else:
        details = "<Code>%s</Code><Message>%s</Message>" % (code, message)
        headers = {"Content-Type": "text/xml"}
        if protocol == "query":
            body = ('<ErrorResponse xmlns="%s"><Error><Type>Sender</Type>%s</Error><RequestId>%s</RequestId></ErrorResponse>'
                    % (service.metadata["xmlNamespace"], details, request_id))
        else:
            body = "<Response><Errors><Error>%s</Error></Errors><RequestID>%s</RequestID></Response>" % (details, request_id)
    made = {"status_code": question["status"], "headers": headers, "body": body}
    # botocore parses the error itself and the members of its shape apart, as its client does.
    members = parse(operation, made, shape) if shape else {}
    return {**answer_of(made, parse(operation, made, operation.output_shape), None), "parsed": to_json(shape, members) if shape else {}}


def endpoint(question):
    service = question["service"]
    if service not in RULES:
        RULES[service] = botocore.endpoint_provider.EndpointProvider(
            LOADER.load_service_model(service, "endpoint-rule-set-1"), LOADER.load_data("partitions"))
    try:
        found = RULES[service].resolve_endpoint(
            Region=question["region"], UseFIPS=question["fips"], UseDualStack=question["dualStack"])
    except Exception as e:  # whatever it is, there is no endpoint
        return {"url": None, "why": str(e)}
    schemes = found.properties.get("authSchemes") or [{}]
    return {"url": found.url, "signingRegion": schemes[0].get("signingRegion")}


def signature(question):
    """The Authorization header botocore gives the very same request at the very same second."""
    headers = {k: v for k, v in question["headers"].items() if k.lower() in question["signedHeaders"]}
    made = botocore.awsrequest.AWSRequest(method=question["method"], url=question["url"], headers=headers, data=question["body"].encode())
    made.context["timestamp"] = question["timestamp"]
    signer = botocore.auth.SigV4Auth(
        botocore.credentials.Credentials(question["accessKey"], question["secretKey"]), question["signingName"], question["region"])
    return {"signature": signer.signature(signer.string_to_sign(made, signer.canonical_request(made)), made)}


def data(question):
    """Where botocore keeps its models."""
    return {"path": LOADER.BUILTIN_DATA_PATH}


ASKED = {"data": data, "request": request, "response": response, "error": error, "endpoint": endpoint, "signature": signature}


def answer(question):
    try:
        return ASKED[question["ask"]](question)
    except Exception as e:
        return {"unanswered": "%s: %s" % (type(e).__name__, e)}


def run(call, lines, write):
    write([answer(question) for question in call["questions"]])
