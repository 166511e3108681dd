@{
    # The files of tests/Pester that every run has: files and folders of the user, line ends, processes, pipes, time zones, and how the assemblies load.
    Smoke = @(
        'Binding'
        'Get-FargateFailure'
        'Initialize-EcrRepository'
        'Invoke-EcrLogin'
        'New-EcsScheduledTask'
        'OtherNewtonsoft'
        'Push-EcrImage'
        'Register-FargateTask'
        'Sandbox'
        'Update-EcsIamDeployer'
        'Windows'
        'WindowsPowerShell'
    )

    # Files that do not run under Wine, each with its reason.
    NotRun = @{
        'Build' = 'build.ps1 runs the .NET SDK, and there is none for Windows here.'
    }
}
