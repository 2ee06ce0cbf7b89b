using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>The messages that the peer streams. One read at a time.</summary>
internal sealed class AsyncStreamReader<T>(Func<CancellationToken, ValueTask<T?>> next)
    where T : class
{
    private T? _current;

    /// <summary>The message that <see cref="MoveNext"/> came to.</summary>
    public T Current => _current ?? throw new UnreachableException("read before MoveNext said true");

    /// <summary>Waits for the next message; false when the peer has ended its direction with status OK.</summary>
    /// <exception cref="RpcException">The call ended with another status.</exception>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await next(cancellationToken);
        return _current is not null;
    }

    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await MoveNext(cancellationToken))
            yield return Current;
    }
}
