# A module that brings its own AWS SDK into the session's own load context, as the AWS Tools for PowerShell do.
param([string] $Folder)
foreach ($file in [System.IO.Directory]::GetFiles($Folder, 'AWSSDK.*.dll')) { [void][System.Reflection.Assembly]::LoadFrom($file) }

function Set-ForeignCredential([string] $AccessKey, [string] $SecretKey, [string] $Region) {
    $global:StoredAWSCredentials = [Amazon.Runtime.BasicAWSCredentials]::new($AccessKey, $SecretKey)
    $global:StoredAWSRegion = $Region
}

function Get-ForeignSdk { [Amazon.Runtime.AWSCredentials].Assembly.GetCustomAttributes([System.Reflection.AssemblyFileVersionAttribute], $false)[0].Version }
