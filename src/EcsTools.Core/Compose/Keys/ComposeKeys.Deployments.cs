using System.Collections.Generic;

namespace EcsTools.Compose.Keys;

/// <content>How images are built, and how services are deployed.</content>
public static partial class ComposeKeys
{
    private static IEnumerable<ComposeKey> Builds =>
    [
        Mapped("services.*.build", "the image is built and pushed to a repository of the app"),
        Mapped("services.*.build.context", "folder of the build; an address is refused"),
        Mapped("services.*.build.dockerfile", "path of the Dockerfile"),
        Mapped("services.*.build.args", "build arguments"),
        Mapped("services.*.build.target", "stage to build"),
        Mapped("services.*.build.labels", "labels of the image"),
        Mapped("services.*.build.platforms", "platform of the image; one is possible"),
        Mapped("services.*.build.no_cache", "every step is built again"),
        Mapped("services.*.build.pull", "base images are pulled again"),
        Mapped("services.*.build.secrets", "secrets that the Dockerfile mounts"),
        Mapped("services.*.build.secrets[]", "a secret"),
        Mapped("services.*.build.secrets[].source", "name of the secret at the top level"),
        Mapped("services.*.build.secrets[].target", "its id in the Dockerfile"),
        Unused("services.*.build.secrets[].uid", "owner of the file"),
        Unused("services.*.build.secrets[].gid", "group of the file"),
        Unused("services.*.build.secrets[].mode", "permissions of the file"),
        Unused("services.*.build.cache_from", "the builder uses its own cache"),
        Unused("services.*.build.cache_to", "the builder uses its own cache"),
        Unused("services.*.build.tags", "the image gets the tag of -ImageTag"),
        Unused("services.*.build.provenance", "attestations of the image"),
        Unused("services.*.build.sbom", "attestations of the image"),
        Warned("services.*.build.no_cache_filter", "the cache is used or not for all stages", "Use no_cache."),
        Refused("services.*.build.dockerfile_inline", "the Dockerfile must be a file", "Write the text into a file, and name it with dockerfile."),
        Refused("services.*.build.additional_contexts", "a build has one context",
            "Copy the files into the context, or build with docker buildx and give image."),
        Refused("services.*.build.ssh", "a build has no SSH agent", "Use a secret, or build with docker buildx and give image."),
        Refused("services.*.build.entitlements", "a build has no entitlements", "Build with docker buildx, and give image.", "security.sandbox"),
        Refused("services.*.build.extra_hosts", "a build uses the hosts of the builder", "Build with docker buildx, and give image."),
        Refused("services.*.build.network", "a build uses the network of the builder", "Build with docker buildx, and give image.", "default"),
        Refused("services.*.build.privileged", "a build is not privileged", "Build with docker buildx, and give image.", "false"),
        Warned("services.*.build.isolation", "the builder decides", harmless: "default"),
        Warned("services.*.build.shm_size", "the builder decides"),
        Warned("services.*.build.ulimits", "the builder decides"),
    ];

    private static IEnumerable<ComposeKey> Deployments =>
    [
        Mapped("services.*.deploy", "how the service is deployed"),
        Mapped("services.*.deploy.replicas", "number of tasks"),
        Refused("services.*.deploy.mode", "a service on Fargate has a number of tasks",
            "Use replicas. For a job, use x-fargate.runOnce or x-fargate.schedule.", "replicated"),
        Unused("services.*.deploy.endpoint_mode", "for Docker Swarm"),
        Mapped("services.*.deploy.labels", "tags of what is created for the service"),
        Mapped("services.*.deploy.resources", "size of the task: the smallest of Fargate in which all its containers fit"),
        Mapped("services.*.deploy.resources.limits", "limits of the container"),
        Mapped("services.*.deploy.resources.limits.cpus", "CPU of the container"),
        Mapped("services.*.deploy.resources.limits.memory", "memory of the container"),
        Warned("services.*.deploy.resources.limits.pids", "Fargate limits processes by itself", "Use ulimits: nproc."),
        Mapped("services.*.deploy.resources.reservations", "what the container needs, if it has no limits"),
        Mapped("services.*.deploy.resources.reservations.cpus", "CPU of the container"),
        Mapped("services.*.deploy.resources.reservations.memory", "memory of the container"),
        Refused("services.*.deploy.resources.reservations.devices", "Fargate has no GPUs or other devices",
            "Remove them. If the program needs one, Fargate cannot run it."),
        Refused("services.*.deploy.resources.reservations.generic_resources", "Fargate has no GPUs or other devices"),
        Mapped("services.*.deploy.restart_policy", "ECS starts a task again whenever it ends"),
        Mapped("services.*.deploy.restart_policy.condition", "any has no meaning; none and on-failure have a warning"),
        Warned("services.*.deploy.restart_policy.delay", "ECS decides when it starts a task again"),
        Warned("services.*.deploy.restart_policy.max_attempts", "ECS decides when it starts a task again"),
        Warned("services.*.deploy.restart_policy.window", "ECS decides when it starts a task again"),
        Mapped("services.*.deploy.update_config", "how many tasks are replaced at a time"),
        Mapped("services.*.deploy.update_config.parallelism", "minimum and maximum percent of the tasks during a deployment"),
        Mapped("services.*.deploy.update_config.order", "stop-first: old tasks stop before new ones start"),
        Warned("services.*.deploy.update_config.failure_action", "a deployment that fails is rolled back", harmless: "rollback"),
        Warned("services.*.deploy.update_config.delay", "ECS replaces the next tasks when the new ones are healthy"),
        Warned("services.*.deploy.update_config.monitor", "ECS replaces the next tasks when the new ones are healthy"),
        Warned("services.*.deploy.update_config.max_failure_ratio", "the circuit breaker of ECS decides when a deployment has failed"),
        Warned("services.*.deploy.rollback_config", "ECS rolls back as it deploys"),
        Warned("services.*.deploy.placement", "Fargate has no hosts to choose from"),
    ];
}
