using System.Text.Json;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Tests.Salesforce;

public sealed class BatchTests
{
    [Fact]
    public async Task Collections_Create_IsAnsweredRowByRowIn200()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.PostAsync("composite/sobjects", """
            {"allOrNone":false,"records":[
              {"attributes":{"type":"Contact"},"LastName":"A"},
              {"attributes":{"type":"Contact"},"FirstName":"B"},
              {"attributes":{"type":"Account"},"Name":"C"}]}
            """);

        answer.Status.Should().Be(200);
        var rows = answer.Json.EnumerateArray().ToList();
        rows.Select(r => r.GetProperty("success").GetBoolean()).Should().Equal(true, false, true);
        rows[1].GetRawText().Should().Be("""{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]","fields":["LastName"]}]}""");
        world.Simulator.State.Requests.Of("sdk").BatchItems.Should().Be(3);
    }

    [Fact]
    public async Task Collections_AllOrNone_RollsTheInnocentRowsBack()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.PostAsync("composite/sobjects", """{"allOrNone":true,"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"}}]}""");

        answer.Json[0].GetProperty("errors")[0].GetProperty("statusCode").GetString().Should().Be("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        answer.Json[1].GetProperty("errors")[0].GetProperty("statusCode").GetString().Should().Be("REQUIRED_FIELD_MISSING");
        (await world.QueryAsync("SELECT COUNT() FROM Account")).Json.GetProperty("totalSize").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Collections_MalformedRequest_IsRefusedWithTheOtherShape()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var record = new { attributes = new { type = "Account" }, Name = "A" };

        var unknownField = await world.PostAsync("composite/sobjects", """{"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"},"Foo":"A"}]}""");
        var unknownType = await world.PostAsync("composite/sobjects", """{"records":[{"attributes":{"type":"Foo"},"Name":"A"}]}""");
        var tooMany = await world.PostAsync("composite/sobjects", new { records = Enumerable.Repeat(record, 201) });
        var chunks = await world.PostAsync("composite/sobjects", new { records = Enumerable.Range(0, 12).Select(i => new { attributes = new { type = i % 2 == 0 ? "Account" : "Contact" } }) });

        (unknownField.Status, unknownField.ErrorCode).Should().Be((400, "INVALID_FIELD"));
        unknownType.ErrorCode.Should().Be("INVALID_TYPE");
        tooMany.ErrorCode.Should().Be("EXCEEDED_ID_LIMIT");
        chunks.ErrorCode.Should().Be("LIMIT_EXCEEDED");
        world.Simulator.State.Writes.LastSequence.Should().Be(0);
    }

    [Fact]
    public async Task Collections_UpdateDeleteAndUpsert_ReportEachRow()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var a = await world.CreateAsync("Account", new { Name = "A", Erp_Id__c = "1" });

        var updated = await world.PatchAsync("composite/sobjects", $$$"""{"records":[{"attributes":{"type":"Account"},"id":"{{{a}}}","Phone":"1"},{"attributes":{"type":"Account"},"id":"{{{a}}}","Phone":"2"},{"attributes":{"type":"Account"},"id":"001000000000001AAA"}]}""");
        var upserted = await world.PatchAsync("composite/sobjects/Account/Erp_Id__c", """
            {"records":[{"attributes":{"type":"Account"},"Erp_Id__c":"1","Phone":"3"},{"attributes":{"type":"Account"},"Erp_Id__c":"2","Name":"B"},
              {"attributes":{"type":"Account"},"Erp_Id__c":"2","Name":"C"},{"attributes":{"type":"Account"},"Name":"no key"}]}
            """);
        var deleted = await world.DeleteAsync($"composite/sobjects?ids={a},{a},nonsense&allOrNone=false");

        Codes(updated).Should().Equal(null, "DUPLICATE_VALUE", "INVALID_CROSS_REFERENCE_KEY");
        Codes(upserted).Should().Equal(null, null, "DUPLICATE_VALUE", "MISSING_ARGUMENT");
        upserted.Json[0].GetProperty("created").GetBoolean().Should().BeFalse();
        upserted.Json[1].GetProperty("created").GetBoolean().Should().BeTrue();
        Codes(deleted).Should().Equal(null, "ENTITY_IS_DELETED", "MALFORMED_ID");
    }

    [Fact]
    public async Task MultiGet_MissingIds_AreNull()
    {
        await using var world = await SalesforceWorld.StartAsync();
        var a = await world.CreateAsync("Account", new { Name = "A" });

        var answer = await world.PostAsync("composite/sobjects/Account", new { ids = new[] { "001000000000001AAA", a[..15] }, fields = new[] { "Id", "Name" } });

        answer.Json[0].ValueKind.Should().Be(JsonValueKind.Null);
        answer.Json[1].GetProperty("Name").GetString().Should().Be("A");
        world.Simulator.State.Requests.Of("sdk").Writes.Should().Be(1, "a POST that only reads is not a write");
    }

    [Fact]
    public async Task Composite_ReferencesAreFilledIn_AndAFailureHaltsTheRest()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var good = await world.PostAsync("composite", Composite(allOrNone: true, "{\"LastName\":\"B\",\"AccountId\":\"@{acc.id}\"}"));
        var bad = await world.PostAsync("composite", Composite(allOrNone: true, "{\"AccountId\":\"@{acc.id}\"}"));
        var loose = await world.PostAsync("composite", Composite(allOrNone: false, "{\"LastName\":\"B\",\"AccountId\":\"@{other.id}\"}"));

        good.Status.Should().Be(200);
        Statuses(good.Json).Should().Equal(201, 201, 200);
        good.Json.GetProperty("compositeResponse")[2].GetProperty("body").GetProperty("LastName").GetString().Should().Be("B");
        bad.Status.Should().Be(200);
        Statuses(bad.Json).Should().Equal(400, 400, 400);
        bad.Json.GetProperty("compositeResponse")[0].GetProperty("body")[0].GetProperty("errorCode").GetString().Should().Be("PROCESSING_HALTED");
        bad.Json.GetProperty("compositeResponse")[1].GetProperty("body")[0].GetProperty("errorCode").GetString().Should().Be("REQUIRED_FIELD_MISSING");
        Statuses(loose.Json).Should().Equal(201, 400, 400);
        (await world.QueryAsync("SELECT COUNT() FROM Account")).Json.GetProperty("totalSize").GetInt32().Should().Be(2, "the failed transaction left nothing");
    }

    [Fact]
    public async Task Graph_EachIsItsOwnTransaction()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var answer = await world.PostAsync("composite/graph", $$$"""
            {"graphs":[
              {"graphId":"good","compositeRequest":[{"method":"POST","url":"{{{SalesforceWorld.Api}}}/sobjects/Account","referenceId":"a","body":{"Name":"A"}}]},
              {"graphId":"bad","compositeRequest":[{"method":"POST","url":"{{{SalesforceWorld.Api}}}/sobjects/Account","referenceId":"a","body":{"Name":"B"}},
                {"method":"PATCH","url":"{{{SalesforceWorld.Api}}}/sobjects/Account/@{a.id}","referenceId":"b","body":{"Name":null}}]}]}
            """);

        answer.Json.GetProperty("graphs").EnumerateArray().Select(g => g.GetProperty("isSuccessful").GetBoolean()).Should().Equal(true, false);
        Statuses(answer.Json.GetProperty("graphs")[1].GetProperty("graphResponse")).Should().Equal(400, 400);
        (await world.QueryAsync("SELECT Name FROM Account")).Records.Single().GetProperty("Name").GetString().Should().Be("A");
    }

    [Fact]
    public async Task Tree_ParentsAndChildren_AreCreatedTogetherOrNotAtAll()
    {
        await using var world = await SalesforceWorld.StartAsync();

        var good = await world.PostAsync("composite/tree/Account", Tree("""{"attributes":{"type":"Contact","referenceId":"c"},"LastName":"B"}"""));
        var bad = await world.PostAsync("composite/tree/Account", Tree("""{"attributes":{"type":"Contact","referenceId":"c"},"FirstName":"B"}"""));

        good.Status.Should().Be(201);
        good.Json.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("referenceId").GetString()).Should().Equal("a", "c");
        bad.Status.Should().Be(400);
        bad.Json.GetProperty("results")[0].GetProperty("errors")[0].GetProperty("statusCode").GetString().Should().Be("REQUIRED_FIELD_MISSING");
        (await world.QueryAsync("SELECT Account.Name FROM Contact")).Records.Should().ContainSingle();
    }

    [Fact]
    public async Task FaultPlan_ItemOfABatch_FailsAloneWithItsCode()
    {
        await using var world = await SalesforceWorld.StartAsync();
        world.Simulator.State.Faults.Add(new FaultRule { Object = "Account", Operation = RequestOperation.Create, Skip = 1, Fault = Fault.Status(400, "UNABLE_TO_LOCK_ROW") });

        var answer = await world.PostAsync("composite/sobjects", """{"records":[{"attributes":{"type":"Account"},"Name":"A"},{"attributes":{"type":"Account"},"Name":"B"},{"attributes":{"type":"Account"},"Name":"C"}]}""");

        Codes(answer).Should().Equal(null, "UNABLE_TO_LOCK_ROW", null);
    }

    [Fact]
    public async Task FaultPlan_LostReplyOfACreateInABatch_CommitsAndCutsTheConnection()
    {
        await using var world = await SalesforceWorld.StartAsync();
        world.Simulator.State.Faults.Next("Account", RequestOperation.Create, Fault.LoseReply(TimeSpan.FromMinutes(2)));

        await FluentActions.Awaiting(() => world.PostAsync("composite/sobjects", """{"records":[{"attributes":{"type":"Account"},"Name":"A"}]}""")).Should().ThrowAsync<HttpRequestException>();

        (await world.QueryAsync("SELECT COUNT() FROM Account")).Json.GetProperty("totalSize").GetInt32().Should().Be(0, "the commit comes later");
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        (await world.QueryAsync("SELECT COUNT() FROM Account")).Json.GetProperty("totalSize").GetInt32().Should().Be(1);
    }

    private static string Composite(bool allOrNone, string contact) => $$$"""
        {"allOrNone":{{{(allOrNone ? "true" : "false")}}},"compositeRequest":[
          {"method":"POST","url":"{{{SalesforceWorld.Api}}}/sobjects/Account","referenceId":"acc","body":{"Name":"A"}},
          {"method":"POST","url":"{{{SalesforceWorld.Api}}}/sobjects/Contact","referenceId":"con","body":{{{contact}}}},
          {"method":"GET","url":"{{{SalesforceWorld.Api}}}/sobjects/Contact/@{con.id}?fields=LastName,AccountId","referenceId":"get"}]}
        """;

    private static string Tree(string contact) => $$$"""
        {"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"A","Contacts":{"records":[{{{contact}}}]}}]}
        """;

    private static IEnumerable<int> Statuses(JsonElement answer) => answer.GetProperty("compositeResponse").EnumerateArray().Select(r => r.GetProperty("httpStatusCode").GetInt32());

    private static IEnumerable<string?> Codes(Answer answer) => answer.Json.EnumerateArray()
        .Select(r => r.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("statusCode").GetString()).FirstOrDefault());
}
