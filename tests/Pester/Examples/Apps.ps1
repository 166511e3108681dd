param([hashtable] $Example)

$null = Start-EcsSandbox -Runtime Simulated -TimeScale 200 6> $null
foreach ($name in 'web', 'shop') {
    $null = New-Item $name -ItemType Directory
    Set-Content "$name/page.txt" $name
    Set-Content "$name/Dockerfile" "FROM scratch`nCOPY page.txt /page.txt`nEXPOSE 80`nCMD [`"/server`"]`n"
}
if ($Example.Command -ne 'Publish-FargateApp') { $null = Publish-FargateApp ./web }
if ($Example.Code -match 'test-\*') { $null = Publish-FargateApp ./web -Name test-web -RoutePath /test* }
if ($Example.Command -eq 'Resume-FargateApp') { $null = Suspend-FargateApp web }
@{}
