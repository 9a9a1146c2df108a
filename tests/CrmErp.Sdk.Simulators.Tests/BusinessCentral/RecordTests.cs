namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class RecordTests
{
    [Fact]
    public async Task A_new_customer_shows_empty_values_and_not_nulls()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await world.PostAsync("customers", new { displayName = "Nordlicht AG" });

        reply.Status.Should().Be(201);
        reply.Text("number").Should().Be("C10001");
        reply.Text("blocked").Should().Be("_x0020_");
        reply.Text("type").Should().Be("Company");
        reply.Text("phoneNumber").Should().Be("");
        reply.Text("currencyCode").Should().Be("EUR");
        reply.Text("currencyId").Should().Be("00000000-0000-0000-0000-000000000000");
        reply.Text("lastModifiedDateTime").Should().Be("2026-03-02T08:00:00Z");
        reply.ETag.Should().StartWith("W/\"").And.EndWith("\"");
        reply.Headers["Location"].Should().EndWith($"/companies({world.Company})/customers({reply.Text("id")})");
        reply.Raw.Should().NotContain("null");
    }

    [Fact]
    public async Task Codes_are_trimmed_and_upper_cased_and_tax_numbers_upper_cased()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await world.PostAsync("customers", new
        {
            number = " kd-7 ", displayName = " Müller & Söhne ", postalCode = "sw1a 1aa", country = "gb", taxRegistrationNumber = "gb123", currencyCode = "usd",
        });

        reply.Text("number").Should().Be("KD-7");
        reply.Text("displayName").Should().Be(" Müller & Söhne ");
        reply.Text("postalCode").Should().Be("SW1A 1AA");
        reply.Text("country").Should().Be("GB");
        reply.Text("taxRegistrationNumber").Should().Be("GB123");
        reply.Text("currencyId").Should().NotBe("00000000-0000-0000-0000-000000000000");
    }

    [Theory]
    [InlineData("""{"displayName":""}""", 400, "Application_DialogException")]
    [InlineData("""{"phoneNumber":"1"}""", 400, "Application_DialogException")]
    [InlineData("""{"displayName":"A","country":"XX"}""", 400, "Internal_InvalidTableRelation")]
    [InlineData("""{"displayName":"A","currencyCode":"XXX"}""", 400, "Application_DialogException")]
    [InlineData("""{"displayName":"A","paymentTermsId":"11111111-1111-1111-1111-111111111111"}""", 400, "Application_DialogException")]
    [InlineData("""{"displayName":"A","email":"nobody"}""", 400, "Application_DialogException")]
    [InlineData("""{"displayName":"A","phoneNumber":"call me"}""", 400, "Application_FieldValidationException")]
    [InlineData("""{"displayName":"A","city":"0123456789012345678901234567890"}""", 400, "Application_StringExceededLength")]
    [InlineData("""{"displayName":"A","balanceDue":1}""", 400, "BadRequest_InvalidOperation")]
    [InlineData("""{"displayName":"A","id":"11111111-1111-1111-1111-111111111111"}""", 400, "BadRequest_InvalidOperation")]
    [InlineData("""{"displayName":"A","noSuchField":1}""", 400, "BadRequest")]
    [InlineData("""{"displayName":"A","creditLimit":"1"}""", 400, "BadRequest")]
    [InlineData("""{"displayName":"A","blocked":"Sometimes"}""", 400, "BadRequest")]
    [InlineData("""{"displayName":"A","taxAreaId":"x"}""", 400, "Application_InvalidGUID")]
    [InlineData("""{"displayName":"A","number":"C1"}""", 409, "Internal_EntityWithSameKeyExists")]
    public async Task A_refused_customer_says_why(string body, int status, string code)
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        await world.PostAsync("customers", new { displayName = "First", number = "C1" });

        var reply = await world.PostAsync("customers", body);

        (reply.Status, reply.Code).Should().Be((status, code), reply.Raw);
    }

    [Fact]
    public async Task Numbers_by_hand_can_be_forbidden()
    {
        await using var world = await BusinessCentralWorld.StartAsync(o => o.Companies[0].ManualNumbers = false);

        var reply = await world.PostAsync("customers", new { displayName = "A", number = "C1" });

        reply.Message.Should().StartWith("You may not enter numbers manually.");
    }

    [Fact]
    public async Task A_patch_needs_a_token_and_a_stale_one_is_a_conflict()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var created = await world.PostAsync("customers", new { displayName = "A" });
        var path = $"customers({created.Text("id")})";

        var missing = await world.PatchAsync(path, new { city = "Bonn" }, ifMatch: null);
        var garbled = await world.PatchAsync(path, new { city = "Bonn" }, ifMatch: "abc");
        var good = await world.PatchAsync(path, new { city = "Bonn" }, created.ETag);
        var stale = await world.PatchAsync(path, new { city = "Köln" }, created.ETag);

        (missing.Status, missing.Code).Should().Be((400, "BadRequest_InvalidToken"));
        (garbled.Status, garbled.Code).Should().Be((400, "BadRequest_InvalidToken"));
        (good.Status, good.Text("city")).Should().Be((200, "Bonn"));
        good.ETag.Should().NotBe(created.ETag);
        (stale.Status, stale.Code).Should().Be((409, "Request_EntityChanged"));
    }

    [Fact]
    public async Task A_delete_checks_the_token_only_when_there_is_one()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var first = await world.PostAsync("customers", new { displayName = "A" });
        var second = await world.PostAsync("customers", new { displayName = "B" });

        (await world.DeleteAsync($"customers({first.Text("id")})", "W/\"stale=\"")).Status.Should().Be(409);
        (await world.DeleteAsync($"customers({first.Text("id")})", first.ETag)).Status.Should().Be(204);
        (await world.DeleteAsync($"customers({second.Text("id")})", null)).Status.Should().Be(204);

        var gone = await world.GetAsync($"customers({first.Text("id")})");
        (gone.Status, gone.Code).Should().Be((404, "Internal_RecordNotFound"));
        (await world.PatchAsync($"customers({first.Text("id")})", new { city = "Bonn" })).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_write_can_be_answered_without_content()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        var reply = await world.PostAsync("customers", new { displayName = "A" }, ("Prefer", "return-no-content"));

        (reply.Status, reply.Raw).Should().Be((204, ""));
        (await world.GetAsync("customers")).Value.Should().ContainSingle();
    }

    [Fact]
    public async Task A_customer_brings_a_company_contact_and_persons_belong_to_it()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();
        var company = (await world.GetAsync($"customers({customer})/contactsInformation")).Value.Single();

        var person = await world.PostAsync("contacts", new { type = "Person", displayName = "Ada Muster", companyNumber = company.GetProperty("contactNumber").GetString() });
        await world.PatchAsync($"customers({customer})", new { city = "Bonn" });

        person.Text("companyName").Should().Be("Nordlicht AG");
        person.Text("contactBusinessRelation").Should().Be("Customer");
        (await world.GetAsync($"customers({customer})/contactsInformation")).Value.Should().HaveCount(2);
        (await world.GetAsync($"contacts({company.GetProperty("contactId").GetString()})")).Text("city").Should().Be("Bonn");
        var bare = await world.GetAsync("contactsInformation");
        bare.Message.Should().StartWith("id type not specified.");
    }

    [Fact]
    public async Task A_company_keeps_its_own_records()
    {
        await using var world = await BusinessCentralWorld.StartAsync(o => o.Companies = [new() { Name = "One" }, new() { Name = "Two", LocalCurrency = "USD" }]);
        await world.CustomerAsync();

        var second = world.Simulator.CompanyIds[1];
        var reply = await world.SendRawAsync("POST", $"{world.Root}customers?company={second}", new { displayName = "Other" });

        reply.Text("currencyCode").Should().Be("USD");
        (await world.GetAsync("customers")).Value.Should().ContainSingle();
        (await world.SendRawAsync("GET", $"{world.Root}companies({second})/customers", null)).Value.Should().ContainSingle();
        (await world.SendRawAsync("GET", $"{world.Root}customers", null)).Code.Should().Be("BadRequest_RequiredParamNotProvided");
    }

    [Fact]
    public async Task A_read_only_intent_refuses_writes()
    {
        await using var world = await BusinessCentralWorld.StartAsync();

        (await world.PostAsync("customers", new { displayName = "A" }, ("Data-Access-Intent", "ReadOnly"))).Status.Should().Be(400);
        (await world.GetAsync("customers", ("Data-Access-Intent", "ReadOnly"))).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task An_extension_field_is_read_and_written()
    {
        await using var world = await BusinessCentralWorld.StartAsync();
        var customer = await world.CustomerAsync();

        world.Simulator.AddExtensionField("customers", "loyaltyPoints", null);

        (await world.GetAsync($"customers({customer})")).Number("loyaltyPoints").Should().Be(0);
        (await world.PatchAsync($"customers({customer})", new { loyaltyPoints = 12 })).Number("loyaltyPoints").Should().Be(12);
    }
}
