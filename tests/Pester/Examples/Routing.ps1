param([hashtable] $Example)

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
if ($Example.Code -match 'shop\.example\.com') { Add-SandboxCertificate shop.example.com }
if ($Example.Command -eq 'New-FargateLoadBalancer') { return @{} }
$null = New-FargateLoadBalancer ecstools -Wait
if ($Example.Code -match 'test-\*') { $null = New-FargateLoadBalancer test-a }
if ($Example.Command -like '*-FargateRoute') {
    $null = New-FargateCluster demo
    foreach ($name in 'users', 'monolith') { $null = Register-FargateTask $name -ImageUri example:1 -Port 3000 }
}
if ($Example.Command -eq 'Add-FargateRoute' -and $Example.Code -match '-Weight') { $null = Add-FargateRoute -Default -Name monolith -ContainerPort 3000 }
if ($Example.Command -in 'Get-FargateRoute', 'Set-FargateRoute', 'Remove-FargateRoute') {
    $null = Add-FargateRoute -Default -Name monolith -ContainerPort 3000
    $users = Add-FargateRoute /api/users* -Name users -ContainerPort 3000 -Weight 0
    $null = Add-FargateRoute -HostName old.example.com -StatusCode 410
    if ($Example.Command -eq 'Set-FargateRoute') { $null = $users | New-FargateService users users -Cluster demo -Wait }
    if ($Example.Code -match '-Revert') { $null = Set-FargateRoute users -Weight 10 }
}
@{}
