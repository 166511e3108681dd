param([hashtable] $Example)

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
$null = New-FargateCluster demo 6> $null
$layout = New-TestLayout (Join-Path $Example.Folder 'web') -Content web
$image = Push-EcrImage $layout -RepositoryName web -Tag 1.0.0
$revisions = foreach ($memory in 512, 1024, 2048, 512, 1024, 2048, 512) { Register-FargateTask web -ImageUri $image.ImageUri -Memory $memory -Port 80 }
if ($Example.Command -ne 'New-FargateService' -or $Example.Number -gt 3) {
    foreach ($revision in 'web:5', 'web:6') {
        $null = New-FargateService web $revision -Cluster demo -DesiredCount 2
        # -Wait would look every half second, and here a deployment takes a tenth of one.
        foreach ($try in 1..600) {
            if (@(Get-FargateDeployment web -Cluster demo)[0].Status -eq 'SUCCESSFUL') { break }
            Start-Sleep -Milliseconds 50
        }
    }
}
if ($Example.Code -match '-Path \./web\.json') { Export-FargateTask web:1 -Path (Join-Path $Example.Folder 'web.json') }
if ($Example.Code -match 'compose') {
    Set-Content (Join-Path $Example.Folder 'compose.yaml') "name: shop`nservices: { web: { image: '$($image.ImageUri)', ports: ['80'] } }"
    $null = New-FargateService shop-web web -Cluster demo
}
if ($Example.Command -eq 'Test-FargateService') {
    $null = Register-FargateTask web -ImageUri $image.ImageUri -Port 80 -TaskRole arn:aws:iam::000000000000:role/reports
}
if ($Example.Command -eq 'Resume-FargateDeployment') {
    $null = Set-FargateService web -TaskDefinition web:7 -Cluster demo -Strategy BlueGreen -BakeTime 0m -PauseAt POST_SCALE_UP
    foreach ($try in 1..600) {
        if (Get-FargateDeployment web -Cluster demo | Where-Object WaitingHookId) { break }
        Start-Sleep -Milliseconds 50
    }
}
if ($Example.Code -match 'web-\*|test-\*') { $null = 'web-a', 'test-a' | ForEach-Object { New-FargateService $_ web -Cluster demo } }
if ($Example.Command -eq 'Set-FargateScaling' -and $Example.Number -gt 1) {
    $null = Set-FargateScaling web -Cluster demo -MinimumCount 2 -MaximumCount 10 -CpuTarget 60
}
$variables = @{ uri = $image.ImageUri }
if ($Example.Code -match '\$blue') {
    $null = New-FargateLoadBalancer ecstools
    $route = Add-FargateRoute /web* -Name blue -ContainerPort 80 -TwoTargetGroups
    $variables += @{
        blue = $route.TargetGroupArn; green = $route.AlternateTargetGroupArn; rule = $route.ListenerRuleArn; role = $route.LoadBalancerRoleArn
    }
}
$variables
