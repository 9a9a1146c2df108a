using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Testing.Tests.Scenarios;

/// <summary>Further flows of a scenario.</summary>
internal static class Documents
{
    public static void Orders(ICrmErpSyncBuilder sync, string[] names) => sync.Sync<SalesOrder>(o => o.Between(names).Match(x => x.Number).Field(x => x.Lines, f => f.OnConflict(Resolve.Prefer("crm"))));

    public static void Contacts(ICrmErpSyncBuilder sync, string[] names) => sync.Sync<Contact>(c => c.Between(names).Match(x => x.Email));

    /// <summary>The texts and quantities of the only order of a system.</summary>
    public static string Lines(this FakeSystem system) =>
        string.Join(", ", system.All("orders").Single().Lines("lines").Select(l => $"{l.Fields.GetOrMissing("text").TextOrNull()} x {l.Fields.GetOrMissing("quantity").AsDecimal():0}"));

    /// <summary>Somebody sets the lines of the only order of a system; lines with a remote id stay the same line.</summary>
    public static void SetLines(this FakeSystem system, params Line[] lines) => system.Edit("orders", system.All("orders").Single().Id, ("lines", FieldValue.From(new LineList(lines))));

    /// <summary>The lines of the only order of a system.</summary>
    public static IReadOnlyList<Line> LinesOf(this FakeSystem system) => system.All("orders").Single().Lines("lines");

    /// <summary>A line with other values.</summary>
    public static Line With(this Line line, string? text = null, decimal? quantity = null)
    {
        var fields = line.Fields.Clone();
        if (text is not null)
        {
            fields["text"] = text;
        }

        if (quantity is not null)
        {
            fields["quantity"] = quantity.Value;
        }

        return line with { Fields = fields };
    }

    /// <summary>A new line.</summary>
    public static Line Line(string text, decimal quantity)
    {
        var fields = new Row(new RowSchema("line", ["text", "quantity", "unit"]));
        fields["text"] = text;
        fields["quantity"] = quantity;
        return new Line(default, fields);
    }
}
