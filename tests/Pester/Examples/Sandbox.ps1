param([hashtable] $Example)

# The commands that start a sandbox are given none.
Stop-EcsSandbox
if ($Example.Command -ne 'Start-EcsSandbox') {
    $null = Start-EcsSandbox -Runtime Simulated 6> $null
}
@{}
