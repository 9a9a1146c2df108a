namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>What the numbers on a page stand for. A number that could not be resolved leaves its reference unobserved, never empty.</summary>
internal sealed class NumberTables
{
    private readonly Dictionary<(NumberedReference Reference, string Number), FieldValue> _found = [];

    public static NumberTables None { get; } = new();

    public void Add(NumberedReference reference, string number, FieldValue value) => _found[(reference, number)] = value;

    public FieldValue Find(NumberedReference reference, string? number) =>
        string.IsNullOrEmpty(number) ? FieldValue.Null : _found.GetValueOrDefault((reference, number));
}
