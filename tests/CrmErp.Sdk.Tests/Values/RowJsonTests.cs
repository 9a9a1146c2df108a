using System.Text.Json;
using CsCheck;

namespace CrmErp.Sdk.Tests.Values;

public sealed class RowJsonTests
{
    private static readonly EntityType[] s_types =
    [
        Account.EntityType, Contact.EntityType, Product.EntityType, PriceList.EntityType, Opportunity.EntityType, Quote.EntityType, SalesOrder.EntityType,
        Shipment.EntityType, Invoice.EntityType, CreditNote.EntityType, Payment.EntityType, InventoryLevel.EntityType, TaxCode.EntityType,
    ];

    [Fact]
    public void Write_Account_IsPlainJsonByFieldName()
    {
        var account = new Account
        {
            Name = "Müller \"& Söhne\"",
            Fax = null,
            Employees = 12,
            Active = true,
            CreditLimit = new Money(1000.50m, "EUR"),
            FirstOrderOn = new DateOnly(2024, 5, 31),
            BalanceAsOf = new DateTimeOffset(2024, 5, 31, 10, 0, 0, TimeSpan.FromHours(2)),
            ParentAccount = new Reference("Account", new GoldenId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))),
            BillingAddress = { City = "Bonn" },
            TaxNumbers = { new TaxNumber { Id = new LineId(new Guid(9, 0, 0, new byte[8])), Type = "VAT", Number = "DE123" } },
        };

        RowJson.Write(account.Shape, account.Row).Should().Be(
            """{"Name":"Müller \"& Söhne\"","ParentAccount":"00000001000200030405060708090a0b","TaxNumbers":[{"lineId":"00000009000000000000000000000000","Type":"VAT","Number":"DE123"}],"Fax":null,"Employees":12,"CreditLimit":{"amount":1000.5,"currency":"EUR"},"BalanceAsOf":"2024-05-31T08:00:00.0000000Z","Active":true,"FirstOrderOn":"2024-05-31","BillingAddress.City":"Bonn"}""");
    }

    [Fact]
    public void Read_WhatWriteWrote_IsTheRow() => Gens.OneOf(s_types).SelectMany(Gens.RowOf, (type, row) => (type, row)).Sample(p =>
    {
        var json = RowJson.Write(p.type, p.row);
        var read = RowJson.Read(p.type, json);
        return read.Values.SequenceEqual(p.row.Values) && RowJson.Write(p.type, read) == json;
    }, iter: 2000);

    [Fact]
    public void WriteSparse_WhatDiffers_AppliesBackToTheRow() => Gen.Select(Gens.RowOf(SalesOrder.EntityType), Gens.RowOf(SalesOrder.EntityType)).Sample((row, from) =>
    {
        var type = SalesOrder.EntityType;
        var read = RowJson.ReadSparse(type, RowJson.WriteSparse(type, SparseRow.Difference(row, from)));
        return read.Over(from).Values.SequenceEqual(row.Values);
    }, iter: 1000);

    [Fact]
    public void WriteSparse_MissingIsNotAbsent()
    {
        var type = Account.EntityType;
        var sparse = new SparseRow { [type.Field("Name").Slot] = FieldValue.Missing, [type.Field("Fax").Slot] = FieldValue.Null, [type.Field("Phone").Slot] = "1" };

        var json = RowJson.WriteSparse(type, sparse);

        json.Should().Be("""{"Phone":"1","Fax":null,"$missing":["Name"]}""");
        var read = RowJson.ReadSparse(type, json);
        read.Count.Should().Be(3);
        read[type.Field("Name").Slot].IsMissing.Should().BeTrue();
        read.Contains(type.Field("Email").Slot).Should().BeFalse();
    }

    [Fact]
    public void UnknownFields_AreKeptOnRequest_AlsoThoseOfLines()
    {
        const string Json = """{"Name":"A","TaxNumbers":[{"lineId":"00000009000000000000000000000000","Type":"VAT","Issuer":{"x":[1,2]}}],"Loyalty":12,"Odd":[{"a":null}]}""";
        var unknown = new UnknownFields();

        var row = RowJson.Read(Account.EntityType, Json, unknown);

        unknown.Count.Should().Be(3);
        RowJson.Write(Account.EntityType, row, unknown).Should().Be(Json);
        RowJson.Write(Account.EntityType, RowJson.Read(Account.EntityType, Json)).Should().NotContain("Loyalty");
    }

    [Fact]
    public void UnknownFields_ThatBecameKnown_AreNotWrittenTwice()
    {
        var unknown = new UnknownFields();
        RowJson.Read(Account.EntityType, """{"Loyalty":12}""", unknown);
        var type = Account.EntityType.With([new EntityField { Name = "Loyalty", Kind = FieldKind.Integer }]);
        var row = new Row(type.Schema) { ["Loyalty"] = 13L };

        RowJson.Write(type, row, unknown).Should().Be("""{"Loyalty":13}""");
    }

    [Theory]
    [InlineData("""{"Name":5}""", "Account.Name")]
    [InlineData("""{"Employees":1.5}""", "Account.Employees")]
    [InlineData("""{"Employees":"1"}""", "Account.Employees")]
    [InlineData("""{"FirstOrderOn":"31.05.2024"}""", "Account.FirstOrderOn")]
    [InlineData("""{"CreditLimit":{"amount":1}}""", "Account.CreditLimit")]
    [InlineData("""{"CreditLimit":{"amount":12345678901234567890123456.78901,"currency":"EUR"}}""", "Account.CreditLimit")]
    [InlineData("""{"Active":"yes"}""", "Account.Active")]
    public void Read_ValueThatDoesNotFit_NamesTheField(string json, string field) =>
        FluentActions.Invoking(() => RowJson.Read(Account.EntityType, json)).Should().Throw<JsonException>().WithMessage($"*{field}*");

    [Fact]
    public void Write_ValueOfAnotherKind_NamesTheField()
    {
        var row = new Row(Account.EntityType.Schema) { ["Employees"] = "many" };

        FluentActions.Invoking(() => RowJson.Write(Account.EntityType, row)).Should().Throw<FieldKindException>().WithMessage("*Account.Employees*Text*Integer*");
    }

    [Fact]
    public void Write_HalfACharacter_IsATypedError()
    {
        var row = new Row(Account.EntityType.Schema) { ["Name"] = "cut \uD83D" };

        FluentActions.Invoking(() => RowJson.Write(Account.EntityType, row)).Should().Throw<FieldRangeException>();
    }

    [Fact]
    public void Write_Reference_SaysItsTypeOnlyWhenItIsNotTheFields()
    {
        var row = new Row(Contact.EntityType.Schema) { ["Account"] = FieldValue.From(new Reference("customers", "C-1")) };

        RowJson.Write(Contact.EntityType, row).Should().Be("""{"Account":{"type":"customers","id":"C-1"}}""");
    }

    [Fact]
    public void Tagged_RowRoundTrips() => Gens.Value.Array[4].Sample(values =>
    {
        var schema = new RowSchema("Thing", ["A", "B", "C", "D"]);
        var row = new Row(schema, [.. values]);
        var read = TaggedJson.ReadRow(TaggedJson.WriteRow(row), schema);
        return read.Values.SequenceEqual(row.Values) && read.Values.ToArray().Select(v => v.Kind).SequenceEqual(values.Select(v => v.Kind));
    });

    [Fact]
    public void Tagged_ReadWithAnotherSchema_GoesByName()
    {
        var row = new Row(new RowSchema("Order", ["No", "Old", "Lines"]), ["1", "x", FieldValue.From(new LineList([new Line(default, new Row(new RowSchema("Line", ["Gone", "Item"]), ["g", "i"]), "10")]))]);

        var read = TaggedJson.ReadRow(TaggedJson.WriteRow(row), new RowSchema("Order", ["New", "Lines", "No"]), name => name == "Lines" ? new RowSchema("Line", ["Item", "Qty"]) : null);

        read["No"].AsText().Should().Be("1");
        read["New"].IsMissing.Should().BeTrue();
        var line = read["Lines"].AsLines()[0];
        line.RemoteId.Should().Be("10");
        line.Fields["Item"].AsText().Should().Be("i");
        line.Fields["Qty"].IsMissing.Should().BeTrue();
    }
}
