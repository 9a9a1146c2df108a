namespace CrmErp.Sdk.Connectors.BusinessCentral.Mapping;

/// <summary>
/// Business Central has one name per contact. It is joined of the parts, and split at its last blank: what stands before is read as given
/// names, because middle names cannot be told from compound given names.
/// </summary>
internal static class PersonName
{
    public const string RuleName = "BusinessCentralPersonName";

    public const int Version = 1;

    private const int MaxLength = 100;

    /// <summary>(displayName) to (FirstName, LastName).</summary>
    public static void Read(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical)
    {
        var name = wire[0].TextOrNull()?.Trim();
        if (string.IsNullOrEmpty(name))
        {
            canonical[0] = wire[0];
            canonical[1] = wire[0];
            return;
        }

        var blank = name.LastIndexOf(' ');
        canonical[0] = blank < 0 ? FieldValue.Null : name[..blank].TrimEnd();
        canonical[1] = name[(blank + 1)..];
    }

    /// <summary>(FirstName, LastName) to (displayName).</summary>
    public static void Write(ReadOnlySpan<FieldValue> canonical, Span<FieldValue> wire)
    {
        var parts = new[] { canonical[0].TextOrNull()?.Trim(), canonical[1].TextOrNull()?.Trim() }.Where(p => !string.IsNullOrEmpty(p));
        var name = string.Join(' ', parts);
        wire[0] = name.Length == 0 ? FieldValue.Null : Coercion.Cut(name, MaxLength).TrimEnd();
    }
}
