# What a pipeline, a session and a process leave behind when they end before their work does: nothing.
BeforeDiscovery {
    . $PSScriptRoot/Import-EcsTools.ps1
    $noEngine = -not (Get-Command docker -CommandType Application -ErrorAction Ignore) -or $(docker version *> $null; $LASTEXITCODE -ne 0) -or -not (Test-Path /bin/busybox)
}

Describe 'With tasks that run' -Skip:$noEngine {
    BeforeAll {
        . $PSScriptRoot/Import-EcsTools.ps1
        Stop-EcsSandbox
        $folder = Join-Path $TestDrive 'endless'
        $null = New-Item $folder -ItemType Directory
        Copy-Item /bin/busybox $folder
        Set-Content (Join-Path $folder 'Dockerfile') @'
FROM scratch
COPY busybox /bin/busybox
CMD ["/bin/busybox", "sh", "-c", "i=0; while true; do i=$((i+1)); echo line $i; /bin/busybox sleep 0.2; done"]
'@
    }

    AfterAll { Stop-EcsSandbox }

    It 'a followed log ends with the pipeline, and the task goes on' {
        $null = Start-EcsSandbox -Runtime Docker 6>$null
        $null = New-FargateCluster demo -InformationAction Ignore
        $task = Push-EcrImage $folder -RepositoryName endless -Tag 1 | Register-FargateTask | Start-FargateTask -Cluster demo
        $lines = $task | Get-FargateLog -Follow | Select-Object -First 2
        $lines.Message | Should -Be 'line 1', 'line 2'
        ($task | Wait-FargateTask -For Running).LastStatus | Should -Be 'RUNNING'
        Stop-EcsSandbox
    }

    It 'a process that ends takes its containers with it' {
        $seen = Invoke-InNewProcess {
            param($path, $folder)
            Import-Module $path
            $null = Start-EcsSandbox -Runtime Docker
            $null = New-FargateCluster demo 6>$null
            $task = Push-EcrImage $folder -RepositoryName endless -Tag 1 | Register-FargateTask | Start-FargateTask -Cluster demo
            $null = $task | Wait-FargateTask -For Running
            $null = $task | Get-FargateLog -Follow | Select-Object -First 1
            $task.TaskId
            @(docker ps -q --filter "label=ecstools.task=$($task.TaskId)").Count
        } $ModulePath, $folder
        $seen | Should -HaveCount 2
        [int]$seen[1] | Should -BeGreaterThan 0
        docker ps -aq --filter "label=ecstools.task=$($seen[0])" | Should -BeNullOrEmpty
    }
}
