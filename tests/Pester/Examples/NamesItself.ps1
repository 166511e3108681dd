# Examples that stop or delete what they name, each with what it names. All other examples that stop or delete choose by a property, such as an age: they
# run where everything is new, and must not stop or delete anything.
$NamesItself = @{
    'Disable-EcsScheduledTask/1' = 'the schedule nightly'
    'Disable-EcsScheduledTask/2' = 'the schedules of the group tests'
    'Get-FargateCluster/2'       = 'clusters whose names begin with test-'
    'Remove-EcsIamDeployer/1'    = 'the user deployer'
    'Remove-EcsIamDeployer/2'    = 'users whose names begin with test-'
    'Remove-EcsScheduledTask/1'  = 'the schedule nightly'
    'Remove-EcsScheduledTask/2'  = 'the schedules of the group tests'
    'Remove-FargateApp/1'        = 'the app web'
    'Remove-FargateApp/3'        = 'the app web'
    'Remove-FargateCluster/1'    = 'the cluster demo'
    'Remove-FargateCluster/2'    = 'the cluster demo'
    'Remove-FargateCluster/4'    = 'the cluster demo'
    'Get-FargateLoadBalancer/3'    = 'load balancers whose names begin with test-'
    'Remove-FargateLoadBalancer/1' = 'the load balancer ecstools'
    'Remove-FargateLoadBalancer/3' = 'the load balancer ecstools'
    'Remove-FargateRoute/1'      = 'the route users'
    'Remove-FargateRoute/2'      = 'the route users'
    'Remove-FargateRoute/4'      = 'the default route of ecstools'
    'Remove-FargateService/1'    = 'the service web'
    'Remove-FargateService/2'    = 'services whose names begin with test-'
    'Set-FargateScaling/4'       = 'the scaling of all services of the cluster demo'
    'Stop-EcsSandbox/1'          = 'the sandbox of the session'
    'Stop-FargateTask/1'         = 'the tasks of the family web'
    'Stop-FargateTask/2'         = 'the task of the variable'
    'Undo-FargateDeployment/1'   = 'the newest deployment of the service web'
    'Undo-FargateDeployment/3'   = 'the deployment of web:5'
    'Update-EcsIamDeployer/1'    = 'the key of the user deployer'
    'Update-EcsIamDeployer/2'    = 'the keys of the user deployer'
}

# The same for lines of README.md, docs and the about topics.
$NamedInDocuments = @(
    'Disable-EcsScheduledTask nightly'
    'Undo-FargateDeployment web -Cluster demo -Wait'
    'Update-EcsIamDeployer deployer'
    '$task | Stop-FargateTask -Confirm:$false'
    "Get-FargateTask -Cluster demo | Where-Object Duration -gt '6:00:00' | Stop-FargateTask -Confirm:`$false"
)

# Commands, and parameters of commands, that stop or delete something.
$Destroying = '\b(Stop|Remove|Clear|Unregister|Disable|Undo|Update)-(Ecs|Ecr|Fargate)\w+|\s-Remove\b'
