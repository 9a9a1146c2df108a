namespace CrmErp.Sdk.Simulation.Model;

/// <summary>How one mapped field is converted; developers change it on a live system.</summary>
/// <param name="Name">Stands for the code: part of the map's hash.</param>
/// <param name="Read">Wire to canonical.</param>
/// <param name="Write">Canonical to wire.</param>
internal sealed record SimConverter(string Name, Func<FieldValue, FieldValue> Read, Func<FieldValue, FieldValue> Write)
{
    private const string Tail = "~2";

    public static readonly SimConverter Identity = new("identity", v => v, v => v);

    /// <summary>Reads another value than before, writes what stands for it.</summary>
    public static readonly SimConverter Suffix = new("suffix", v => OnText(v, t => t.EndsWith(Tail, StringComparison.Ordinal) ? t : t + Tail), v => OnText(v, t => t.EndsWith(Tail, StringComparison.Ordinal) ? t[..^2] : t));

    /// <summary>Reads less than there is.</summary>
    public static readonly SimConverter Lossy = new("lossy", v => v.Kind is FieldKind.Decimal or FieldKind.Integer ? decimal.Floor(v.AsDecimal() / 2) * 2 : OnText(v, t => t.ToLowerInvariant()), v => v);

    /// <summary>Writes another form than it reads.</summary>
    public static readonly SimConverter Bang = new("bang", v => v, v => OnText(v, t => t.EndsWith('!') ? t : t + "!"));

    public static readonly IReadOnlyList<SimConverter> Changes = [Suffix, Lossy, Bang];

    private static FieldValue OnText(FieldValue value, Func<string, string> change) => value.TextOrNull() is { } text ? FieldValue.From(change(text)) : value;
}
