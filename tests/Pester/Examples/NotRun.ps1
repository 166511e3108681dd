# Examples that cannot run here, each with its reason. They are bound to their parameters all the same.
$NotRun = @{
    'Copy-EcrImage/2'    = 'pulls from Docker Hub'
    'Copy-EcrImage/3'    = 'asks for a password, and pulls from another registry'
    'Copy-EcrImage/4'    = 'needs two regions, and a sandbox serves one'
    'Invoke-EcrLogin/2'  = 'needs registries of other accounts, and a sandbox has one account'
    'New-EcrImage/3'     = 'needs an engine that builds for another platform'
    'Publish-FargateApp/4' = 'needs real containers: Publish-FargateApp.Tests.ps1 runs such a command in one'
    'Push-EcrImage/5'    = 'asks for a password, and pushes to Docker Hub: Push-EcrImage.Tests.ps1 pushes to another registry'
    'Register-FargateTask/6' = 'asks for a password: Register-FargateTask.Tests.ps1 gives one'
    'ConvertTo-EcsScheduledTask/4' = 'needs the Task Scheduler of Windows: ConvertTo-EcsScheduledTask.Tests.ps1 gives objects of that shape'
    'Enter-FargateTask/1' = 'opens a shell at a terminal'
    'Enter-FargateTask/2' = 'needs a real container: Enter-FargateTask.Tests.ps1 runs it in one'
    'Enter-FargateTask/3' = 'needs a real container: Enter-FargateTask.Tests.ps1 runs it in one'
}
