namespace CrmErp.Sdk.Tests.Entities;

internal static class AccountExtras
{
    internal static readonly Field<Account, long?> LoyaltyField = new("Loyalty");
    internal static readonly Field<Account, Money?> BudgetField = new("Budget") { Group = "Planning" };
    internal static readonly Field<SalesOrderLine, string> EngravingField = new("Engraving") { MaxLength = 20 };

    extension(Account account)
    {
        public long? Loyalty { get => account.Extra(LoyaltyField); set => account.SetExtra(LoyaltyField, value); }

        public Money? Budget { get => account.Extra(BudgetField); set => account.SetExtra(BudgetField, value); }
    }

    extension(SalesOrderLine line)
    {
        public string? Engraving { get => line.Extra(EngravingField); set => line.SetExtra(EngravingField, value); }
    }
}

public sealed class ExtraFieldTests
{
    private static readonly EntityType s_type = Account.EntityType.With([AccountExtras.LoyaltyField.ToEntityField(), AccountExtras.BudgetField.ToEntityField()]);

    [Fact]
    public void Resolve_ExtensionProperty_GivesItsSlot()
    {
        FieldSelector.Resolve(s_type, (Account x) => x.Loyalty).Slot.Should().Be(Account.EntityType.Fields.Count);
        FieldSelector.Resolve(s_type, (Account x) => x.Budget).Group.Name.Should().Be("Planning");
        FieldSelector.Resolve(s_type, (Account x) => x.Loyalty).Field.IsExtra.Should().BeTrue();
        FieldSelector.Resolve(s_type, (Account x) => x.BillingAddress.City).Name.Should().Be("BillingAddress.City");
    }

    [Fact]
    public void Resolve_NotRegistered_SaysSo() => FluentActions.Invoking(() => FieldSelector.Resolve(Account.EntityType, (Account x) => x.Loyalty))
        .Should().Throw<FieldSelectionException>().WithMessage("*extra field 'Loyalty'*does not know*");

    [Fact]
    public void FindUnregistered_NamesTheFieldToRegister()
    {
        var field = FieldSelector.FindUnregistered(Account.EntityType, (Account x) => x.Budget);

        field!.Name.Should().Be("Budget");
        field.Group.Should().Be("Planning");
        FieldSelector.FindUnregistered(s_type, (Account x) => x.Budget).Should().BeNull();
        FieldSelector.FindUnregistered(Account.EntityType, (Account x) => x.Name).Should().BeNull();
    }

#pragma warning disable CES0120 // the mistake that the analyzer warns about
    [Fact]
    public void Resolve_ExtensionPropertyThatComputes_IsRefused() => FluentActions.Invoking(() => FieldSelector.Resolve(s_type, (Account x) => x.Loyalty ?? 0))
        .Should().Throw<FieldSelectionException>();
#pragma warning restore CES0120

    [Fact]
    public void DetachedEntity_GrowsWhenSet()
    {
        var account = new Account { Name = "Acme" };
        account.Loyalty.Should().BeNull();

        account.Loyalty = 12;
        account.Budget = null;

        account.Loyalty.Should().Be(12);
        account.Name.Should().Be("Acme");
        account.Row["Budget"].IsNull.Should().BeTrue();
        account.Shape.Fields.Select(f => f.Name).Should().EndWith(["Loyalty", "Budget"]);
        account.Unset(x => x.Loyalty);
        account.Row["Loyalty"].IsMissing.Should().BeTrue();
        Account.EntityType.Find("Loyalty").Should().BeNull("shipped entities are closed");
    }

    [Fact]
    public void EntityOfADefinition_ReadsAndWritesWhatIsRegistered()
    {
        var account = Account.Over(s_type, new Row(s_type.Schema), null);

        account.Budget = new Money(5, "EUR");

        account.Row["Budget"].AsMoney().Should().Be(new Money(5, "EUR"));
        account.Loyalty.Should().BeNull();
    }

    [Fact]
    public void EntityOfADefinition_RefusesWhatIsNotRegistered()
    {
        var account = Account.Over(Account.EntityType, new Row(Account.EntityType.Schema), null);

        account.Loyalty.Should().BeNull();
        FluentActions.Invoking(() => account.Loyalty = 1).Should().Throw<InvalidOperationException>().WithMessage("*'Loyalty'*Register it*");
    }

    [Fact]
    public void NewLineWithExtraField_TeachesANewDocument()
    {
        var order = new SalesOrder { Lines = { new SalesOrderLine { Quantity = 1 }, new SalesOrderLine { Quantity = 2, Engraving = "AB" } } };

        order.Lines[1].Engraving.Should().Be("AB");
        order.Lines[0].Engraving = "CD";

        var type = order.Shape.Field("Lines").Lines!;
        type.Fields.Should().Contain(f => f.Name == "Engraving" && f.IsExtra && f.MaxLength == 20);
        order.Row["Lines"].AsLines().Select(line => line.Fields["Engraving"].AsText()).Should().Equal("CD", "AB");
        RowJson.Read(order.Shape, RowJson.Write(order.Shape, order.Row)).Values.SequenceEqual(order.Row.Values).Should().BeTrue();
    }

    [Fact]
    public void AttachedLine_TeachesItsNewDocument()
    {
        var order = new SalesOrder { Lines = { new SalesOrderLine { Quantity = 1 } } };

        order.Lines[0].Engraving = "AB";

        order.Row["Lines"].AsLines()[0].Fields["Engraving"].AsText().Should().Be("AB");
    }

    [Fact]
    public void LineOfADefinition_GoesByItsShape()
    {
        var type = SalesOrder.EntityType.WithLines("Lines", [AccountExtras.EngravingField.ToEntityField()]);
        var order = SalesOrder.Over(type, new Row(type.Schema), null);

        order.Lines.Add(new SalesOrderLine { Quantity = 1, Engraving = "AB" });
        order.Lines.Add(new SalesOrderLine { Quantity = 2 });

        order.Lines[0].Engraving.Should().Be("AB");
        order.Lines[1].Unset(x => x.Engraving);
        order.Row["Lines"].AsLines()[1].Fields.Count.Should().Be(type.Field("Lines").Lines!.Fields.Count);
        FieldSelector.Resolve(type.Field("Lines").Lines!, (SalesOrderLine x) => x.Engraving).Field.Name.Should().Be("Engraving");
        var plain = SalesOrder.Over(SalesOrder.EntityType, new Row(SalesOrder.EntityType.Schema), null);
        FluentActions.Invoking(() => plain.Lines.Add(new SalesOrderLine { Engraving = "AB" })).Should().Throw<InvalidOperationException>().WithMessage("*Engraving*");
    }

    [Fact]
    public void Field_OfATypeThatNoFieldHas_IsRefused() =>
        FluentActions.Invoking(Make<TimeSpan?>).Should().Throw<ArgumentException>().WithMessage("*'X'*TimeSpan*");

    private static Field<Account, TValue> Make<TValue>() => new("X");
}
