using CrmErp.Sdk.Tests.Values;

namespace CrmErp.Sdk.Tests.Entities;

public sealed class EntityTests
{
    [Fact]
    public void New_EveryFieldIsMissing()
    {
        var account = new Account();

        account.Row.Values.ToArray().Should().OnlyContain(value => value.IsMissing);
        account.Name.Should().BeNull();
        account.BillingAddress.City.Should().BeNull();
        account.BillingAddress.IsEmpty.Should().BeTrue();
        account.TaxNumbers.Should().BeEmpty();
    }

    [Fact]
    public void Set_Null_IsNullAndNotMissing()
    {
        var account = new Account { Name = null, Employees = null };

        account.Row["Name"].IsNull.Should().BeTrue();
        account.Row["Employees"].IsNull.Should().BeTrue();
        account.Row["Fax"].IsMissing.Should().BeTrue();
    }

    [Fact]
    public void Unset_MakesMissing()
    {
        var account = new Account { Name = "Acme", BillingAddress = { City = "Bonn", Country = "DE" }, TaxNumbers = { new TaxNumber { Number = "1" } } };

        account.Unset(x => x.Name);
        account.Unset(x => x.BillingAddress);
        account.Unset(x => x.TaxNumbers);

        account.Row.Values.ToArray().Should().OnlyContain(value => value.IsMissing);
        account.IsUnset(x => x.BillingAddress).Should().BeTrue();
        account.TaxNumbers.IsMissing.Should().BeTrue();
    }

    [Fact]
    public void Unset_OfALine_GoesThroughToTheDocument()
    {
        var order = new SalesOrder { Lines = { new SalesOrderLine { Unit = "C62", Quantity = 1 } } };

        order.Lines[0].Unset(x => x.Unit);

        order.Row["Lines"].AsLines()[0].Fields["Unit"].IsMissing.Should().BeTrue();
        order.Row["Lines"].AsLines()[0].Fields["Quantity"].Should().Be(FieldValue.From(1m));
    }

    [Fact]
    public void OwnedValues_ShareTheRowAndDoNotMix()
    {
        var account = new Account { BillingAddress = { City = "Bonn" }, ShippingAddress = { City = "Ulm" } };

        account.Row["BillingAddress.City"].AsText().Should().Be("Bonn");
        account.Row["ShippingAddress.City"].AsText().Should().Be("Ulm");

        account.ShippingAddress.CopyFrom(account.BillingAddress);

        account.ShippingAddress.City.Should().Be("Bonn");
    }

    [Fact]
    public void Over_ShowsAndChangesTheRow()
    {
        var row = new Row(Account.EntityType.Schema) { ["Name"] = "Acme" };
        var id = new GoldenId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

        var account = Account.Over(Account.EntityType, row, id);
        account.Fax = "1";

        account.Name.Should().Be("Acme");
        row["Fax"].AsText().Should().Be("1");
        account.ToString().Should().Be($"Account {id}").And.NotContain("Acme");
    }

    [Fact]
    public void Over_RowOfAnotherEntity_IsRefused() =>
        FluentActions.Invoking(() => Account.Over(Account.EntityType, new Row(Contact.EntityType.Schema), null)).Should().Throw<ArgumentException>().WithMessage("*Contact*Account*");

    [Fact]
    public void Get_ValueOfAnotherKind_NamesTheField()
    {
        var account = Account.Over(Account.EntityType, new Row(Account.EntityType.Schema) { ["CreditLimit"] = 5m }, null);

        FluentActions.Invoking(() => account.CreditLimit).Should().Throw<FieldKindException>().WithMessage("*Account.CreditLimit*Decimal*Money*");
    }

    [Fact]
    public void Get_DecimalFieldHoldingAWholeNumber_IsFine()
    {
        var product = Product.Over(Product.EntityType, new Row(Product.EntityType.Schema) { ["Available"] = 5L }, null);

        product.Available.Should().Be(5m);
    }

    [Fact]
    public void EveryShippedEntity_HasUniqueFieldsInWholeGroupsAndKnownTargets()
    {
        var types = Shipped.ToDictionary(type => type.Name);
        foreach (var type in types.Values.Concat(types.Values.SelectMany(t => t.Fields).Where(f => f.Lines is not null).Select(f => f.Lines!)))
        {
            type.Groups.SelectMany(g => g.Slots).Order().Should().Equal(Enumerable.Range(0, type.Fields.Count));
            type.Fields.Select(f => f.Slot).Should().Equal(Enumerable.Range(0, type.Fields.Count));
            type.Fields.Should().OnlyContain(f => f.Kind == FieldKind.Reference ? types.ContainsKey(f.ReferenceTo!) : f.ReferenceTo == null);
            type.Fields.Should().OnlyContain(f => (f.Kind == FieldKind.Lines) == (f.Lines != null));
        }
    }

    [Fact]
    public void FieldGroups_TieWhatChangesHandsTogether()
    {
        GroupOf(SalesOrder.EntityType, "Status").Should().Equal("Status", "StatusReason");
        GroupOf(SalesOrderLine.EntityType, "Quantity").Should().Equal("Quantity", "Unit");
        GroupOf(Account.EntityType, "BillingAddress.City").Should().HaveCount(9).And.OnlyContain(name => name.StartsWith("BillingAddress.", StringComparison.Ordinal));
        GroupOf(Account.EntityType, "CreditLimit").Should().Equal("CreditLimit");
    }

    [Fact]
    public void ReadingAndWritingProperties_AllocatesNothing()
    {
        var account = new Account { Name = "Acme", BillingAddress = { City = "Bonn" }, CreditLimit = new Money(5, "EUR") };
        FieldValueTests.Allocated(() =>
        {
            account.Employees = 12;
            account.BillingAddress.Country = "DE";
            account.CreditLimit = new Money(6, "CHF");
            account.Active = true;
            return account.Name!.Length == 4 && account.Employees == 12 && account.BillingAddress.City == "Bonn" && account.CreditLimit == new Money(6, "CHF");
        }).Should().Be(0);
    }

    internal static readonly EntityType[] Shipped =
    [
        Account.EntityType, Contact.EntityType, Product.EntityType, PriceList.EntityType, Opportunity.EntityType, Quote.EntityType, SalesOrder.EntityType,
        Shipment.EntityType, Invoice.EntityType, CreditNote.EntityType, Payment.EntityType, InventoryLevel.EntityType, TaxCode.EntityType,
    ];

    private static IEnumerable<string> GroupOf(EntityType type, string field) =>
        type.Groups[type.Field(field).GroupIndex].Slots.Select(slot => type.Fields[slot].Name);
}
