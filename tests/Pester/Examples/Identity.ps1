param([hashtable] $Example)

$sandbox = Start-EcsSandbox -Runtime Simulated -TimeScale 1000 6> $null
$null = Initialize-EcrRepository notice 6> $null
$null = New-Item (Split-Path $env:AWS_CONFIG_FILE) -ItemType Directory -Force
Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[admin]", "aws_access_key_id = $($sandbox.AccessKey)", "aws_secret_access_key = $($sandbox.SecretKey)"
Set-Content $env:AWS_CONFIG_FILE '[profile admin]', "region = $($sandbox.Region)", "endpoint_url = $($sandbox.EndpointUrl)"
if ($Example.Command -eq 'Initialize-EcsRole') {
    $null = Register-FargateTask crawler -ImageUri example:1
}
elseif ($Example.Command -ne 'New-EcsIamDeployer') {
    $null = New-EcsIamDeployer deployer -ProfileName ecs-demo
    if ($Example.Key -eq 'Remove-EcsIamDeployer/2') { $null = New-EcsIamDeployer test-one }
}
@{}
