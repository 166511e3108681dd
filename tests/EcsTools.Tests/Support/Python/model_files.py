"""Files of botocore's data, read once for all forks: reading them is most of what a new client costs. Only forks, which end, may change them."""
import botocore.exceptions
import botocore.loaders

SERVICES = "application-autoscaling", "ec2", "ecr", "ecr-public", "ecs", "events", "iam", "logs", "scheduler", "sts"
KINDS = "service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"
KEPT = {}


def keep():
    """Keeps every file of data that botocore reads from now on, and reads those that nearly every call needs."""
    if KEPT:
        return
    read = botocore.loaders.JSONFileLoader.load_file

    def load_file(loader, path):
        if path not in KEPT:
            KEPT[path] = read(loader, path)
        return KEPT[path]

    botocore.loaders.JSONFileLoader.load_file = load_file
    loader = botocore.loaders.Loader()
    for service in SERVICES:
        for kind in KINDS:
            try:
                loader.load_service_model(service, kind)
            except botocore.exceptions.DataNotFoundError:
                pass
    loader.load_data("endpoints")
    loader.load_data("partitions")
    loader.load_data("sdk-default-configuration")
