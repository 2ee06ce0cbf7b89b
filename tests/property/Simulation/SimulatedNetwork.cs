namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>One direction of a stream: in order, as TCP is.</summary>
internal sealed class Pipe(XdsLink link)
{
    public XdsLink Link => link;

    public TimeSpan LastArrival { get; set; }

    /// <summary>What has not got through a partition yet.</summary>
    public Queue<Action> Held { get; } = new();
}

/// <summary>The stream of a client to its control plane. Each end learns by itself that it has ended.</summary>
internal sealed class XdsLink
{
    public XdsLink(SimulatedProxy client, SimulatedControlPlane server, int window)
    {
        (Client, Server, Window) = (client, server, window);
        (ToClient, ToServer) = (new Pipe(this), new Pipe(this));
    }

    public SimulatedProxy Client { get; }

    public SimulatedControlPlane Server { get; }

    public Pipe ToClient { get; }

    public Pipe ToServer { get; }

    public bool IsOpenAtClient { get; set; } = true;

    public bool IsOpenAtServer { get; set; } = true;

    /// <summary>How many responses may be on their way or unread; then the server waits.</summary>
    public int Window { get; }

    public int Unread { get; set; }

    public bool HasRoom => Unread < Window;
}

/// <summary>
/// What is between hosts. Within one stream there is neither loss nor repetition nor disorder, since TCP has none: a packet that
/// is lost for good resets the stream. These happen one level higher: a stream that ended for the one side goes on for the other, and
/// an intermediary may repeat an answer (proxies of discovery send the last request again).
/// </summary>
internal sealed class SimulatedNetwork(SimulatedMesh mesh)
{
    private const int LossPermille = 3;
    private const int RepeatPermille = 80;

    private readonly Dictionary<(string, string), int> _partitions = [];
    private readonly List<XdsLink> _links = [];
    private int _partitionCount;

    /// <summary>Whether nothing gets from the one to the other.</summary>
    public bool IsPartitioned(string left, string right) => _partitions.ContainsKey(Pair(left, right));

    public XdsLink? Connect(SimulatedProxy client, SimulatedControlPlane server)
    {
        if (IsPartitioned(client.Name, server.Name) || !server.IsRunning)
            return null;
        var link = new XdsLink(client, server, mesh.Dice.Between(1, 3));
        _links.RemoveAll(one => !one.IsOpenAtClient && !one.IsOpenAtServer);
        _links.Add(link);
        return link;
    }

    public void Send(Pipe pipe, Action deliver)
    {
        if (mesh.IsRough && mesh.Dice.Permille(LossPermille))
        {
            mesh.Note($"a packet between {pipe.Link.Client.Name} and {pipe.Link.Server.Name} is lost for good");
            Reset(pipe.Link, null);
            return;
        }

        Carry(pipe, deliver);
        if (mesh.IsRough && pipe == pipe.Link.ToServer && mesh.Dice.Permille(RepeatPermille))
            mesh.Time.After(mesh.Dice.Milliseconds(0, 300), () => Carry(pipe, deliver));
    }

    /// <summary>Ends a stream: at once for who ends it, and for the others when they hear of it.</summary>
    public void Reset(XdsLink link, SimulatedControlPlane? by)
    {
        if (by is not null)
            EndAtServer(link);
        else
            mesh.Time.After(mesh.Dice.Milliseconds(1, 3000), () => EndAtServer(link));
        var delay = IsPartitioned(link.Client.Name, link.Server.Name) ? mesh.Dice.Milliseconds(3000, 9000) : mesh.Dice.Milliseconds(1, 200);
        mesh.Time.After(delay, () => EndAtClient(link, "the stream was reset"));
    }

    /// <summary>The client is gone; the server hears of it later, and may serve it beside the next one until then.</summary>
    public void Abandon(XdsLink link)
    {
        link.IsOpenAtClient = false;
        mesh.Time.After(mesh.Dice.Milliseconds(1, 6000), () => EndAtServer(link));
    }

    public void Partition(string left, string right)
    {
        var number = ++_partitionCount;
        _partitions[Pair(left, right)] = number;
        foreach (var link in Between(left, right))
        {
            mesh.Time.After(mesh.Dice.Milliseconds(1000, 9000), () =>
            {
                if (_partitions.GetValueOrDefault(Pair(left, right)) == number)
                    EndAtClient(link, "nothing was heard for too long");
            });
            mesh.Time.After(mesh.Dice.Milliseconds(1000, 15_000), () =>
            {
                if (_partitions.GetValueOrDefault(Pair(left, right)) == number)
                    EndAtServer(link);
            });
        }
    }

    public void Heal(string left, string right)
    {
        if (!_partitions.Remove(Pair(left, right)))
            return;
        foreach (var link in Between(left, right))
        {
            foreach (var pipe in (Pipe[])[link.ToClient, link.ToServer])
                mesh.Time.After(mesh.Dice.Milliseconds(1, 400), () => Flush(pipe));
        }
    }

    public void HealAll()
    {
        foreach (var (left, right) in _partitions.Keys.Order().ToArray())
            Heal(left, right);
    }

    private void Carry(Pipe pipe, Action deliver)
    {
        var arrival = mesh.Time.Now + mesh.Delay();
        pipe.LastArrival = arrival > pipe.LastArrival ? arrival : pipe.LastArrival;
        mesh.Time.After(pipe.LastArrival - mesh.Time.Now, () => Arrive(pipe, deliver));
    }

    private void Arrive(Pipe pipe, Action deliver)
    {
        if (pipe.Held.Count > 0 || IsPartitioned(pipe.Link.Client.Name, pipe.Link.Server.Name))
            pipe.Held.Enqueue(deliver);
        else
            Deliver(pipe, deliver);
    }

    private void Flush(Pipe pipe)
    {
        while (!IsPartitioned(pipe.Link.Client.Name, pipe.Link.Server.Name) && pipe.Held.TryDequeue(out var deliver))
            Deliver(pipe, deliver);
    }

    /// <summary>What comes for an end that has given the stream up is dropped.</summary>
    private static void Deliver(Pipe pipe, Action deliver)
    {
        if (pipe == pipe.Link.ToClient ? pipe.Link.IsOpenAtClient : pipe.Link.IsOpenAtServer)
            deliver();
    }

    private void EndAtClient(XdsLink link, string why)
    {
        if (!link.IsOpenAtClient)
            return;
        link.IsOpenAtClient = false;
        link.Client.Ended(link, why);
        mesh.Time.After(mesh.Dice.Milliseconds(1, 3000), () => EndAtServer(link));
    }

    private void EndAtServer(XdsLink link)
    {
        if (!link.IsOpenAtServer)
            return;
        link.IsOpenAtServer = false;
        link.Server.Ended(link);
        mesh.Time.After(mesh.Dice.Milliseconds(1, 3000), () => EndAtClient(link, "the control plane ended the stream"));
    }

    private XdsLink[] Between(string left, string right) =>
        [.. _links.Where(link => Pair(link.Client.Name, link.Server.Name) == Pair(left, right))];

    private static (string, string) Pair(string left, string right) =>
        string.CompareOrdinal(left, right) <= 0 ? (left, right) : (right, left);
}
