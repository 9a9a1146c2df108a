namespace CrmErp.Sdk.Tests.Entities;

public sealed class FieldSelectorTests
{
    [Fact]
    public void Resolve_PlainField_GivesItsSlot()
    {
        var selection = FieldSelector.Resolve(Account.EntityType, (Account x) => x.Name);

        selection.Field.Name.Should().Be("Name");
        selection.Slot.Should().Be(Account.EntityType.Schema.SlotOf("Name"));
    }

    [Fact]
    public void Resolve_EveryKind_GivesItsSlot()
    {
        NameOf((Account x) => x.Active).Should().Be("Active");
        NameOf((Account x) => x.Employees).Should().Be("Employees");
        NameOf((Account x) => x.CreditLimit).Should().Be("CreditLimit");
        NameOf((Account x) => x.FirstOrderOn).Should().Be("FirstOrderOn");
        NameOf((Account x) => x.BalanceAsOf).Should().Be("BalanceAsOf");
        NameOf((Account x) => x.ParentAccount).Should().Be("ParentAccount");
        NameOf((Account x) => x.TaxNumbers).Should().Be("TaxNumbers");
        NameOf((SalesOrder x) => x.GrossTotal).Should().Be("GrossTotal");
        NameOf((ShipmentLine x) => x.OrderLine).Should().Be("OrderLine");
    }

    [Fact]
    public void Resolve_PartOfOwnedValue_GivesItsSlotAndTheWholeGroup()
    {
        var selection = FieldSelector.Resolve(Account.EntityType, (Account x) => x.ShippingAddress.City);

        selection.Name.Should().Be("ShippingAddress.City");
        selection.Group.Name.Should().Be("ShippingAddress");
        selection.Group.Slots.Should().HaveCount(9);
    }

    [Fact]
    public void Resolve_OwnedValue_GivesAllItsFields()
    {
        var selection = FieldSelector.Resolve(Account.EntityType, (Account x) => x.BillingAddress);

        selection.IsOwnedValue.Should().BeTrue();
        selection.Name.Should().Be("BillingAddress");
        selection.Fields.Select(f => f.Name).Should().StartWith("BillingAddress.Name").And.EndWith("BillingAddress.Country").And.HaveCount(9);
        FluentActions.Invoking(() => selection.Slot).Should().Throw<FieldSelectionException>().WithMessage("*as a whole*");
    }

    [Fact]
    public void Resolve_Negation_IsRefused() => Refused((Account x) => !x.Active).WithMessage("*'Account'*something else than the value of 'Active'*");

    [Fact]
    public void Resolve_DefaultForText_IsRefused() => Refused((Account x) => x.Name ?? "").WithMessage("*something else than the value of 'Name'*");

    [Fact]
    public void Resolve_DefaultForNumber_IsRefused() => Refused((Account x) => x.Employees ?? 0).WithMessage("*makes Int64 of 'Employees', which is Int64?*");

    [Fact]
    public void Resolve_MethodCall_IsRefused() => Refused((Account x) => x.Name!.Trim()).WithMessage("*'Name'*");

    [Fact]
    public void Resolve_ConditionalMethodCall_IsRefused() => Refused((Account x) => x.Name?.ToUpperInvariant()).WithMessage("*'Name'*");

    [Fact]
    public void Resolve_TwoFields_IsRefused() => Refused((Account x) => x.Name ?? x.Number).WithMessage("*'Name' and 'Number'*");

    [Fact]
    public void Resolve_NoField_IsRefused() => Refused((Account _) => "constant").WithMessage("*reads no field*");

    [Fact]
    public void Resolve_PartOfMoney_IsRefused() => Refused((Account x) => x.CreditLimit!.Value.Amount).WithMessage("*'CreditLimit'*");

    [Fact]
    public void Resolve_Conversion_IsRefused() => Refused((Account x) => (object?)x.Name).WithMessage("*makes Object of 'Name'*");

    [Fact]
    public void Resolve_Count_IsRefused() => Refused((SalesOrder x) => x.Lines.Count).WithMessage("*Int32*'Lines'*");

    [Fact]
    public void Resolve_Exception_IsRefusedAndKept() => Refused<Account, string>(_ => throw new TimeoutException()).Which.InnerException.Should().BeOfType<TimeoutException>();

    [Fact]
    public void Resolve_Assignment_IsRefused() => Refused((Account x) => x.Name = "set").WithMessage("*failed with*");

    [Fact]
    public void Resolve_Arithmetic_IsRefused() => Refused((SalesOrder x) => x.GrossTotal * 2).WithMessage("*GrossTotal*");

    [Fact]
    public void Resolve_AndFalse_IsRefused() => Refused((Account x) => x.Active & false).WithMessage("*Active*");

    [Fact]
    public void Resolve_FieldThatDependsOnAnother_IsRefused() => Refused((Account x) => x.Active == true ? x.Name : x.Number).WithMessage("*2 reads*");

    private static string NameOf<TFace, TValue>(Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace> => FieldSelector.Resolve(TFace.EntityType, field).Field.Name;

    private static FluentAssertions.Specialized.ExceptionAssertions<FieldSelectionException> Refused<TFace, TValue>(Func<TFace, TValue> field)
        where TFace : RowFace, IRowFace<TFace> =>
        FluentActions.Invoking(() => FieldSelector.Resolve(TFace.EntityType, field)).Should().Throw<FieldSelectionException>();
}
