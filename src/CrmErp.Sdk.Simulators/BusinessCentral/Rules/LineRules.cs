using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Posting;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>
/// Lines of orders and invoices. What the item brings (description, unit, price, tax code) is set when the item is, so a price sent
/// before the item, the unit or, on a new line, the quantity is lost.
/// </summary>
internal sealed class LineRules : BcRules
{
    private readonly bool _orders;

    public LineRules(bool orders) => _orders = orders;

    private string Headers => _orders ? "salesOrders" : "salesInvoices";

    private string Set => _orders ? "salesOrderLines" : "salesInvoiceLines";

    public override void Validate(BcWork work, BcDraft draft, BcField field, object value)
    {
        switch (field.Name)
        {
            case "documentId" when !draft.IsNew && draft.Text("documentId") != (string)value:
                throw BcException.Dialog("The value for \"documentId\" cannot be modified.");
            case "sequence" when !draft.IsNew && (long)draft["sequence"]! != (long)value:
                throw BcException.Dialog("The value for sequence cannot be modified. Delete and insert the line again.");
            case "accountId" when (string)value != BcField.NoGuid:
                throw BcException.Dialog(draft.IsSet("itemId") ? "Both \"itemId\" and \"accountId\" are specified. Specify only one of them." : "Account does not exist.");
            case "itemId":
                TakeItem(work, draft, work.Table("items").Records.Find((string)value));
                return;
            case "lineObjectNumber":
                TakeNumber(work, draft, (string)value);
                return;
            case "taxCode" when (string)value is { Length: > 0 } code && work.Table("taxGroups").ByKey(code) is null:
                throw new BcException(400, "Internal_InvalidTableRelation", $"The field Tax Code of table {draft.Entity.TableCaption} contains a value ({code}) that cannot be found in the related table (Tax Group).");
            default:
                base.Validate(work, draft, field, value);
                break;
        }

        After(work, draft, field);
    }

    public override void Inserting(BcWork work, BcDraft draft)
    {
        var header = Header(work, draft);
        if ((long)draft["sequence"]! == 0)
        {
            draft["sequence"] = BcLines.NextSequence(work.Table(Set), "documentId", draft.Text("documentId"), "sequence");
        }

        if (draft.Date("shipmentDate") == DateOnly.MinValue)
        {
            draft["shipmentDate"] = work.Today;
        }

        SetDefaultQuantities(draft);
        if (draft.Text("lineType") == "Item" && draft.Text("itemId") == BcField.NoGuid)
        {
            throw BcException.Field($"No. must have a value in {draft.Entity.TableCaption}: Document No.={header.Text("number")}, Line No.={draft["sequence"]}. It cannot be zero or empty.");
        }
    }

    public override void Inserted(BcWork work, StoredRecord record) => Recalculate(work, record);

    public override void Modifying(BcWork work, BcDraft draft)
    {
        Header(work, draft);
        SetDefaultQuantities(draft);
    }

    public override void Modified(BcWork work, StoredRecord before, StoredRecord after) => Recalculate(work, after);

    public override void Deleting(BcWork work, StoredRecord record) => Header(work, BcDraft.Of(work.Table(Set).Entity, record));

    public override void Deleted(BcWork work, StoredRecord record) => Recalculate(work, record);

    private void Recalculate(BcWork work, StoredRecord line) =>
        DocumentTotals.Recalculate(work, (string)line[work.Table(Set).Entity.Schema.Slot("documentId")]!, Set);

    private BcDraft Header(BcWork work, BcDraft draft)
    {
        var id = draft.Text("documentId");
        if (id == BcField.NoGuid)
        {
            throw BcException.Dialog(BcModel.NoDocument);
        }

        var header = work.Open(Headers, id);
        if (_orders && header.Text("status") == "Open")
        {
            throw DocumentRules.NotOpen(header);
        }

        if (!_orders && BcPosted.Is(header.Text("status")))
        {
            throw BcException.Dialog($"You cannot change Sales Invoice {header.Text("number")} because it is posted.");
        }

        return header;
    }

    private void SetDefaultQuantities(BcDraft draft)
    {
        if (!_orders || !draft.Changed("quantity"))
        {
            return;
        }

        if (!draft.IsSet("shipQuantity"))
        {
            draft["shipQuantity"] = draft.Number("quantity") - draft.Number("shippedQuantity");
        }

        if (!draft.IsSet("invoiceQuantity"))
        {
            draft["invoiceQuantity"] = draft.Number("quantity") - draft.Number("invoicedQuantity");
        }
    }

    private void TakeNumber(BcWork work, BcDraft draft, string number)
    {
        if (draft.Text("lineObjectNumber").Length > 0 && draft.Text("lineObjectNumber") != number)
        {
            throw BcException.Dialog("The value for \"lineObjectNumber\" cannot be modified.");
        }

        if (draft.Text("lineType") == "Item")
        {
            TakeItem(work, draft, work.Table("items").ByKey(number));
        }
        else
        {
            draft["lineObjectNumber"] = number;
        }
    }

    private void TakeItem(BcWork work, BcDraft draft, StoredRecord? record)
    {
        if (record is null)
        {
            throw BcException.Dialog("Item does not exist.");
        }

        var item = BcDraft.Of(work.Table("items").Entity, record);
        if (item.Flag("blocked"))
        {
            throw BcException.Field($"Blocked must be equal to 'No'  in Item: No.={item.Text("number")}. Current value is 'Yes'.");
        }

        var same = draft.Text("itemId") == item.Id;
        draft["lineType"] = "Item";
        draft["itemId"] = item.Id;
        draft["lineObjectNumber"] = item.Text("number");
        if (same)
        {
            return;
        }

        draft["description"] = item.Text("displayName");
        draft["description2"] = item.Text("displayName2");
        draft["unitOfMeasureId"] = item.Text("baseUnitOfMeasureId");
        draft["unitOfMeasureCode"] = item.Text("baseUnitOfMeasureCode");
        draft["taxCode"] = item.Text("taxGroupCode");
        TakePrice(work, draft);
    }

    private void After(BcWork work, BcDraft draft, BcField field)
    {
        switch (field.Name)
        {
            case "quantity" or "unitOfMeasureId" or "unitOfMeasureCode":
                if (draft.IsNew || field.Name != "quantity")
                {
                    TakePrice(work, draft);
                }

                TakeDiscountPercent(work, draft);
                break;
            case "unitPrice" or "discountPercent":
                TakeDiscountPercent(work, draft);
                break;
            case "discountAmount":
                TakeDiscountAmount(work, draft);
                break;
            case "shipQuantity" when draft.Number("shipQuantity") > draft.Number("quantity") - draft.Number("shippedQuantity"):
                throw BcException.Dialog($"You cannot ship more than {draft.Number("quantity") - draft.Number("shippedQuantity")} units.");
            default:
                break;
        }
    }

    /// <summary>The item's price in the document's terms: with or without tax. Prices are not converted between currencies.</summary>
    private void TakePrice(BcWork work, BcDraft draft)
    {
        if (work.Table("items").Records.Find(draft.Text("itemId")) is not { } record)
        {
            return;
        }

        var item = BcDraft.Of(work.Table("items").Entity, record);
        var header = work.Open(Headers, draft.Text("documentId"));
        var rate = DocumentTotals.TaxPercent(work, header, draft.Text("taxCode")) / 100;
        var price = item.Number("unitPrice");
        draft["unitPrice"] = BcValueReader.Plain(Math.Round(
            (item.Flag("priceIncludesTax"), header.Flag("pricesIncludeTax")) switch
            {
                (true, false) => price / (1 + rate),
                (false, true) => price * (1 + rate),
                _ => price,
            },
            5,
            MidpointRounding.AwayFromZero));
    }

    private void TakeDiscountPercent(BcWork work, BcDraft draft)
    {
        var precision = Precision(work, draft);
        var gross = BcRounding.Amount(draft.Number("quantity") * draft.Number("unitPrice"), precision);
        draft["discountAmount"] = BcRounding.Amount(gross * draft.Number("discountPercent") / 100, precision);
    }

    private void TakeDiscountAmount(BcWork work, BcDraft draft)
    {
        var precision = Precision(work, draft);
        var gross = BcRounding.Amount(draft.Number("quantity") * draft.Number("unitPrice"), precision);
        draft["discountAmount"] = BcRounding.Amount(draft.Number("discountAmount"), precision);
        draft["discountPercent"] = gross == 0 ? 0m : BcValueReader.Plain(Math.Round(draft.Number("discountAmount") / gross * 100, 5, MidpointRounding.AwayFromZero));
    }

    private decimal Precision(BcWork work, BcDraft draft) =>
        work.Company.AmountPrecision(work.Open(Headers, draft.Text("documentId")).Text("currencyCode"));
}
