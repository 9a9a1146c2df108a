namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>What a token is.</summary>
internal enum SoqlTokenKind
{
    End,
    Name,
    Text,

    /// <summary>A number, date or datetime; the parser tells which.</summary>
    Bare,
    Symbol,
}

/// <summary>One token, and where it starts.</summary>
internal readonly record struct SoqlToken(SoqlTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is that word, in any case.</summary>
    public bool Is(string word) => Kind is SoqlTokenKind.Name or SoqlTokenKind.Symbol && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);
}
