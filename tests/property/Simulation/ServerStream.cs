using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// What <c>DeltaStream</c> does around <see cref="DeltaStreamState"/>, with queues for awaits: while a response waits for the
/// client to read, neither requests nor snapshots are taken, and of those that came meanwhile the newest counts.
/// </summary>
internal sealed class ServerStream(SimulatedMesh mesh, XdsLink link, TableKey key, string noncePrefix, XdsSnapshot first)
{
    private readonly Queue<(string TypeUrl, DeltaRequest Request)> _requests = new();
    private readonly Queue<(string TypeUrl, DeltaResponse Response)> _responses = new();
    private readonly HashSet<(string TypeUrl, string Nonce)> _unanswered = [];
    private DeltaStreamState _state = new(noncePrefix, first, mesh.Limits);
    private XdsSnapshot? _superseding;

    public XdsLink Link => link;

    public TableKey Key => key;

    public void Receive(string typeUrl, DeltaRequest request)
    {
        _requests.Enqueue((typeUrl, request));
        Run();
    }

    public void Publish(XdsSnapshot latest)
    {
        _superseding = latest;
        Run();
    }

    /// <summary>Goes on until there is nothing to do, or the client has to read first.</summary>
    public void Run()
    {
        while (Write())
        {
            if (_superseding is { } latest)
            {
                _superseding = null;
                (_state, var effects) = _state.OnSnapshot(latest);
                CarryOut(effects);
            }
            else if (_requests.TryDequeue(out var next))
            {
                mesh.Oracle.Holds(!_state.IsFull(next.TypeUrl), "a stream asks for no more types than it may", next.TypeUrl);
                (_state, var effects) = _state.OnRequest(next.TypeUrl, next.Request);
                CarryOut(effects);
            }
            else
            {
                break;
            }
        }

        mesh.Oracle.WithinLimit("requests that wait at one stream", _requests.Count, 2 * mesh.Limits.StreamTypes);
    }

    /// <summary>Sends what the client has room for; true when all is sent.</summary>
    private bool Write()
    {
        while (_responses.TryPeek(out var next) && link.HasRoom)
        {
            _responses.Dequeue();
            link.Unread++;
            mesh.Network.Send(link.ToClient, () => link.Client.Receive(link, next.TypeUrl, next.Response));
        }

        return _responses.Count == 0;
    }

    private void CarryOut(ValueList<TypedEffect> effects)
    {
        foreach (var (typeUrl, effect) in effects)
        {
            effect.Match(
                send =>
                {
                    _responses.Enqueue((typeUrl, send.Response));
                    return _unanswered.Add((typeUrl, send.Response.Nonce));
                },
                acknowledged => _unanswered.Remove((typeUrl, acknowledged.Nonce)),
                refused => mesh.Oracle.Holds(false, "a client refuses nothing that a control plane of its own kind sends", refused.Reason),
                _ => true,
                many => mesh.Oracle.Holds(false, "a client names no more than it may", $"{many.Limit}"));
        }

        foreach (var (typeUrl, _) in _unanswered)
            mesh.Oracle.WithinLimit("responses of one type under way", _unanswered.Count(one => one.TypeUrl == typeUrl), 1);
    }
}
