using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>Server and client together, in any order of events: in the end the client holds what the server serves.</summary>
public sealed class DeltaProtocolLaws
{
    private static readonly Gen<(int Kind, int Choice)[]> Runs =
        Gen.Choose(0, 6).Zip(Gen.Choose(0, int.MaxValue)).Select(pair => (pair.Item1, pair.Item2)).ArrayOf();

    [Fact]
    public void A_client_of_everything_converges_whatever_it_refuses_and_however_often_it_comes_again() =>
        Law.Holds(Runs, run =>
        {
            var model = new WildcardModel();
            foreach (var (kind, choice) in run)
                model.Step(kind, choice);
            model.Settle();
        });

    [Fact]
    public void A_client_by_name_converges_on_what_it_asked_for() =>
        Law.Holds(Runs, run =>
        {
            var model = new NamedModel();
            foreach (var (kind, choice) in run)
                model.Step(kind, choice);
            model.Settle();
        });

    /// <summary>Five names in three versions or absent: one choice in base four.</summary>
    private static XdsResourceSet SetOf(int choice, string suffix = "") =>
        XdsResourceSet.Create(Enumerable.Range(0, 5)
            .Select(i => (Name: (char)('a' + i), Version: (choice >> (2 * i)) & 3))
            .Where(one => one.Version > 0)
            .Select(one => Discovery.Resource($"{one.Name}@{one.Version}{suffix} alias-{(one.Name + one.Version) % 3}")));

    private abstract class Model
    {
        private readonly Queue<DeltaRequest> _toServer = new();
        private readonly Queue<DeltaResponse> _toClient = new();
        private DeltaSubscription? _server;
        private int _streams;

        protected XdsResourceSet Latest { get; private set; } = XdsResourceSet.Empty;

        public void Step(int kind, int choice)
        {
            switch (kind)
            {
                case 0 or 1:
                    Publish(SetOf(choice));
                    break;
                case 2 or 3:
                    Serve();
                    break;
                case 4:
                    Read(refuse: choice % 3 == 0);
                    break;
                case 5 when choice % 4 == 0:
                    Reconnect();
                    break;
                default:
                    Act(choice);
                    break;
            }
        }

        /// <summary>Delivers everything, with a last set whose every content is new, so that no refusal stands in its way.</summary>
        public void Settle()
        {
            if (_server is null)
                Reconnect();
            Publish(SetOf(0b11_10_01_00_11, "-last"));
            while (_toServer.Count + _toClient.Count > 0)
            {
                Serve();
                Read(refuse: false);
            }
            Check();
        }

        protected abstract DeltaRequest Connect();

        protected abstract DeltaRequest Take(DeltaResponse response, bool refuse);

        protected abstract void Check();

        protected virtual void Act(int choice)
        {
        }

        protected void Send(DeltaRequest request) => _toServer.Enqueue(request);

        protected void Reconnect()
        {
            _toServer.Clear();
            _toClient.Clear();
            _server = DeltaSubscription.Start($"{++_streams}-", Latest);
            Send(Connect());
        }

        private void Publish(XdsResourceSet set)
        {
            Latest = set;
            if (_server is not null)
                Advance(_server.OnSnapshot(set));
        }

        private void Serve()
        {
            if (_toServer.TryDequeue(out var request))
                Advance(_server!.OnRequest(request, XdsLimits.Default));
        }

        private void Read(bool refuse)
        {
            if (_toClient.TryDequeue(out var response))
                Send(Take(response, refuse));
        }

        private void Advance((DeltaSubscription Next, ValueList<DeltaEffect> Effects) step)
        {
            _server = step.Next;
            foreach (var effect in step.Effects)
            {
                Assert.IsNotType<DeltaEffect.Stale>(effect);
                if (effect is DeltaEffect.Send send)
                    _toClient.Enqueue(send.Response);
            }
            // One response is under way at a time: unread, or read with its answer still on the way.
            Assert.True(_toClient.Count + _toServer.Count(request => request.Nonce.Length > 0) <= 1);
        }
    }

    private sealed class WildcardModel : Model
    {
        private DeltaClientSubscription _client = new(XdsTypes.Address);

        protected override DeltaRequest Connect()
        {
            (_client, var request) = _client.Connect(XdsLimits.Default);
            return request;
        }

        protected override DeltaRequest Take(DeltaResponse response, bool refuse)
        {
            var (update, faults) = _client.OnResponse(response);
            Assert.Empty(faults);
            XdsVerdict verdict = refuse ? new XdsVerdict.Rejected([new("x", "refused")]) : new XdsVerdict.Accepted();
            (_client, var answer) = _client.Settle(response.Nonce, update, verdict, XdsLimits.Default);
            return answer;
        }

        protected override void Check() =>
            Assert.Equal(Latest.Resources.ToDictionary(one => one.Name, one => one.Version), _client.Held.ToDictionary());
    }

    /// <summary>A client that subscribes and unsubscribes by names and aliases, and keeps what it is told.</summary>
    private sealed class NamedModel : Model
    {
        private static readonly string[] s_keys = ["a", "b", "c", "d", "e", "alias-0", "alias-1", "alias-2", "nothing"];

        private readonly SortedSet<string> _wanted = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _held = new(StringComparer.Ordinal);
        private readonly HashSet<string> _absent = [];
        private bool _connected;

        protected override DeltaRequest Connect()
        {
            _connected = true;
            // What is kept counts as wanted, so only what was asked for may be claimed; the rest comes by subscription.
            _held.Clear();
            _absent.Clear();
            return new DeltaRequest { Subscribe = ["*", .. _wanted], Unsubscribe = ["*"] };
        }

        protected override void Act(int choice)
        {
            if (!_connected)
                return;
            var key = s_keys[choice % s_keys.Length];
            if (_wanted.Add(key))
            {
                Send(new DeltaRequest { Subscribe = [key] });
            }
            else
            {
                _wanted.Remove(key);
                _absent.Remove(key);
                Send(new DeltaRequest { Unsubscribe = [key] });
            }
        }

        protected override DeltaRequest Take(DeltaResponse response, bool refuse)
        {
            // That there is nothing cannot be refused: a refusal is of some content, and waits for another.
            if (refuse && !response.Change.Upserts.IsEmpty)
                return new DeltaRequest { Nonce = response.Nonce, Error = "refused" };
            foreach (var resource in response.Change.Upserts)
                _held[resource.Name] = resource.Version;
            foreach (var name in response.Change.Removed)
            {
                _held.Remove(name);
                _absent.Add(name);
            }
            return new DeltaRequest { Nonce = response.Nonce };
        }

        /// <summary>What is wanted is current, and what is wanted and is not there is known to be absent.</summary>
        protected override void Check()
        {
            foreach (var key in _wanted)
            {
                foreach (var resource in Latest.Resolve(key))
                    Assert.Equal(resource.Version, _held.GetValueOrDefault(resource.Name));
                if (!Latest.Resolves(key))
                    Assert.Contains(key, _absent);
            }
        }
    }
}
