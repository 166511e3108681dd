@{
    RootModule = 'EcsTools.psm1'
    ModuleVersion = '0.1.0'
    GUID = 'c9b012b9-2634-484b-a659-7d7f972f361b'
    Author = 'The EcsTools authors'
    CompanyName = 'The EcsTools authors'
    Copyright = '(c) The EcsTools authors. Apache-2.0.'
    Description = 'From a folder with a Dockerfile to a container on Amazon ECS with Fargate: run once, as a service, on a schedule. With a local sandbox that needs no AWS account.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess = @('EcsTools.Types.ps1xml')
    FormatsToProcess = @('EcsTools.Format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Add-FargateRoute'
        'Clear-EcrRepository'
        'Copy-EcrImage'
        'Disable-EcsScheduledTask'
        'Enable-EcsScheduledTask'
        'Enter-FargateTask'
        'Export-FargateTask'
        'Find-EcrImage'
        'Get-EcsIamDeployer'
        'Get-EcsSandbox'
        'Get-EcsScheduledRun'
        'Get-EcsScheduledTask'
        'Get-FargateCluster'
        'Get-FargateDeployment'
        'Get-FargateFailure'
        'Get-FargateLoadBalancer'
        'Get-FargateLog'
        'Get-FargateRoute'
        'Get-FargateService'
        'Get-FargateTask'
        'Get-FargateTaskDefinition'
        'Initialize-EcrRepository'
        'Initialize-EcsRole'
        'Invoke-EcrLogin'
        'Measure-FargateCost', 'New-EcrImage'
        'New-EcsIamDeployer'
        'New-EcsScheduledTask'
        'New-FargateCluster'
        'New-FargateContainer'
        'New-FargateLoadBalancer'
        'New-FargateService'
        'Push-EcrImage'
        'Register-FargateTask'
        'Remove-EcsIamDeployer'
        'Remove-EcsScheduledTask'
        'Remove-FargateCluster'
        'Remove-FargateLoadBalancer'
        'Remove-FargateRoute'
        'Remove-FargateService'
        'Resume-FargateDeployment'
        'Set-EcsScheduledTask'
        'Set-FargateRoute'
        'Set-FargateScaling'
        'Set-FargateService'
        'Start-EcsSandbox'
        'Start-EcsScheduledTask'
        'Start-FargateTask'
        'Stop-EcsSandbox'
        'Stop-FargateTask'
        'Undo-FargateDeployment'
        'Unregister-FargateTask'
        'Update-EcsIamDeployer'
        'Wait-FargateService', 'Watch-FargateService'
        'Wait-FargateTask'
    )
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('AWS', 'ECS', 'ECR', 'Fargate', 'Docker', 'Container', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
        }
    }
}
