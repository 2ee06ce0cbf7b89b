using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <content>What servers send, after their SETTINGS, to a client that has opened stream 1.</content>
public sealed partial class Rfc9113Tests
{
    private static readonly HeaderField[] Ok = [new(":status", "200")];

    private static readonly Row[] ByServers =
    [
        new("5.1", "a response on an idle stream", Protocol, Wire.Headers(3, Whole, Ok)),
        new("5.1", "DATA on an idle stream", Protocol, Data(3, 1)),
        new("5.1.1", "HEADERS on a stream of its own, which only a push may open", Protocol, Wire.Headers(2, Whole, Ok)),
        new("6.4", "RST_STREAM instead of a response", "reset 1 REFUSED_STREAM", Reset(1, 7)),
        new("6.4", "RST_STREAM by NO_ERROR after a whole response", "response 401 end, reset 1 NO_ERROR", Wire.Headers(1, Last, new HeaderField(":status", "401")), Reset(1, 0)),
        new("6.5.2", "ENABLE_PUSH 1, which only clients may say", Protocol, Wire.Settings((2, 1))),
        new("6.5.2", "ENABLE_PUSH 0", "settings, SETTINGS ACK", Wire.Settings((2, 0))),
        new("6.6", "PUSH_PROMISE though push is disabled", Protocol, Frame(FrameType.PushPromise, Whole, 1, 0, 0, 0, 2)),
        new("6.8", "GOAWAY that leaves the stream", "goaway 1 NO_ERROR, response 200", GoAway(1), Wire.Headers(1, Whole, Ok)),
        new("6.8", "GOAWAY without the stream, and frames for it that were on their way", "goaway 0 NO_ERROR", GoAway(0), Wire.Headers(1, Whole, Ok), Data(1, 1)),
        new("6.8", "GOAWAY with an error", "goaway 1 ENHANCE_YOUR_CALM", GoAway(1, 11)),
        new("6.8", "GOAWAY whose last stream grows", $"goaway 1 NO_ERROR, {Protocol}", GoAway(1), GoAway(3)),
        new("8.1", "a response", "response 200", Wire.Headers(1, Whole, Ok)),
        new("8.1", "a response that ends the stream, and DATA after it",
            "response 403 end, reset 1 STREAM_CLOSED, RST_STREAM 1 STREAM_CLOSED", Wire.Headers(1, Last, new HeaderField(":status", "403")), Data(1, 1)),
        new("8.1", "DATA before a response", "reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR", Data(1, 1)),
        new("8.1", "interim responses before the final one", "response 200",
            Wire.Headers(1, Whole, new HeaderField(":status", "100")), Wire.Headers(1, Whole, new HeaderField(":status", "103")), Wire.Headers(1, Whole, Ok)),
        new("8.1", "an interim response with END_STREAM", "reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR",
            Wire.Headers(1, Last, new HeaderField(":status", "100"))),
        new("8.1", "trailers", "response 200, trailers", Wire.Headers(1, Whole, Ok), Wire.Headers(1, Last, new HeaderField("a", "b"))),
        new("8.1", "a second final response", "response 200, reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR",
            Wire.Headers(1, Whole, Ok), Wire.Headers(1, Whole, Ok)),
        MalformedResponse("8.2.1", "a name in upper case", [.. Ok, new("A", "b")]),
        MalformedResponse("8.2.2", "connection", [.. Ok, new("connection", "close")]),
        MalformedResponse("8.3", ":method in a response", [.. Ok, new(":method", "GET")]),
        MalformedResponse("8.3.2", "no :status", [new("a", "b")]),
        MalformedResponse("8.3.2", ":status twice", [.. Ok, .. Ok]),
        MalformedResponse("8.3.2", ":status of two digits", [new(":status", "20")]),
        MalformedResponse("8.3.2", ":status that is no number", [new(":status", "2x0")]),
        new("8.3.2", ":status that nobody knows", "response 799", Wire.Headers(1, Whole, new HeaderField(":status", "799"))),
        MalformedResponse("8.6", "status 101", [new(":status", "101")]),
        new("10.5.1", "a header list above MAX_HEADER_LIST_SIZE", "reset 1 ENHANCE_YOUR_CALM, RST_STREAM 1 ENHANCE_YOUR_CALM",
            Wire.Headers(1, Whole, [.. Ok, .. Enumerable.Repeat(new HeaderField("accept", ""), 500)])),
    ];

    private static Row MalformedResponse(string section, string sends, HeaderField[] fields) =>
        new(section, sends, "reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR", Wire.Headers(1, Whole, fields));
}
