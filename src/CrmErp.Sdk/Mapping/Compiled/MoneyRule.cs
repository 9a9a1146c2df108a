namespace CrmErp.Sdk.Mapping;

/// <summary>An amount with currency over one wire slot (with a declared currency) or two.</summary>
internal sealed class MoneyRule(int group, int canonical, int amountSlot, int currencySlot, IReadOnlyList<int> wireSlots, ulong hash)
    : CompiledRule(group, [canonical], wireSlots, hash)
{
    /// <summary>The currency of amounts whose record names none; null when that is a problem.</summary>
    public string? Declared { get; init; }

    /// <summary>Whether this rule writes the currency field; else another rule does, or nobody.</summary>
    public bool OwnsCurrency { get; init; }

    /// <summary>The canonical slot that another rule writes to the currency field; -1 when there is none.</summary>
    public int CurrencyOf { get; init; } = -1;

    /// <summary>The kind that the wire takes amounts as.</summary>
    public required FieldKind AmountKind { get; init; }

    /// <summary>The wire value that stands for empty; missing when the system has null.</summary>
    public FieldValue EmptyIs { get; init; }

    protected override void ReadValues(Row record, Row image, MapProblems problems)
    {
        var amount = record[amountSlot];
        if (amount.IsMissing)
        {
            return;
        }

        if (amount.IsNull || (!EmptyIs.IsMissing && amount == EmptyIs))
        {
            image[canonical] = FieldValue.Null;
            return;
        }

        if (amount.Kind == FieldKind.Money)
        {
            image[canonical] = amount;
            return;
        }

        if (amount.Kind is not (FieldKind.Decimal or FieldKind.Integer))
        {
            problems.Add(MapProblemText.NotRead(MappingCodes.WrongKind, this, amount));
            return;
        }

        // A currency that was not served is unknown, not the declared one.
        var currency = currencySlot < 0 ? FieldValue.Null : record[currencySlot];
        if (currency.IsMissing)
        {
            return;
        }

        var code = currency.IsEmpty ? Declared : currency.TextOrNull();
        if (code is null || !Money.IsCurrencyCode(code))
        {
            problems.Add(MapProblemText.Currency(this, currency.IsEmpty
                ? $"{MapProblemText.Paths(this)} holds an amount without currency, and the map of this connection declares none. Declare it with Currency(\"EUR\")."
                : $"{MapProblemText.Paths(this)} holds a currency that is no ISO 4217 code. Map it with a value map."));
            return;
        }

        image[canonical] = FieldValue.From(new Money(amount.AsDecimal(), code));
    }

    protected override void WriteValues(Row canonicalRow, Row record, MapProblems problems)
    {
        var value = canonicalRow[canonical];
        if (value.IsMissing)
        {
            return;
        }

        if (!value.HasValue)
        {
            record[amountSlot] = EmptyIs.IsMissing ? FieldValue.Null : EmptyIs;
            return;
        }

        var money = value.AsMoney();
        if (AmountKind == FieldKind.Money)
        {
            record[amountSlot] = value;
            return;
        }

        if (OwnsCurrency)
        {
            record[currencySlot] = Spec.LocalCurrencyIsEmpty && string.Equals(money.Currency, Declared, StringComparison.Ordinal) ? FieldValue.Null : FieldValue.From(money.Currency);
        }
        else if (Expected(canonicalRow) is var expected && !string.Equals(expected, money.Currency, StringComparison.Ordinal))
        {
            problems.Add(MapProblemText.Currency(this, $"{MapProblemText.Fields(this)} is in {money.Currency}, {MapProblemText.Paths(this)} takes amounts in {expected ?? "no known currency"}."));
            return;
        }

        record[amountSlot] = FieldValue.From(money.Amount);
    }

    private string? Expected(Row canonicalRow) => CurrencyOf >= 0 && canonicalRow[CurrencyOf].TextOrNull() is { Length: > 0 } text ? text : Declared;
}
