using System.Buffers;
using System.Text.Json;
using CrmErp.Samples.QuoteToCash;
using CrmErp.Samples.QuoteToCash.Script;
using CrmErp.Samples.QuoteToCash.Worlds;

namespace CrmErp.Sdk.Samples.Tests.Logging;

/// <summary>A whole day, with its crashes, refusals and conflicts, logged down to the lowest level: no secret and no person's data in it.</summary>
public sealed class LogScanTests : IDisposable
{
    private const int Accounts = 150;

    // Shorter values are words that any message may hold by itself.
    private const int Shortest = 6;

    private static readonly string[] PersonalColumns =
    [
        "Name", "displayName", "LastName", "Email", "email", "Phone", "phoneNumber", "MobilePhone", "mobilePhoneNumber", "Website", "website",
        "TaxNumber__c", "taxRegistrationNumber", "BillingStreet", "MailingStreet", "addressLine1",
    ];

    // What the script types, in Script/Edits.cs.
    private static readonly string[] Typed =
    [
        "+49 30 111222", "Neue Straße 1", "Alte Straße 9", "Neue Kundin GmbH", "DE999000111", "+49 40 777001", "neue-kundin", "Elbchaussee 1", "nina.neu@people.example",
        "Frischer Kunde AG", "DE999000222", "+49 40 777002", "Alsterufer 2", "Wartet", "wanda.wartet@people.example", "Verschollen", "Deichstraße", "Still Alive GmbH",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("log-scan-").FullName;

    [Fact]
    public async Task Nothing_that_a_day_logs_holds_a_secret_or_the_data_of_a_person()
    {
        using var screen = new StringWriter();
        int code;
        string[] secrets;
        await using (var day = new Day(new Arguments { Accounts = Accounts, Seed = 3, Trace = true, Keep = _folder }, _folder, screen))
        {
            code = await day.RunAsync();
            secrets =
            [
                .. day.Systems.Crm.Tokens.Issued, .. day.Systems.Erp.Tokens.Issued, .. day.Systems.Crm.Tokens.Clients.Select(c => c.ClientSecret), .. day.Systems.Erp.Clients.Select(c => c.ClientSecret),
            ];
        }

        var log = await File.ReadAllTextAsync(Path.Combine(_folder, "engine.log"), TestContext.Current.CancellationToken);
        code.Should().Be(0, screen.ToString());
        secrets.Should().HaveCountGreaterThan(4).And.OnlyContain(s => s.Length >= 8);
        foreach (var kind in new[] { " Debug CrmErp.Sdk", " Information ", " Warning CrmErp.Sdk", "span CrmErp.Sdk ", "measured CrmErp.Sdk ", "span System.Net.Http " })
        {
            log.Contains(kind, StringComparison.Ordinal).Should().BeTrue("a scan of silence proves nothing, and there is nothing with '{0}'", kind);
        }

        log.Count(c => c == '\n').Should().BeGreaterThan(2000);
        Leaks(log, [.. secrets, .. Personal()]).Should().BeEmpty();
        Leaks(screen.ToString(), [.. secrets, .. Personal()]).Should().BeEmpty();
    }

    [Theory]
    [InlineData("warn: 'Müller & Söhne GmbH' was refused")]
    [InlineData("""warn: {"name":"M\u00FCller \u0026 S\u00F6hne GmbH"}""")]
    [InlineData("warn: GET /query?q=M%C3%BCller%20%26%20S%C3%B6hne%20GmbH")]
    public void A_value_of_the_data_is_found_in_any_of_its_forms(string line) => Leaks(line, [.. Personal()]).Should().ContainSingle();

    private static IEnumerable<string> Personal()
    {
        var data = new DataSet(Path.Combine(AppContext.BaseDirectory, "Data"), Accounts);
        string[] files = ["crm/accounts.csv", "crm/contacts.csv", "erp/customers.csv", "erp/contacts.csv"];
        return files.SelectMany(data.Rows).SelectMany(r => PersonalColumns.Select(c => r[c]).SelectMany(v => v.Split('\n')).Append(r["LastName"].Length > 0 ? $"{r["FirstName"]} {r["LastName"]}" : ""))
            .Concat(Typed).Select(v => v.Trim()).Where(v => v.Length >= Shortest).Distinct(StringComparer.Ordinal);
    }

    // As it is, as JSON writes it, as an address writes it.
    private static List<string> Leaks(string text, IReadOnlyCollection<string> values)
    {
        var forms = SearchValues.Create([.. values.SelectMany(v => new[] { v, JsonEncodedText.Encode(v).ToString(), Uri.EscapeDataString(v) }).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
        return [.. text.Split('\n').Where(line => line.AsSpan().ContainsAny(forms))];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
