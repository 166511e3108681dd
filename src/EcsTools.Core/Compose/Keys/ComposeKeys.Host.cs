using System.Collections.Generic;

namespace EcsTools.Compose.Keys;

/// <content>What belongs to the machine that Docker runs on.</content>
public static partial class ComposeKeys
{
    private static IEnumerable<ComposeKey> Limits =>
    [
        Mapped("services.*.cpus", "CPU of the container, for the size of the task"),
        Mapped("services.*.mem_limit", "memory of the container, for the size of the task"),
        Mapped("services.*.mem_reservation", "memory of the container, if it has no limit"),
        Warned("services.*.mem_swappiness", "Fargate has no swap"),
        Warned("services.*.memswap_limit", "Fargate has no swap"),
        Warned("services.*.cpu_shares", "ECS shares CPU by the CPU units of the containers", "Use deploy.resources.limits.cpus."),
        Warned("services.*.cpu_count", "the size of the task limits CPU", "Use deploy.resources.limits.cpus."),
        Warned("services.*.cpu_percent", "the size of the task limits CPU", "Use deploy.resources.limits.cpus."),
        Warned("services.*.cpu_quota", "the size of the task limits CPU", "Use deploy.resources.limits.cpus."),
        Warned("services.*.cpu_period", "the size of the task limits CPU", "Use deploy.resources.limits.cpus."),
        Warned("services.*.cpuset", "a task has CPUs of its own", "Use deploy.resources.limits.cpus."),
        Refused("services.*.cpu_rt_period", "Fargate has no real-time scheduling"),
        Refused("services.*.cpu_rt_runtime", "Fargate has no real-time scheduling"),
        Warned("services.*.pids_limit", "Fargate limits processes by itself", "Use ulimits: nproc."),
        Warned("services.*.blkio_config", "a task has a disk of its own"),
        Warned("services.*.oom_score_adj", "a task has memory of its own"),
        Refused("services.*.oom_kill_disable", "Fargate stops a container that uses more than its memory", harmless: "false"),
        Refused("services.*.shm_size", "/dev/shm has 64 MB on Fargate", "Configure the program to use another folder, such as /tmp.", "64m, 64mb, 67108864"),
    ];

    private static IEnumerable<ComposeKey> Host =>
    [
        Unused("services.*.attach", "for docker compose up"),
        Unused("services.*.develop", "for docker compose watch"),
        Unused("services.*.annotations", "annotations of the container of Docker"),
        Unused("services.*.pull_policy", "ECS resolves the image with each deployment"),
        Unused("services.*.pull_refresh_after", "ECS resolves the image with each deployment"),
        Warned("services.*.container_name", "the container has the name of its service", "Use the name of the service where the other name is used."),
        Warned("services.*.hostname", "the host name of a task is given by AWS", "Use the name of the service where the host name is used."),
        Warned("services.*.domainname", "the host name of a task is given by AWS"),
        Warned("services.*.storage_opt", "the disk of a task is set for the whole task", "Use x-fargate.ephemeralStorage."),
        Warned("services.*.group_add", "ECS adds no groups; the groups of the image apply", "Add the user to the group in the Dockerfile."),
        Refused("services.*.label_file", "labels are not read from files", "Write them under labels."),
        Refused("services.*.privileged", "Fargate has no privileged containers", "Remove it. If the program needs it, Fargate cannot run it.", "false"),
        Refused("services.*.devices", "Fargate has no devices of a host", "Remove them. If the program needs one, Fargate cannot run it."),
        Refused("services.*.device_cgroup_rules", "Fargate has no devices of a host"),
        Refused("services.*.gpus", "Fargate has no GPUs", "Remove it. If the program needs one, Fargate cannot run it."),
        Refused("services.*.dns", "tasks use the name servers of their VPC", "Set them in the DHCP options of the VPC."),
        Refused("services.*.dns_opt", "tasks use the name servers of their VPC", "Set them in the DHCP options of the VPC."),
        Refused("services.*.dns_search", "tasks use the name servers of their VPC", "Set the domain in the DHCP options of the VPC."),
        Refused("services.*.extra_hosts", "ECS cannot add hosts to a task on Fargate",
            "Use a name that the name servers of the VPC know, such as one of a private hosted zone."),
        Refused("services.*.external_links", "ECS does not know containers outside the app", "Give the address of the other service as a variable."),
        Refused("services.*.volumes_from", "containers share volumes by name",
            "Mount the same named volume in both services, and put them into one task with x-fargate.sidecarOf."),
        Refused("services.*.pid", "Fargate has no process namespace of a host or of another service"),
        Refused("services.*.ipc", "Fargate has no shared IPC namespace", harmless: "private, none, shareable"),
        Refused("services.*.uts", "Fargate has no UTS namespace of a host"),
        Refused("services.*.userns_mode", "Fargate has no user namespace of a host"),
        Refused("services.*.cgroup", "Fargate has no control group of a host", harmless: "private"),
        Refused("services.*.cgroup_parent", "Fargate has no control group of a host"),
        Warned("services.*.isolation", "Fargate isolates each task in a virtual machine", harmless: "default"),
        Refused("services.*.runtime", "Fargate has one runtime", harmless: "runc"),
        Refused("services.*.mac_address", "tasks have network interfaces of AWS"),
        Warned("services.*.security_opt", "Fargate has no security options of Docker", harmless: "no-new-privileges:false"),
        Refused("services.*.credential_spec", "a credential specification is not passed on", "Use a task definition, with Register-FargateTask -Path."),
        Refused("services.*.post_start", "ECS runs no commands in a container that has started", "Run them in the entry point."),
        Refused("services.*.pre_stop", "ECS runs no commands in a container before it stops", "Handle SIGTERM in the program."),
        Refused("services.*.provider", "a provider of Docker Compose runs only on this machine",
            "Publish what it provides by other means, and give its address as a variable."),
        Refused("services.*.models", "ECS runs no language models beside the services", "Call a model over the network, such as Amazon Bedrock."),
        Refused("services.*.use_api_socket", "Fargate has no Docker engine for the container", harmless: "false"),
    ];
}
