using System.Collections.Frozen;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>The words of the language.</summary>
internal static class Keywords
{
    public const string Let = "let";
    public const string Global = "global";
    public const string Local = "local";
    public const string Test = "test";
    public const string When = "when";
    public const string And = "and";
    public const string Or = "or";
    public const string Not = "not";
    public const string True = "true";
    public const string False = "false";
    public const string Service = "service";
    public const string Svc = "svc";
    public const string Namespace = "namespace";
    public const string Ns = "ns";
    public const string Cluster = "cluster";
    public const string Named = "named";
    public const string Expect = "expect";
    public const string By = "by";
    public const string Unknown = "unknown";

    /// <summary>Operators inside selectors; not reserved elsewhere.</summary>
    public const string In = "in";
    public const string NotIn = "notin";

    /// <summary>The words that no <c>let</c> may take as its name.</summary>
    public static readonly FrozenSet<string> Reserved =
    [
        Let, Global, Local, Test, When, And, Or, Not, True, False,
        Service, Svc, Namespace, Ns, Cluster, Named, Expect, By, Unknown,
    ];

    /// <summary>Whether a word begins an item.</summary>
    public static bool BeginsItem(string word) => word is Let or Global or Local or Test;

    /// <summary>Whether a word names something with labels.</summary>
    public static bool IsSubject(string word) => word is Service or Svc or Namespace or Ns;

    /// <summary>Whether a text has the form of a <c>let</c> name, reserved or not.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
