using CrmErp.Sdk.Simulators.Salesforce.Bulk;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class BulkTests
{
    [Fact]
    public void Csv_QuotesDelimitersAndLineBreaks_SurviveTheRoundTrip()
    {
        var text = new System.Text.StringBuilder();
        IReadOnlyList<string> row = ["a,b", "say \"x\"", "two\r\nlines", "", "ü"];
        Csv.Write(text, row, ',', "\n");

        Csv.Read("\uFEFFA,B\r\n\r\n" + text, ',').Should().BeEquivalentTo(new[] { ["A", "B"], row }, o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task Ingest_Upsert_GoesThroughItsStatesAndReportsEveryRow()
    {
        await using var world = await SalesforceWorld.StartAsync();
        await world.CreateAsync("Account", new { Name = "Old", Erp_Id__c = "1", Phone = "stays", Fax = "goes" });
        var job = await world.PostAsync("jobs/ingest", new { @object = "Account", operation = "upsert", externalIdFieldName = "Erp_Id__c", contentType = "CSV", lineEnding = "LF" });
        var id = job.Json.GetProperty("id").GetString()!;
        job.Json.GetProperty("state").GetString().Should().Be("Open");
        var contentUrl = job.Json.GetProperty("contentUrl").GetString()!;
        contentUrl.Should().Be($"services/data/v67.0/jobs/ingest/{id}/batches");

        var upload = await world.SendAsync(HttpMethod.Put, "/" + contentUrl, "Erp_Id__c,Name,Phone,Fax\n1,New,,#N/A\n2,\"Two, \"\"quoted\"\"\",2,\n3,,3,\n");
        var closed = await world.PatchAsync($"jobs/ingest/{id}", new { state = "UploadComplete" });
        var first = await world.GetAsync($"jobs/ingest/{id}");
        var second = await world.GetAsync($"jobs/ingest/{id}");

        upload.Status.Should().Be(201);
        closed.Json.GetProperty("state").GetString().Should().Be("UploadComplete");
        first.Json.GetProperty("state").GetString().Should().Be("InProgress");
        second.Json.GetProperty("state").GetString().Should().Be("JobComplete");
        second.Json.GetProperty("numberRecordsProcessed").GetInt32().Should().Be(3);
        second.Json.GetProperty("numberRecordsFailed").GetInt32().Should().Be(1);
        var good = Csv.Read((await world.GetAsync($"jobs/ingest/{id}/successfulResults")).Text, ',');
        good[0].Should().StartWith(["sf__Id", "sf__Created"]);
        good.Skip(1).Select(r => (r[1], r[2])).Should().Equal(("false", "1"), ("true", "2"));
        var bad = Csv.Read((await world.GetAsync($"jobs/ingest/{id}/failedResults")).Text, ',');
        bad[1][1].Should().Be("REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --");
        Csv.Read((await world.GetAsync($"jobs/ingest/{id}/unprocessedrecords")).Text, ',').Should().ContainSingle();
        var row = world.People.Find("Account", good[1][0])!.Value;
        (row.GetProperty("Name").GetString(), row.GetProperty("Phone").GetString(), row.GetProperty("Fax").GetString()).Should().Be(("New", "stays", null));
        (await world.DeleteAsync($"jobs/ingest/{id}")).Status.Should().Be(204);
        (await world.GetAsync($"jobs/ingest/{id}")).Status.Should().Be(404);
    }

    [Fact]
    public async Task Ingest_UnknownColumn_FailsTheJob_AndTimeAloneFinishesOne()
    {
        await using var world = await SalesforceWorld.StartAsync(o => o.BulkPolls = int.MaxValue);
        var job = await world.PostAsync("jobs/ingest", new { @object = "Account", operation = "insert" });
        var id = job.Json.GetProperty("id").GetString()!;
        await world.SendAsync(HttpMethod.Put, $"jobs/ingest/{id}/batches", "Name,Foo\nA,B\n");
        await world.PatchAsync($"jobs/ingest/{id}", new { state = "UploadComplete" });
        (await world.GetAsync($"jobs/ingest/{id}")).Json.GetProperty("state").GetString().Should().Be("InProgress");
        world.Clock.Advance(TimeSpan.FromSeconds(30));

        var done = await world.GetAsync($"jobs/ingest/{id}");

        done.Json.GetProperty("state").GetString().Should().Be("Failed");
        done.Json.GetProperty("errorMessage").GetString().Should().Be("InvalidBatch : Field name not found : Foo");
        Csv.Read((await world.GetAsync($"jobs/ingest/{id}/unprocessedrecords")).Text, ',').Should().HaveCount(2);
        (await world.GetAsync("/services/data/v66.0/jobs/ingest/" + id)).Status.Should().Be(409);
    }

    [Fact]
    public async Task Query_Results_ComeInPages_AndTheLastLocatorIsTheWordNull()
    {
        await using var world = await SalesforceWorld.StartAsync();
        foreach (var name in new[] { "A", "B", "C" })
        {
            await world.CreateAsync("Account", new { Name = name, NumberOfEmployees = 3 });
        }

        var job = await world.PostAsync("jobs/query", new { operation = "query", query = "SELECT Id, Name, Owner.Username, NumberOfEmployees, SystemModstamp FROM Account ORDER BY Name" });
        var id = job.Json.GetProperty("id").GetString()!;
        await world.GetAsync($"jobs/query/{id}");
        (await world.GetAsync($"jobs/query/{id}")).Json.GetProperty("state").GetString().Should().Be("JobComplete");

        var first = await world.GetAsync($"jobs/query/{id}/results?maxRecords=2");
        var second = await world.GetAsync($"jobs/query/{id}/results?maxRecords=2&locator={first.Header("Sforce-Locator")}");

        first.Header("Sforce-NumberOfRecords").Should().Be("2");
        second.Header("Sforce-Locator").Should().Be("null");
        Csv.Read(first.Text, ',')[0].Should().Equal("Id", "Name", "Owner.Username", "NumberOfEmployees", "SystemModstamp");
        Csv.Read(second.Text, ',')[1].Skip(1).Should().Equal("C", "integration@simulator.example", "3", "2026-03-02T08:00:00.000Z");
        (await world.PostAsync("jobs/query", new { operation = "query", query = "SELECT BillingAddress FROM Account" })).Status.Should().Be(400);
        world.Simulator.State.Requests.Of("sdk").Writes.Should().Be(3, "a query job is no write");
    }
}
