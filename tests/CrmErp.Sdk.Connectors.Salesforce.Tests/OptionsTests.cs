using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests;

public class OptionsTests
{
    [Fact]
    public void Section_is_bound_and_the_connection_is_registered()
    {
        var services = new ServiceCollection();
        services.AddCrmErpSync(sync => sync.AddSalesforce("crm", Section(
            ("LoginUrl", "https://acme.my.salesforce.com"), ("ClientId", "id"), ("ClientSecret", "secret"), ("Currency", "CHF"), ("Feed", "Query"), ("SettleLag", "00:02:00"),
            ("Bulk:Enabled", "true"), ("ObjectsWithoutExternalId:0", "Task"), ("AllowedOrigins:0", "https://proxy.acme.example"),
            ("LineLists:0:Parent", "Project__c"), ("LineLists:0:Relationship", "Tasks__r"), ("LineLists:0:Object", "Task__c"), ("LineLists:0:ParentField", "Project__c"))));

        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<IOptionsMonitor<SalesforceOptions>>().Get("crm");

        options.Currency.Should().Be("CHF");
        options.Feed.Should().Be(SalesforceChangeFeed.Query);
        options.SettleLag.Should().Be(TimeSpan.FromMinutes(2));
        options.Bulk.Enabled.Should().BeTrue();
        options.ObjectsWithoutExternalId.Should().Equal("Task");
        options.AllowedOrigins.Should().Equal(new Uri("https://proxy.acme.example"));
        options.LineLists.Should().ContainSingle().Which.Relationship.Should().Be("Tasks__r");
    }

    [Fact]
    public void Missing_settings_are_all_told_at_once()
    {
        var failures = Validate(new SalesforceOptions { LoginUrl = new Uri("http://acme.example"), ApiVersion = "67", Bulk = { Threshold = 0 } });
        failures.Should().HaveCountGreaterThanOrEqualTo(6);
        string.Join('\n', failures).Should().ContainAll("ClientId", "Currency", "ApiVersion must look like 67.0", "https://", "No way to sign in", "Threshold", "connection 'crm'");
    }

    [Fact]
    public void Complete_settings_have_no_problem() => Validate(Complete()).Should().BeEmpty();

    [Fact]
    public void Client_credentials_need_my_domain()
    {
        var options = Complete();
        options.LoginUrl = new Uri("https://login.salesforce.com");
        Validate(options).Should().ContainSingle().Which.Should().Contain("My Domain");
    }

    [Fact]
    public void Jwt_needs_user_and_key()
    {
        var options = Complete();
        options.Flow = SalesforceAuthFlow.JwtBearer;
        Validate(options).Should().HaveCount(2).And.Contain(f => f.Contains("Username", StringComparison.Ordinal)).And.Contain(f => f.Contains("PrivateKey", StringComparison.Ordinal));
    }

    [Fact]
    public void Line_list_needs_plain_names()
    {
        var options = Complete();
        options.LineLists.Add(new SalesforceLineList { Parent = "Project__c", Relationship = "Tasks__r WHERE", Object = "Task__c", ParentField = "Project__c" });
        Validate(options).Should().ContainSingle().Which.Should().Contain("line list");
    }

    [Fact]
    public void Registration_says_what_is_wrong_before_anything_is_called()
    {
        var services = new ServiceCollection();
        services.AddCrmErpSync(sync => sync.AddSalesforce("crm", Section(("Currency", "EUR"))));
        using var provider = services.BuildServiceProvider();
        var registration = SalesforceRegistration.Create(Complete());
        registration.ValidateSettings!(provider, "crm").Should().Contain(p => p.Contains("ClientId", StringComparison.Ordinal)).And.Contain(p => p.Contains("No way to sign in", StringComparison.Ordinal));
    }

    [Fact]
    public void Connector_is_made_without_a_call()
    {
        var services = new ServiceCollection();
        services.AddCrmErpSync(sync => sync.AddSalesforce("crm", configure: o => (o.LoginUrl, o.ClientId, o.ClientSecret, o.Currency) = (new Uri("https://acme.my.salesforce.com"), "id", "secret", "EUR")));
        using var provider = services.BuildServiceProvider();
        SalesforceRegistration.Create(Complete()).Create(provider, "crm").Descriptor.System.Should().Be("salesforce");
    }

    private static SalesforceOptions Complete() => new() { LoginUrl = new Uri("https://acme.my.salesforce.com"), ClientId = "id", ClientSecret = "secret", Currency = "EUR" };

    private static List<string> Validate(SalesforceOptions options) => [.. new SalesforceOptionsValidator().Validate("crm", options).Failures ?? []];

    private static IConfiguration Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
