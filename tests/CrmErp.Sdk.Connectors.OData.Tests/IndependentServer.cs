using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Batch;
using Microsoft.AspNetCore.OData.Deltas;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;

namespace CrmErp.Sdk.Connectors.OData.Tests;

public enum Blocked
{
    None = 0,
    Ship = 1,
}

public class Customer
{
    public Guid Id { get; set; }

    public string Number { get; set; } = "";

    public string? DisplayName { get; set; }

    public decimal CreditLimit { get; set; }

    public bool Active { get; set; }

    public Blocked Blocked { get; set; }

    public DateTimeOffset Changed { get; set; }

    public int Version { get; set; }

    public IList<Order> Orders { get; set; } = [];
}

public class Order
{
    public Guid Id { get; set; }

    public decimal Total { get; set; }
}

public sealed class CustomerData
{
    public List<Customer> Customers { get; } = [];
}

public class CustomersController(CustomerData data) : ODataController
{
    [EnableQuery(PageSize = 3, MaxNodeCount = 1000)]
    public IActionResult Get() => Ok(data.Customers.AsQueryable());

    [EnableQuery]
    public IActionResult Get(Guid key) => data.Customers.Find(c => c.Id == key) is { } found ? Ok(found) : NotFound();

    public IActionResult Post([FromBody] Customer customer)
    {
        if (!ModelState.IsValid || customer is null)
        {
            return BadRequest(ModelState);
        }

        data.Customers.Add(customer);
        return Created(customer);
    }

    public IActionResult Patch(Guid key, [FromBody] Delta<Customer> delta, ODataQueryOptions<Customer> options)
    {
        if (data.Customers.Find(c => c.Id == key) is not { } found)
        {
            return NotFound();
        }

        if (options.IfMatch is { } match && !match.ApplyTo(new[] { found }.AsQueryable()).Cast<object>().Any())
        {
            return StatusCode(412);
        }

        delta.Patch(found);
        found.Version++;
        return Updated(found);
    }
}

/// <summary>An OData server that speaks the protocol with code that is not ours.</summary>
public sealed class IndependentServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private IndependentServer(WebApplication app, CustomerData data)
    {
        _app = app;
        Data = data;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/odata/");
    }

    public CustomerData Data { get; }

    public Uri Address { get; }

    public static async Task<IndependentServer> StartAsync()
    {
        var data = new CustomerData();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(data);
        builder.Services.AddControllers()
            .AddApplicationPart(typeof(CustomersController).Assembly)
            .AddApplicationPart(typeof(MetadataController).Assembly)
            .AddOData(o => o.EnableQueryFeatures().AddRouteComponents("odata", Model(), new DefaultODataBatchHandler()));
        var app = builder.Build();
        app.UseODataBatching();
        app.UseRouting();
        app.MapControllers();
        await app.StartAsync();
        return new IndependentServer(app, data);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static IEdmModel Model()
    {
        var builder = new ODataConventionModelBuilder { Namespace = "Erp", ContainerName = "Container" };
        var customer = builder.EntitySet<Customer>("Customers").EntityType;
        customer.Property(c => c.Version).IsConcurrencyToken();
        customer.Property(c => c.DisplayName).MaxLength = 100;
        builder.EntitySet<Order>("Orders");
        return builder.GetEdmModel();
    }
}
