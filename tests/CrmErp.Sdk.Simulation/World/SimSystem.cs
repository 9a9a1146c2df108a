using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>One simulated system: a fake with drawn switches.</summary>
internal sealed class SimSystem
{
    private SimSystem(FakeSystem fake, IReadOnlyList<SimEntity> entities, bool hintsOnly, TimeSpan maxInFlight)
    {
        Fake = fake;
        Entities = entities;
        HintsOnly = hintsOnly;
        MaxInFlight = maxInFlight;
    }

    public FakeSystem Fake { get; }

    public string Name => Fake.Name;

    public SpokeId Spoke => new(Name, "");

    public IReadOnlyList<SimEntity> Entities { get; }

    /// <summary>Its poll is down while the world is in chaos; hints alone must not lose anything.</summary>
    public bool HintsOnly { get; set; }

    /// <summary>The longest time a request that was given up may take to take effect.</summary>
    public TimeSpan MaxInFlight { get; }

    /// <summary>How long a commit may take to become visible, whatever the connector declares.</summary>
    public required TimeSpan SettleLag { get; init; }

    public bool Carries(SimEntity entity) => Entities.Contains(entity);

    public bool HasFeed(SimEntity entity) => Fake.Descriptor.For(entity.Object).Changes != ChangeModel.SweepOnly;

    public FakeScope People => Fake.In("");

    /// <summary>The value that a system holds after somebody stored one, undeclared coercions included.</summary>
    public FieldValue Stored(SimEntity entity, string field, FieldValue value) =>
        Fake.Schema.Find(entity.Object)?.Find(SimEntity.Path(field)) is { } metadata ? Fake.Rules.Store(entity.Object, metadata, value) : value;

    public static SimSystem Draw(string name, FakeClock clock, SeededRandom random, SimSetup setup)
    {
        var draw = new SimSwitches(name, random, setup.Coverage, setup.Special);
        var descriptor = draw.Descriptor();
        var fake = new FakeSystem(name, setup.Sabotage?.Declares?.Invoke(descriptor) ?? descriptor, draw.Schema(), clock, draw.Behavior(), random.NextUInt64());
        return new SimSystem(fake, draw.Entities, draw.HintsOnly, TimeSpan.FromSeconds(58)) { SettleLag = descriptor.Objects[0].SettleLag };
    }
}
