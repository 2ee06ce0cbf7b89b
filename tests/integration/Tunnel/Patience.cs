namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>How long tests wait for what other processes should do, so that one that does not is a failure and no hang.</summary>
internal static class Patience
{
    /// <summary>Fires when the test is over, or its patience.</summary>
    public static CancellationToken Token
    {
        get
        {
            var limited = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limited.CancelAfter(TimeSpan.FromSeconds(30));
            return limited.Token;
        }
    }
}
