namespace CrmErp.Sdk.Connectors.BusinessCentral.Mapping;

/// <summary>States that are made of several fields of a document.</summary>
internal static class DocumentStates
{
    public const string OrderRule = "BusinessCentralOrderStatus";

    public const string PaymentRule = "BusinessCentralPaymentStatus";

    public const int Version = 1;

    /// <summary>(status, fullyShipped) to (Status). The page's words are not those of the user interface: Draft is open for changes, Open is released.</summary>
    public static void ReadOrder(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical) => canonical[0] = wire[0].TextOrNull() switch
    {
        _ when wire[1] == FieldValue.From(true) => "Shipped",
        "Draft" => "Draft",
        "In Review" => "PendingApproval",
        "Open" => "Open",
        _ => FieldValue.Missing,
    };

    /// <summary>(status, remainingAmount, totalAmountIncludingTax) to (PaymentStatus).</summary>
    public static void ReadPayment(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical) => canonical[0] = wire[0].TextOrNull() switch
    {
        "Open" when wire[1].HasValue && wire[2].HasValue && wire[1].AsDecimal() < wire[2].AsDecimal() => "PartlyPaid",
        "Open" => "Open",
        "Paid" => "Paid",
        "Canceled" => "Void",
        "Corrective" => "Credited",
        _ => FieldValue.Null,
    };
}
