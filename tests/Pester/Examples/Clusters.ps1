param([hashtable] $Example)

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
$null = Initialize-EcrRepository notice 6> $null
if ($Example.Command -eq 'New-FargateCluster') { return @{} }
$null = New-FargateCluster demo, shop-a, shop-b
if ($Example.Code -match 'test-') { $null = New-FargateCluster test-a }
if ($Example.Key -in 'Get-FargateCluster/1', 'Remove-FargateCluster/2', 'Remove-FargateCluster/3') {
    $null = Register-FargateTask web -ImageUri example:1 -Port 80 | New-FargateService web -Cluster demo -DesiredCount 2 -Wait -Timeout 30s
}
@{}
