using System.Runtime.InteropServices;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The signals by which a host is told to end: the first lets it drain, and a second interrupt ends it at once.</summary>
internal sealed class TerminationSignals : IDisposable
{
    /// <summary>What a shell says of what an interrupt ended.</summary>
    private const int InterruptedExitCode = 130;

    private readonly CancellationTokenSource _told = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private int _interrupts;

    public TerminationSignals()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
    }

    /// <summary>Fires when one of them came.</summary>
    public CancellationToken Told => _told.Token;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _told.Dispose();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        _told.Cancel();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _interrupts) > 1)
            Environment.Exit(InterruptedExitCode);
        _told.Cancel();
    }
}
