namespace CrmErp.Sdk.Tests.Entities;

public sealed class RowListTests
{
    private static readonly LineId s_first = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LineId s_second = new(new Guid(2, 0, 0, new byte[8]));

    [Fact]
    public void Add_Line_StandsInTheRow()
    {
        var order = Order();

        var lines = order.Row["Lines"].AsLines();
        lines.Select(line => line.Id).Should().Equal(s_first, s_second);
        lines[1].Fields["Quantity"].Should().Be(FieldValue.From(2m));
    }

    [Fact]
    public void Set_OnALine_GoesThrough_AndWhoTookTheListBeforeKeepsIt()
    {
        var order = Order();
        var before = order.Row["Lines"];
        var copy = order.Row.Clone();

        order.Lines[1].Quantity = 5;
        order.Lines[1].Unit = "KGM";

        order.Row["Lines"].AsLines()[1].Fields["Quantity"].Should().Be(FieldValue.From(5m));
        order.Row["Lines"].AsLines()[1].Fields["Unit"].Should().Be(FieldValue.From("KGM"));
        before.AsLines()[1].Fields["Quantity"].Should().Be(FieldValue.From(2m));
        copy["Lines"].Should().Be(before).And.NotBe(order.Row["Lines"]);
    }

    [Fact]
    public void Set_OnALineThatWasKept_GoesThrough()
    {
        var line = new SalesOrderLine { Quantity = 1 };
        var order = new SalesOrder { Lines = { line } };

        line.Quantity = 7;

        order.Lines[0].Should().BeSameAs(line);
        order.Row["Lines"].AsLines()[0].Fields["Quantity"].Should().Be(FieldValue.From(7m));
    }

    [Fact]
    public void Remove_Line_LeavesItsValuesAndTheOthers()
    {
        var order = Order();
        var removed = order.Lines[0];

        order.Lines.Remove(removed).Should().BeTrue();
        removed.Quantity.Should().Be(1);
        removed.Quantity = 9;

        order.Lines.Should().ContainSingle().Which.Id.Should().Be(s_second);
        order.Lines.Remove(removed).Should().BeFalse();
        order.Row["Lines"].AsLines()[0].Fields["Quantity"].Should().Be(FieldValue.From(2m));
    }

    [Fact]
    public void Clear_IsKnownToBeEmpty()
    {
        var order = Order();

        order.Lines.Clear();

        order.Lines.Should().BeEmpty();
        order.Row["Lines"].IsMissing.Should().BeFalse();
        order.Row["Lines"].AsLines().Should().BeEmpty();
    }

    [Fact]
    public void Add_LineOfAnotherDocument_IsRefused()
    {
        var order = Order();

        FluentActions.Invoking(() => new SalesOrder().Lines.Add(order.Lines[0])).Should().Throw<ArgumentException>().WithMessage("*part of a document*");
    }

    [Fact]
    public void ListReplacedInTheRow_ShowsTheNewLines_AndOldFacesAreRefused()
    {
        var order = Order();
        var old = order.Lines[0];
        order.Row["Lines"] = FieldValue.From(new LineList([new Line(s_first, new Row(SalesOrderLine.EntityType.Schema) { ["Unit"] = "X" })]));

        order.Lines.Should().ContainSingle().Which.Unit.Should().Be("X");
        FluentActions.Invoking(() => old.Unit = "Y").Should().Throw<InvalidOperationException>().WithMessage("*removed*");
    }

    [Fact]
    public void FindAndInsert_GoByIdentityAndPlace()
    {
        var order = Order();

        order.Lines.Insert(0, new SalesOrderLine { Description = "zero" });

        order.Lines[0].Description.Should().Be("zero");
        order.Lines.Find(s_second)!.Quantity.Should().Be(2);
        order.Lines.Find(default(LineId))!.Description.Should().Be("zero");
        order.Lines.Select(line => line.Quantity).Should().Equal(null, 1m, 2m);
    }

    private static SalesOrder Order() => new() { Lines = { new SalesOrderLine { Id = s_first, Quantity = 1 }, new SalesOrderLine { Id = s_second, Quantity = 2 } } };
}
