# A full disk is named as that, wherever it is: of the sandbox or of the client. A small disk is one of memory, which only root can mount.
BeforeDiscovery {
    $probe = Join-Path ([System.IO.Path]::GetTempPath()) "ecstools-disk-$PID"
    $cannotMount = -not $IsLinux -or $(
        $null = New-Item $probe -ItemType Directory -Force
        mount -t tmpfs -o size=1m tmpfs $probe *> $null
        $failed = $LASTEXITCODE -ne 0
        if (-not $failed) { umount $probe }
        Remove-Item $probe
        $failed)
}

BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $layout = New-TestLayout (Join-Path $TestDrive small)
    function Mount-SmallDisk([string] $Path, [string] $Size) {
        $null = New-Item $Path -ItemType Directory -Force
        mount -t tmpfs -o size=$Size tmpfs $Path
    }
    # What is left of the disk, to the last byte.
    function Complete-Disk([string] $Path) { dd if=/dev/zero "of=$Path/filling" bs=4096 *> $null }
}

Describe 'A full disk of the sandbox' -Skip:$cannotMount {
    BeforeAll {
        $disk = Join-Path $TestDrive sandbox
        Mount-SmallDisk $disk 4m
        $null = Start-EcsSandbox -Runtime Simulated -DataPath (Join-Path $disk data) 6> $null
        $null = New-FargateCluster before
        $null = Initialize-EcrRepository there
    }

    AfterAll {
        Stop-EcsSandbox
        umount $disk
    }

    It 'is named by a push whose layer does not fit' {
        # Bytes that no compression makes smaller.
        $large = New-TestLayout (Join-Path $TestDrive large) -Noise 6mb
        $problem = { Push-EcrImage $large -Repository there -ErrorAction Stop } | Should -Throw -ErrorId 'DiskFull,*' -PassThru
        $problem.ToString() | Should -BeLike '*disk that holds the data of the sandbox is full*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike 'Free some space on the disk of the registry*'
        # What did not fit is gone, so that the small image still has room.
        (Push-EcrImage $layout -Repository there).Change | Should -Be 'Created'
    }

    It 'is named by a command whose change cannot be kept, and the sandbox goes on when there is space again' {
        Complete-Disk $disk
        $problem = { New-FargateCluster after -ErrorAction Stop } | Should -Throw -ErrorId 'DiskFull,*' -PassThru
        $problem.ToString() | Should -BeLike '*disk that holds the data of the sandbox is full*'
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Start-EcsSandbox -DataPath <folder>'
        (Get-FargateCluster before).Cluster | Should -Be 'before'
        Remove-Item "$disk/filling"
        (New-FargateCluster after).Cluster | Should -Be 'after'
    }
}

Describe 'A full disk of the client' -Skip:$cannotMount {
    BeforeAll {
        $disk = Join-Path $TestDrive client
        Mount-SmallDisk $disk 1m
        $null = Start-EcsSandbox -Runtime Simulated 6> $null
        $file = Join-Path $disk credentials
        Set-Content $file "[mine]`naws_access_key_id = AKIAIOSFODNN7EXAMPLE`n"
        Complete-Disk $disk
    }

    AfterAll {
        Stop-EcsSandbox
        umount $disk
    }

    It 'is named when a profile cannot be stored, and the credentials file stays as it was' {
        $before = Get-Content $file -Raw
        $problem = { New-EcsIamDeployer full -ProfileLocation $file -ErrorAction Stop } | Should -Throw -ErrorId 'DiskFull,*' -PassThru
        $problem.ToString() | Should -BeLike "*$file cannot be written, because its disk is full*"
        Get-Content $file -Raw | Should -Be $before
    }

    It 'is named when the login of Docker cannot be stored' {
        $config, $env:DOCKER_CONFIG = $env:DOCKER_CONFIG, $disk
        try { { Invoke-EcrLogin -ErrorAction Stop } | Should -Throw -ErrorId 'DiskFull,*' }
        finally { $env:DOCKER_CONFIG = $config }
    }
}
