using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>The few names, identities and times that random operations are drawn from: few, so that they meet; awkward, so that ordering and quoting show.</summary>
internal sealed class StoreUniverse
{
    private static readonly DateTimeOffset Start = new(2031, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private readonly Random _random;

    public StoreUniverse(Random random)
    {
        _random = random;
        GoldenIds = [.. Enumerable.Range(0, 9).Select(_ => new GoldenId(NewGuid()))];
    }

    public static IReadOnlyList<TenantId> Tenants { get; } = [TenantId.Default, new("b/Mü'ller")];

    public static IReadOnlyList<string> Entities { get; } = ["Account", "account"];

    public static IReadOnlyList<SpokeId> Spokes { get; } = [new("crm", ""), new("erp", "B"), new("erp", "a")];

    public static IReadOnlyList<string> Objects { get; } = ["Account", "O'Brien\"s"];

    public static IReadOnlyList<string> Ids { get; } = ["1", "10", "2", "A-b", "a-b", "Ärger", "001Dn00000AbCdEIAV", "f3a0c1de-0000-4000-8000-00000000abcd"];

    public static IReadOnlyList<MatchKey> MatchKeys { get; } = [new("TaxId", "DE1"), new("TaxId", "de1"), new("Name", "DE1"), new("Name", "ö'\"\n x"), new("Name", "")];

    public IReadOnlyList<GoldenId> GoldenIds { get; }

    public TenantId Tenant() => Tenants[_random.Next(8) == 0 ? 1 : 0];

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public int Below(int limit) => _random.Next(limit);

    public T[] Some<T>(IReadOnlyList<T> items, int most) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => Pick(items)).Distinct()];

    public GoldenId Golden() => Pick(GoldenIds);

    public RecordRef Record()
    {
        var spoke = Pick(Spokes);
        return new RecordRef(spoke.Connection, spoke.Scope, Pick(Objects), Pick(Ids));
    }

    public static IReadOnlyList<RecordRef> Records { get; } =
        [.. from spoke in Spokes from name in Objects from id in Ids select new RecordRef(spoke.Connection, spoke.Scope, name, id)];

    public DateTimeOffset Time() => Start.AddMinutes(_random.Next(6)).AddTicks(_random.Next(3));

    public DateTimeOffset? MaybeTime() => Chance(0.3) ? null : Time();

    public string? Maybe(string text) => Chance(0.4) ? null : text + _random.Next(3);

    public string Json() => $$"""{"Name":"Zoë '{{_random.Next(1000)}}'"}""";

    public Guid NewGuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
