using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Tests.BusinessCentral;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_subscription_shakes_hands_and_delivers_after_thirty_seconds()
    {
        using var hook = new Receiver();
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));
        var subscription = await SubscribeAsync(world, "customers");

        var id = await world.CustomerAsync();
        await world.PatchAsync($"customers({id})", new { city = "Bonn" });
        world.Time.Advance(TimeSpan.FromSeconds(29));
        (await world.Simulator.PumpWebhooksAsync()).Should().Be(0);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        (await world.Simulator.PumpWebhooksAsync()).Should().Be(1);

        subscription.Status.Should().Be(201, subscription.Raw);
        var entry = JsonElement.Parse(hook.Bodies.Single()).GetProperty("value").EnumerateArray().Single();
        entry.GetProperty("changeType").GetString().Should().Be("created", "an update inside the window is merged into the create");
        entry.GetProperty("clientState").GetString().Should().Be("s3cret");
        entry.GetProperty("resource").GetString().Should().EndWith($"/companies({world.Company})/customers({id})");
        entry.GetProperty("subscriptionId").GetString().Should().Be(subscription.Text("subscriptionId"));
    }

    [Fact]
    public async Task Without_the_token_echoed_there_is_no_subscription()
    {
        using var hook = new Receiver { Echo = false };
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));

        (await SubscribeAsync(world, "customers")).Status.Should().Be(400);
        (await world.SendRawAsync("GET", world.Root + "subscriptions", null)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Lines_cannot_be_subscribed_and_a_resource_only_once()
    {
        using var hook = new Receiver();
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));

        (await SubscribeAsync(world, "salesOrderLines")).Status.Should().Be(400);
        (await SubscribeAsync(world, "items")).Status.Should().Be(201);
        (await SubscribeAsync(world, "items")).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_subscription_lives_three_days_unless_renewed_with_its_token()
    {
        using var hook = new Receiver();
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));
        var subscription = await SubscribeAsync(world, "customers");
        var url = $"{world.Root}subscriptions('{subscription.Text("subscriptionId")}')";
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.LogInAsync();

        var without = await world.SendRawAsync("PATCH", url, new { clientState = "new" });
        var renewed = await world.SendRawAsync("PATCH", url, new { clientState = "new" }, ("If-Match", subscription.ETag));
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.LogInAsync();
        var alive = await world.SendRawAsync("GET", world.Root + "subscriptions", null);
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.LogInAsync();
        var gone = await world.SendRawAsync("GET", world.Root + "subscriptions", null);

        (without.Status, renewed.Status, renewed.Text("clientState")).Should().Be((400, 200, "new"));
        hook.Handshakes.Should().Be(2);
        alive.Value.Should().ContainSingle();
        gone.Value.Should().BeEmpty();
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, 1)]
    [InlineData(HttpStatusCode.NotFound, 0)]
    public async Task Server_errors_are_tried_again_and_others_end_the_subscription(HttpStatusCode status, int left)
    {
        using var hook = new Receiver();
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));
        await SubscribeAsync(world, "customers");
        await world.CustomerAsync();
        hook.Status = status;
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.Simulator.PumpWebhooksAsync();

        (await world.SendRawAsync("GET", world.Root + "subscriptions", null)).Value.Should().HaveCount(left);
        hook.Status = HttpStatusCode.OK;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.Simulator.PumpWebhooksAsync()).Should().Be(left);
    }

    [Fact]
    public async Task More_than_a_thousand_changes_are_one_collection()
    {
        using var hook = new Receiver();
        await using var world = await BusinessCentralWorld.StartAsync(o => o.WebhookSender = new HttpMessageInvoker(hook));
        await SubscribeAsync(world, "customers");
        for (var i = 0; i < 1001; i++)
        {
            world.Simulator.People.Create("customers", ("displayName", $"N{i}"));
        }

        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.Simulator.PumpWebhooksAsync();

        var entry = JsonElement.Parse(hook.Bodies.Single()).GetProperty("value").EnumerateArray().Single();
        entry.GetProperty("changeType").GetString().Should().Be("collection");
        entry.GetProperty("resource").GetString().Should().Contain("/customers?$filter=");
    }

    private static Task<Reply> SubscribeAsync(BusinessCentralWorld world, string set) => world.SendRawAsync("POST", world.Root + "subscriptions", new
    {
        notificationUrl = "https://hook.example.com/bc", resource = $"/api/v2.0/companies({world.Company})/{set}", clientState = "s3cret",
    });

    private sealed class Receiver : HttpMessageHandler
    {
        public bool Echo { get; init; } = true;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public ConcurrentQueue<string> Bodies { get; } = new();

        public int Handshakes { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            const string marker = "validationToken=";
            var url = request.RequestUri!.ToString();
            var at = url.IndexOf(marker, StringComparison.Ordinal);
            if (at >= 0)
            {
                Handshakes++;
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Echo ? url[(at + marker.Length)..] : "hello") };
            }

            Bodies.Enqueue(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(Status);
        }
    }
}
