using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Rules;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Posting;

/// <summary>
/// Amounts of lines and documents. Tax is rounded per document and percentage; lines carry the remainder forward, so that they add up.
/// The header is written only when its totals change: editing a line's text does not move the document's stamp.
/// </summary>
internal static class DocumentTotals
{
    public static void Recalculate(BcWork work, string documentId, string lineSet)
    {
        var headerSet = work.Table(lineSet).Entity.ParentSet!;
        if (work.Table(headerSet).Records.Find(documentId) is not { } record)
        {
            return;
        }

        var header = BcDraft.Of(work.Table(headerSet).Entity, record);
        var lines = Lines(work, lineSet, documentId);
        Calculate(work, header, lines);
        foreach (var line in lines)
        {
            work.UpdateIfChanged(line);
        }

        work.UpdateIfChanged(header);
    }

    public static List<BcDraft> Lines(BcWork work, string lineSet, string documentId)
    {
        var table = work.Table(lineSet);
        List<BcDraft> lines = [.. table.Where("documentId", documentId).Select(l => BcDraft.Of(table.Entity, l))];
        lines.Sort((a, b) => ((long)a["sequence"]!).CompareTo((long)b["sequence"]!));
        return lines;
    }

    public static decimal TaxPercent(BcWork work, BcDraft header, string taxCode)
    {
        var customers = work.Table("customers");
        var areas = work.Table("taxAreas");
        var area = customers.Records.Find(header.Text("customerId")) is { } customer
            && areas.Records.Find((string)customer[customers.Entity.Schema.Slot("taxAreaId")]!) is { } record
            ? (string)record[areas.Entity.Schema.Slot("code")]!
            : "";
        return work.Company.TaxPercent(area, taxCode);
    }

    /// <summary>Computes the amounts of lines and header from quantities, prices and discounts.</summary>
    public static void Calculate(BcWork work, BcDraft header, IReadOnlyList<BcDraft> lines)
    {
        var precision = work.Company.AmountPrecision(header.Text("currencyCode"));
        var inclusive = header.Flag("pricesIncludeTax");
        foreach (var line in lines)
        {
            line["taxPercent"] = TaxPercent(work, header, line.Text("taxCode"));
        }

        var amounts = lines.Select(l => LineAmount(l, precision)).ToArray();
        var discounts = Distribute(header.Number("discountAmount"), amounts, precision);
        var before = Taxed(lines, amounts, inclusive, precision);
        var after = Taxed(lines, [.. amounts.Zip(discounts, (a, d) => a - d)], inclusive, precision);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            line["amountExcludingTax"] = before[i].Net;
            line["totalTaxAmount"] = before[i].Tax;
            line["amountIncludingTax"] = before[i].Net + before[i].Tax;
            line["invoiceDiscountAllocation"] = before[i].Net - after[i].Net;
            line["netAmount"] = after[i].Net;
            line["netTaxAmount"] = after[i].Tax;
            line["netAmountIncludingTax"] = after[i].Net + after[i].Tax;
        }

        header["totalAmountExcludingTax"] = BcValueReader.Plain(after.Sum(a => a.Net));
        header["totalTaxAmount"] = BcValueReader.Plain(after.Sum(a => a.Tax));
        header["totalAmountIncludingTax"] = BcValueReader.Plain(after.Sum(a => a.Net + a.Tax));
        if (header.Entity.Find("remainingAmount") is not null && !BcPosted.Is(header.Text("status")))
        {
            header["remainingAmount"] = header["totalAmountIncludingTax"];
        }
    }

    private static decimal LineAmount(BcDraft line, decimal precision) =>
        BcRounding.Amount(line.Number("quantity") * line.Number("unitPrice"), precision) - line.Number("discountAmount");

    private static decimal[] Distribute(decimal total, decimal[] weights, decimal precision)
    {
        var shares = new decimal[weights.Length];
        var sum = weights.Sum();
        if (total == 0 || sum == 0)
        {
            return shares;
        }

        var carried = 0m;
        for (var i = 0; i < weights.Length; i++)
        {
            var exact = (total * weights[i] / sum) + carried;
            shares[i] = BcRounding.Amount(exact, precision);
            carried = exact - shares[i];
        }

        return shares;
    }

    private static (decimal Net, decimal Tax)[] Taxed(IReadOnlyList<BcDraft> lines, decimal[] amounts, bool inclusive, decimal precision)
    {
        var carried = new Dictionary<decimal, decimal>();
        var result = new (decimal Net, decimal Tax)[amounts.Length];
        for (var i = 0; i < amounts.Length; i++)
        {
            var percent = lines[i].Number("taxPercent");
            var share = inclusive ? percent / (100 + percent) : percent / 100;
            var exact = (amounts[i] * share) + carried.GetValueOrDefault(percent);
            var tax = BcRounding.Amount(exact, precision);
            carried[percent] = exact - tax;
            result[i] = (BcValueReader.Plain(inclusive ? amounts[i] - tax : amounts[i]), tax);
        }

        return result;
    }
}
