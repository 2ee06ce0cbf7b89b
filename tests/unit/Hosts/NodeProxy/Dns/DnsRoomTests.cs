using ScopeMesh.Hosts.NodeProxy.Dns;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Dns;

public sealed class DnsRoomTests
{
    [Fact]
    public void Neither_a_room_nor_the_wider_one_takes_more_than_there_are_places()
    {
        var all = new DnsRoom(3);
        DnsRoom[] rooms = [new(2, all), new(2, all)];
        Assert.True(rooms[0].TryEnter());
        Assert.True(rooms[0].TryEnter());
        Assert.False(rooms[0].TryEnter());
        Assert.True(rooms[1].TryEnter());
        Assert.False(rooms[1].TryEnter());
        rooms[0].Leave();
        Assert.True(rooms[1].TryEnter());
        Assert.False(rooms[0].TryEnter());
        rooms[1].Leave();
        Assert.True(rooms[0].TryEnter());
    }
}
