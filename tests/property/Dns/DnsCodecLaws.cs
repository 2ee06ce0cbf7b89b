using System.Text;
using FsCheck.Fluent;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Dns;

/// <summary>Messages of DNS as bytes.</summary>
public sealed class DnsCodecLaws
{
    [Fact]
    public void A_message_survives_the_wire() =>
        Law.Holds(DnsGens.Message, message =>
        {
            var read = DnsReader.Read(DnsWriter.Write(message, DnsWire.MaxBytes));
            Assert.Equal(message, read);

            // Names are equal whatever their case, and yet they are as they were written.
            Assert.Equal($"{message}", $"{read}");
        });

    [Fact]
    public void Any_bytes_are_a_message_or_none() =>
        Law.Holds(DnsGens.Bytes, (Action<byte[]>)Look);

    [Fact]
    public void The_bytes_of_a_message_with_faults_in_them_are_a_message_or_none() =>
        Law.Holds(DnsGens.Spoilt, (Action<byte[]>)Look, Law.DefaultCases * 5);

    [Fact]
    public void What_does_not_fit_is_left_out_from_the_end_and_the_message_says_so() =>
        Law.Holds(
            from message in DnsGens.Message from maxBytes in Gen.Choose(512, 1500) select (message, maxBytes),
            at =>
            {
                var (message, maxBytes) = at;
                var whole = DnsWriter.Write(message, DnsWire.MaxBytes);
                var bytes = DnsWriter.Write(message, maxBytes);
                Assert.InRange(bytes.Length, DnsWire.HeaderBytes, maxBytes);
                if (whole.Length <= maxBytes)
                {
                    Assert.Equal(whole, bytes);
                    return;
                }

                var part = DnsReader.Read(bytes)!;
                Assert.True(part.IsTruncated);
                Assert.Equal(
                    (message.Id, message.ResponseCode, message.Edns?.PayloadBytes), (part.Id, part.ResponseCode, part.Edns?.PayloadBytes));
                var (all, kept) = (Items(message), Items(part));
                Assert.Equal(all.Take(kept.Length), kept);
            });

    [Fact]
    public void Names_and_pointers_of_any_kind_are_read_as_by_following_them_one_by_one() =>
        Law.Holds(
            DnsGens.Soup,
            soup =>
            {
                // Before it stands another name, whose labels and other bytes pointers lead to.
                byte[] bytes = [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, .. "a"u8, 2, .. "bb"u8, 3, .. "ccc"u8, 0, 1, .. "d"u8, 0, 0, .. soup];
                var start = bytes.Length - soup.Length;
                var read = DnsReader.Read(bytes);
                var labels = Follow(bytes, start, start, out var end);
                var isName = labels is not null && labels.Sum(label => label.Length + 1) < DnsName.MaxBytes && end + 4 == bytes.Length;
                Assert.Equal(isName, read is not null);
                if (isName)
                    Assert.Equal(labels!.SelectMany(label => label.Prepend((byte)label.Length)).Append((byte)0), read!.Questions[1].Name.Wire.ToArray());
            },
            Law.DefaultCases * 5);

    [Fact]
    public void A_name_survives_its_text() =>
        Law.Holds(DnsGens.Name, name =>
        {
            Assert.True(DnsName.TryParse(name.ToString(), out var read));
            Assert.Equal(name.Wire.ToArray(), read.Wire.ToArray());
        });

    [Fact]
    public void Any_text_is_a_name_or_none() =>
        Law.Holds(Gen.Elements('a', 'B', '.', '\\', '0', '9', '-', '*', 'ä', ' ').ListOf().Select(letters => string.Concat(letters)), text =>
        {
            if (DnsName.TryParse(text, out var name))
                Assert.InRange(name.Wire.Length, 1, DnsName.MaxBytes);
            else
                Assert.Null(name);
        });

    [Fact]
    public void Names_are_equal_when_their_letters_are_whatever_their_case() =>
        Law.Holds(from left in DnsGens.Name from right in DnsGens.Name select (left, right), at =>
        {
            var (left, right) = at;
            Assert.Equal(string.Equals(Ascii(left), Ascii(right), StringComparison.Ordinal), left.Equals(right));
            if (left.Equals(right))
                Assert.Equal(left.GetHashCode(), right.GetHashCode());
            Assert.True(DnsName.TryParse(left.ToString().ToUpperInvariant(), out var upper) && upper.Equals(left));

            // Letters that are not ASCII's have no case here.
            static string Ascii(DnsName name) => string.Concat(Encoding.Latin1.GetString(name.Wire.Span).Select(
                letter => char.IsAscii(letter) ? char.ToLowerInvariant(letter) : letter));
        });

    [Fact]
    public void A_host_is_the_name_that_it_is_read_as() =>
        Law.Holds(DnsGens.Name, name =>
        {
            if (name.Host is not { } host)
                return;
            Assert.True(DnsName.TryParse(host, out var read));
            Assert.Equal(name.ToString(), read.ToString());
            Assert.Equal($"{host}.", name.ToString());
        });

    [Fact]
    public void Answers_are_in_some_order_and_all_there() =>
        Law.Holds(
            from items in DnsGens.Bytes from roll in Gen.Choose(0, int.MaxValue - 1) select (items, roll),
            at => Assert.Equal(at.items.Order(), DnsResponses.Shuffled(at.items.ToValueList(), (ulong)at.roll).Order()));

    /// <summary>What is read can be written, and is then the same; and whatever it is, there is a reception.</summary>
    private static void Look(byte[] bytes)
    {
        Assert.NotNull(DnsReception.Of(bytes));
        if (DnsReader.Read(bytes) is not { } message)
            return;
        var again = DnsWriter.Write(message, DnsWire.MaxBytes);
        Assert.Equal(message, DnsReader.Read(again));
    }

    private static object[] Items(DnsMessage message) =>
        [.. message.Questions, .. message.Answers, .. message.Authorities, .. message.Additionals];

    /// <summary>The labels from a place on, or null where there is no name; each pointer leads before the one before it.</summary>
    private static List<byte[]>? Follow(byte[] bytes, int at, int before, out int end)
    {
        end = at + 1;
        if (at >= bytes.Length)
            return null;
        if (bytes[at] == 0)
            return [];
        if (bytes[at] >= 0xC0)
        {
            end = at + 2;
            var target = end > bytes.Length ? -1 : ((bytes[at] - 0xC0) * 256) + bytes[at + 1];
            return target >= DnsWire.HeaderBytes && target < before ? Follow(bytes, target, target, out _) : null;
        }

        if (bytes[at] > DnsName.MaxLabelBytes || at + 1 + bytes[at] > bytes.Length)
            return null;
        if (Follow(bytes, at + 1 + bytes[at], before, out end) is not { } rest)
            return null;
        return [bytes[(at + 1)..(at + 1 + bytes[at])], .. rest];
    }
}
