BeforeAll {
    . $PSScriptRoot/Import-EcsTools.ps1
    $null = Start-EcsSandbox -Runtime Simulated -TimeScale 60 6> $null
    $null = "one", "two" | New-FargateLoadBalancer
}

AfterAll {
    Stop-EcsSandbox
}

Describe 'Get-FargateLoadBalancer' {
    It 'gets all, or those whose names match' {
        (Get-FargateLoadBalancer).LoadBalancer | Should -Be 'one', 'two'
        (Get-FargateLoadBalancer t*).LoadBalancer | Should -Be 'two'
        (Get-FargateLoadBalancer one).LoadBalancerArn | Get-FargateLoadBalancer | ForEach-Object LoadBalancer | Should -Be 'one'
    }

    It 'names those that are near a name that does not exist, and goes on' {
        $found = Get-FargateLoadBalancer onee, two -ErrorVariable problem -ErrorAction SilentlyContinue
        $found.LoadBalancer | Should -Be 'two'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'LoadBalancerNotFound*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike "*one*New-FargateLoadBalancer onee*"
    }

    It 'completes names, certificates, subnets and security groups' {
        Add-SandboxCertificate shop.example.com
        function Complete([string] $Line) {
            for ($i = 0; $i -lt 50; $i++) {
                $found = (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue
                if ($found) { return $found.CompletionText }
                Start-Sleep -Milliseconds 100
            }
        }
        Complete 'Get-FargateLoadBalancer o' | Should -Be 'one'
        Complete 'New-FargateLoadBalancer -Certificate sh' | Should -Be 'shop.example.com'
        Complete 'New-FargateLoadBalancer -Subnet subnet-' | Should -Contain (Get-FargateLoadBalancer one).Subnets[0]
        Complete 'New-FargateService -SecurityGroup sg-' | Should -Contain (Get-FargateLoadBalancer one).SecurityGroups[0]
    }
}
