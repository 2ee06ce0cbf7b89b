using System.Buffers;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>Which characters the values of headers are made of.</summary>
internal static class HeaderText
{
    /// <summary>Printable ASCII, and the tab: what else a value holds makes all of it void.</summary>
    public static readonly SearchValues<char> Printable = SearchValues.Create(['\t', .. Ascii]);

    /// <summary>Printable ASCII without a tab.</summary>
    public static IEnumerable<char> Ascii => Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code);
}
