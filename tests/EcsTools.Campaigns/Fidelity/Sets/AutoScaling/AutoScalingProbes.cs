namespace EcsTools.Campaigns.Fidelity.Sets.AutoScaling;

/// <summary>Scalable targets, policies and scheduled actions.</summary>
internal static class AutoScalingProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("application-autoscaling", "autoscaling");
        set.Given("ecs:CreateCluster", """{"clusterName": "c"}""");
        set.Given(
            "ecs:RegisterTaskDefinition",
            """{"family": "w", "containerDefinitions": [{"name": "w", "image": "nginx", "memory": 128}], "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512"}""");
        set.Given("ec2:DescribeSubnets", """{}""", "subnet=subnetId");
        set.Given(
            "ecs:CreateService",
            """{"cluster": "c", "serviceName": "s", "taskDefinition": "w", "desiredCount": 0, "launchType": "FARGATE", "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["${subnet}"]}}}""");
        set.Refused(
            "PutScalingPolicy",
            "a target that is not registered",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]}}""",
            "ObjectNotFoundException",
            "No scalable target registered");
        set.Refused(
            "RegisterScalableTarget",
            "min above max",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 5, "MaxCapacity": 2}""",
            "ValidationException",
            "Maximum capacity cannot be less than minimum capacity");
        set.Refused(
            "RegisterScalableTarget",
            "a negative capacity",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": -1, "MaxCapacity": 2}""",
            "ValidationException");
        set.Refused(
            "RegisterScalableTarget",
            "no capacities",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount"}""",
            "ValidationException");
        set.Refused(
            "RegisterScalableTarget",
            "an id of another form",
            """{"ServiceNamespace": "ecs", "ResourceId": "c/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2}""",
            "ValidationException",
            "Unsupported service namespace, resource type or scalable dimension");
        set.Refused(
            "RegisterScalableTarget",
            "another dimension",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "dynamodb:table:ReadCapacityUnits", "MinCapacity": 1, "MaxCapacity": 2}""",
            "ValidationException",
            "Unsupported service namespace, resource type or scalable dimension");
        set.Refused(
            "RegisterScalableTarget",
            "a namespace that does not exist",
            """{"ServiceNamespace": "none", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2}""",
            "ValidationException");
        set.Refused(
            "RegisterScalableTarget",
            "a service that does not exist",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/none", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 1, "MaxCapacity": 2}""",
            "ValidationException");
        set.Given(
            "RegisterScalableTarget",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "MinCapacity": 0, "MaxCapacity": 5}""");
        set.Accepted(
            "PutScalingPolicy",
            "steps that meet",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10}, {"ScalingAdjustment": 1, "MetricIntervalLowerBound": 10}]}}""");
        set.Accepted(
            "PutScalingPolicy",
            "a scale-in step",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": -1, "MetricIntervalUpperBound": 0}]}}""");
        set.Refused(
            "PutScalingPolicy",
            "a gap",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10}, {"ScalingAdjustment": 1, "MetricIntervalLowerBound": 15}]}}""",
            "ValidationException",
            "Step adjustment intervals cannot have gaps between them");
        set.Refused(
            "PutScalingPolicy",
            "an overlap",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 10}, {"ScalingAdjustment": 1, "MetricIntervalLowerBound": 5}]}}""",
            "ValidationException",
            "Step adjustment intervals cannot overlap");
        set.Refused(
            "PutScalingPolicy",
            "no steps",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": []}}""",
            "ValidationException",
            "There must be at least one step adjustment");
        set.Refused(
            "PutScalingPolicy",
            "two open ends",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}, {"ScalingAdjustment": 1, "MetricIntervalLowerBound": 5}]}}""",
            "ValidationException",
            "At most one step adjustment may have an unspecified upper bound");
        set.Refused(
            "PutScalingPolicy",
            "two open starts",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalUpperBound": 0}, {"ScalingAdjustment": 1, "MetricIntervalUpperBound": -5}]}}""",
            "ValidationException",
            "At most one step adjustment may have an unspecified lower bound");
        set.Refused(
            "PutScalingPolicy",
            "a negative start without an open one",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": -5, "MetricIntervalUpperBound": 0}]}}""",
            "ValidationException",
            "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative lower bound");
        set.Refused(
            "PutScalingPolicy",
            "no adjustment type",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}]}}""",
            "ValidationException",
            "Adjustment type must be specified");
        set.Refused(
            "PutScalingPolicy",
            "a least magnitude of a count",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}], "MinAdjustmentMagnitude": 1}}""",
            "ValidationException",
            "Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity");
        set.Refused(
            "PutScalingPolicy",
            "an exact negative capacity",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ExactCapacity", "StepAdjustments": [{"ScalingAdjustment": -1, "MetricIntervalLowerBound": 0}]}}""",
            "ValidationException",
            "Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity");
        set.Refused(
            "PutScalingPolicy",
            "another adjustment type",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "Double", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}]}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "another aggregation",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling", "StepScalingPolicyConfiguration": {"AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"ScalingAdjustment": 1, "MetricIntervalLowerBound": 0}], "MetricAggregationType": "Median"}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "no configuration",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "p", "PolicyType": "StepScaling"}""",
            "ValidationException");
        set.Accepted(
            "PutScalingPolicy",
            "the CPU",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}""");
        set.Refused(
            "PutScalingPolicy",
            "a label for the CPU",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization", "ResourceLabel": "app/a/1/targetgroup/b/2"}}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "requests without a label",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "ALBRequestCountPerTarget"}}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "a metric of DynamoDB",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60, "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "no target value",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}}}""",
            "ValidationException");
        set.Refused(
            "PutScalingPolicy",
            "no metric",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "t", "PolicyType": "TargetTrackingScaling", "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 60}}""",
            "ValidationException");
        set.Accepted(
            "PutScheduledAction",
            "a rate",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "n", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 1}}""");
        set.Refused(
            "PutScheduledAction",
            "rate(1 hours)",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "x", "Schedule": "rate(1 hours)", "ScalableTargetAction": {"MinCapacity": 1}}""",
            "ValidationException");
        set.Refused(
            "PutScheduledAction",
            "min above max",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "n", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 5, "MaxCapacity": 1}}""",
            "ValidationException");
        set.Refused(
            "PutScheduledAction",
            "no capacities",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "n", "Schedule": "rate(1 day)", "ScalableTargetAction": {}}""",
            "ValidationException");
        set.Refused(
            "PutScheduledAction",
            "an end before its start",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "n", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 1}, "StartTime": 4102444800, "EndTime": 4102444000}""",
            "ValidationException",
            "StartTime must be before EndTime");
        set.Refused(
            "PutScheduledAction",
            "a name with a slash",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "ScheduledActionName": "a/b", "Schedule": "rate(1 day)", "ScalableTargetAction": {"MinCapacity": 1}}""",
            "ValidationException");
        set.Refused(
            "DeleteScalingPolicy",
            "a policy that does not exist",
            """{"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount", "PolicyName": "none"}""",
            "ObjectNotFoundException");
        return set;
    }
}
