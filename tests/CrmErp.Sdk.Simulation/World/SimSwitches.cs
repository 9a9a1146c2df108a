using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>Draws every behaviour in which real systems differ.</summary>
internal sealed class SimSwitches
{
    private readonly SeededRandom _random;
    private readonly Coverage _coverage;
    private readonly ChangeModel _changes;
    private readonly VersionKind _version;
    private readonly WriteReply _reply;
    private readonly IdentityStrategy _identity;
    private readonly BatchAtomicity _atomicity;
    private readonly DeleteModel _deletes;
    private readonly bool _natural;
    private readonly bool _restricted;
    private readonly bool _posts;
    private readonly Dictionary<(string Object, string Field), (Coercions Coercion, int? Length, int? Scale)> _coercions = [];

    private readonly string? _special;

    public SimSwitches(string name, SeededRandom random, Coverage coverage, string? special = null)
    {
        _special = special;
        _random = random;
        _coverage = coverage;
        _changes = Pick("changes", ChangeModel.Token, ChangeModel.Token, ChangeModel.Token, ChangeModel.Keyset, ChangeModel.Keyset, ChangeModel.Keyset, ChangeModel.SweepOnly);
        _deletes = _changes == ChangeModel.SweepOnly ? DeleteModel.None : Pick("deletes", DeleteModel.Tombstones, DeleteModel.None);
        _version = Pick("version", VersionKind.Strict, VersionKind.Strict, VersionKind.Strict, VersionKind.Stamp, VersionKind.Stamp, VersionKind.None);
        _reply = Pick("reply", WriteReply.Stored, WriteReply.Version, WriteReply.Acknowledgement);
        _reply = _reply == WriteReply.Version && _version == VersionKind.None ? WriteReply.Acknowledgement : _reply;
        _identity = Pick("identity", IdentityStrategy.ExternalId, IdentityStrategy.ExternalId, IdentityStrategy.Marker, IdentityStrategy.Marker, IdentityStrategy.NaturalKey, IdentityStrategy.NaturalKey, IdentityStrategy.None, IdentityStrategy.ClientKey);
        _atomicity = Pick("atomicity", BatchAtomicity.PerItem, BatchAtomicity.PerItem, BatchAtomicity.PerItem, BatchAtomicity.AllOrNothing);
        _natural = _identity == IdentityStrategy.NaturalKey || random.Chance(.2);
        _restricted = random.Chance(.15);
        _posts = random.Chance(.3);
        HintsOnly = random.Chance(.15) && _changes != ChangeModel.SweepOnly;
        Entities = [.. SimEntity.All.Where(e => Carries(name, e))];
        DrawCoercions();
    }

    public IReadOnlyList<SimEntity> Entities { get; }

    public bool HintsOnly { get; }

    private bool WeakIdentity => _identity is IdentityStrategy.NaturalKey or IdentityStrategy.None;

    public ConnectorDescriptor Descriptor()
    {
        var settle = TimeSpan.FromSeconds(Pick("settle", 3, 8));
        var lag = _identity == IdentityStrategy.Marker ? 20 : 0;
        var batch = Pick("batch", 1, 3);
        var modifier = _random.Chance(.5);
        var whole = _random.Chance(.3);
        return new ConnectorDescriptor
        {
            System = "fake", DisplayName = "Fake",
            Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Write | ConnectorCapabilities.Metadata | ConnectorCapabilities.Check | (_changes == ChangeModel.SweepOnly ? 0 : ConnectorCapabilities.Changes),
            ClockError = TimeSpan.FromSeconds(4),
            Objects = [.. Entities.Select(e => Object(e, settle, lag, batch, modifier, whole)), new ObjectDescriptor { Name = "invoices" }],
            Pools = [new QuotaPoolDescriptor("minute", QuotaPoolKind.Window, 60, TimeSpan.FromMinutes(1), "org")],
        };
    }

    public IReadOnlyList<ObjectMetadata> Schema() =>
    [
        .. Entities.Select(e => new ObjectMetadata { Name = e.Object, Fields = [.. e.Type.Fields.Select(f => Field(e, f))] }),
        new ObjectMetadata { Name = "invoices", Fields = [new FieldMetadata { Path = "orderId", Kind = FieldKind.Text }] },
    ];

    public FakeBehavior Behavior() => new()
    {
        ClockSkew = TimeSpan.FromSeconds(_random.Between(-3, 3)),
        StampResolution = TimeSpan.FromSeconds(1),
        SearchLag = TimeSpan.FromSeconds(_identity == IdentityStrategy.Marker ? 20 : 0),
        CursorLifetime = _random.Chance(.2) ? TimeSpan.FromMinutes(5) : null,
        FeedOverlap = TimeSpan.FromSeconds(Pick("overlap", 0, 0, 5)),
        PageSize = Pick("page", 2, 3, 5),
        RandomIds = _random.Chance(.5),
        TellsCreation = _random.Chance(.7),
        SkipsEmptyWrites = _random.Chance(.3),
        ProtectsReferenced = _special != "unprotected",
        EnforcesQuotas = _random.Chance(.1),
        NamesDuplicates = _random.Chance(.8),
        SendsHints = HintsOnly || _random.Chance(.6),
        UndeclaredCoercions = [.. _coercions.Where(c => !Declared(c.Key)).Select(c => new UndeclaredCoercion(c.Key.Object, c.Key.Field, c.Value.Coercion, c.Value.Length, c.Value.Scale))],
        Immutable = _posts ? [new ImmutableRule("orders", "status", "posted")] : [],
    };

    private ObjectDescriptor Object(SimEntity entity, TimeSpan settle, int lag, int batch, bool modifier, bool whole)
    {
        var natural = _identity == IdentityStrategy.NaturalKey && entity.Match is null ? IdentityStrategy.None : _identity;
        return new ObjectDescriptor
        {
            Name = entity.Object, Changes = _changes, Deletes = _deletes, Version = _version, Reply = _reply, Identity = natural,
            IdentityField = natural is IdentityStrategy.ExternalId or IdentityStrategy.Marker ? "syncKey" : natural == IdentityStrategy.NaturalKey ? SimEntity.Path(entity.Match!) : null,
            ConclusiveAfter = TimeSpan.FromSeconds(60 + lag), SettleLag = settle, WriteBatchSize = batch, GetBatchSize = 4, PageSize = 5, Atomicity = _atomicity, TellsModifier = modifier,
            WholeLists = whole && _version == VersionKind.Strict,
            Successors = _posts && entity == SimEntity.Order ? [new SuccessorDescriptor("invoices", "orderId")] : [],
        };
    }

    private FieldMetadata Field(SimEntity entity, EntityField field)
    {
        var path = SimEntity.Path(field.Name);
        var (coercion, length, scale) = _coercions.GetValueOrDefault((entity.Object, path));
        var declared = Declared((entity.Object, path));
        return new FieldMetadata
        {
            Path = path, Kind = field.Kind, Required = field.Required && field.Kind == FieldKind.Reference, Nullable = !field.Required,
            Coercion = declared ? coercion : Coercions.None, MaxLength = declared ? length : null, Scale = declared ? scale : null,
            ReferenceTo = field.ReferenceTo is { } target ? SimEntity.Of(target).Object : null,
            Unique = _natural && field.Name == entity.Match,
            Values = _restricted && entity == SimEntity.Account && field.Name == "Stage" ? ["lead", "customer"] : [],
            Lines = field.Kind == FieldKind.Lines ? new ObjectMetadata { Name = "orderLines", Fields = [.. SimEntity.OrderLine.Fields.Select(l => Line(entity, l))] } : null,
        };
    }

    private FieldMetadata Line(SimEntity entity, EntityField field)
    {
        var (coercion, length, scale) = _coercions.GetValueOrDefault((entity.Object + ".lines", SimEntity.Path(field.Name)));
        return new FieldMetadata { Path = SimEntity.Path(field.Name), Kind = field.Kind, Coercion = coercion, MaxLength = length, Scale = scale };
    }

    private void DrawCoercions()
    {
        foreach (var entity in Entities)
        {
            foreach (var field in entity.Type.Fields)
            {
                DrawCoercion(entity.Object, field);
            }
        }

        foreach (var field in SimEntity.OrderLine.Fields)
        {
            DrawCoercion("orders.lines", field);
        }
    }

    private void DrawCoercion(string objectName, EntityField field)
    {
        (Coercions, int?, int?)? drawn = field.Name switch
        {
            "Name" => _random.Pick(TextCoercions),
            "Street" or "Item" => _random.Pick([(Coercions.UpperCase, null, null), (Coercions.Truncate | Coercions.Trim, 9, null), ((Coercions, int?, int?)?)null]),
            "City" => _random.Pick([(Coercions.UpperCase, null, null), (Coercions.Trim, null, null), ((Coercions, int?, int?)?)null]),
            "Credit" or "Amount" or "Quantity" => _random.Pick([(Coercions.Round, null, 1), ((Coercions, int?, int?)?)null]),
            _ => null,
        };
        if (drawn is { } coercion)
        {
            _coverage.Count("switch.coercion." + coercion.Item1);
            _coercions[(objectName, SimEntity.Path(field.Name))] = coercion;
        }
    }

    private static readonly (Coercions, int?, int?)?[] TextCoercions = [(Coercions.UpperCase, null, null), (Coercions.Trim, null, null), (Coercions.Truncate | Coercions.Trim, 9, null), null];

    // A connector whose answers carry neither values nor a version that proves them, or whose creates are found by content, must declare (R22).
    private bool Declared((string Object, string Field) key) =>
        _reply == WriteReply.Acknowledgement || (_reply == WriteReply.Version && _version != VersionKind.Strict) || WeakIdentity || (SimHash.Of(key.Object, key.Field) & 3) == 0 || key.Object.Contains('.', StringComparison.Ordinal);

    private bool Carries(string name, SimEntity entity) => (name, entity.Name) switch
    {
        ("crm", "Order") => _random.Chance(.5),
        ("erp", "Opportunity") => _random.Chance(.3),
        _ => true,
    };

    private T Pick<T>(string name, params T[] options)
    {
        foreach (var option in options.Distinct())
        {
            _coverage.Expect($"switch.{name}.{option}");
        }

        var picked = _random.Pick(options);
        _coverage.Count($"switch.{name}.{picked}");
        return picked;
    }
}
