using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What a link knows about the map that one group's shadow was made with.</summary>
/// <param name="Hash">The map's hash of the group; null: the group was never met.</param>
/// <param name="Frozen">The group was unmapped since (R54).</param>
internal readonly record struct GroupMark(ulong? Hash, bool Frozen);

/// <summary>A link while it is worked on. Its images are decoded when they are first asked for.</summary>
internal sealed class LinkWork
{
    private Shadow? _shadow;

    public LinkWork(GoldenWork golden, LinkRow row, bool isNew)
    {
        Golden = golden;
        Row = row;
        State = row.State;
        Version = row.Version;
        Modified = row.Modified;
        Hash = row.Hash;
        MapHash = row.MapHash;
        IsNew = isNew;
        Dirty = isNew;
        Touched = isNew;
        if (isNew)
        {
            _shadow = Shadow.Empty(golden.Entity);
        }
    }

    public GoldenWork Golden { get; set; }

    public LinkRow Row { get; }

    public RecordRef Ref => Row.Ref;

    public SpokeId Spoke => Row.Ref.Spoke;

    public bool IsNew { get; }

    public LinkState State { get; set; }

    public string? Version { get; set; }

    public DateTimeOffset? Modified { get; set; }

    public UInt128 Hash { get; set; }

    public ulong MapHash { get; set; }

    /// <summary>Something of the link changed and is to be stored.</summary>
    public bool Dirty { get; private set; }

    /// <summary>The change makes images read before it stale (R11).</summary>
    public bool Touched { get; private set; }

    public bool IsActive => State == LinkState.Active;

    /// <summary>Whether the shadow was decoded; otherwise its stored text is still true as long as golden did not move.</summary>
    public bool IsDecoded => _shadow is not null;

    public Shadow Shadow => _shadow ??= ShadowCodec.Read(Row.Shadow, Golden);

    public Row Seen => Shadow.Seen;

    public Row Base => Shadow.Base;

    public void Touch()
    {
        Dirty = true;
        Touched = true;
    }

    public void MarkDirty() => Dirty = true;

    /// <summary>Nothing is known of the record any more, and nothing agreed: the next read is the first contact.</summary>
    public void Forget()
    {
        _shadow = Shadow.Empty(Golden.Entity);
        Version = null;
        Modified = null;
        Hash = default;
        MapHash = 0;
        Touch();
    }

    public LinkRow ToRow() => Row with
    {
        GoldenId = Golden.Id,
        State = State,
        Version = Version,
        Modified = Modified,
        Hash = Hash,
        MapHash = MapHash,
        Shadow = ShadowCodec.Write(Shadow, Golden),
        Touch = Touched,
    };
}

/// <summary>
/// How often, within one hour, a record was changed after a write of ours: two automations that rewrite each other's ever new values
/// through us look like this (R36).
/// </summary>
/// <param name="Hour">The hour, counted from 1970.</param>
/// <param name="Count">How often within it.</param>
/// <param name="Written">We wrote last.</param>
internal readonly record struct Rewrites(long Hour, int Count, bool Written)
{
    private const int Most = 10;

    public Rewrites AfterWrite() => this with { Written = true };

    public Rewrites AfterEdit(DateTimeOffset now)
    {
        var hour = now.ToUnixTimeSeconds() / 3600;
        return Written ? new Rewrites(hour, hour == Hour ? Count + 1 : 1, false) : this;
    }

    public bool IsTooMany(DateTimeOffset now) => Count > Most && Hour == now.ToUnixTimeSeconds() / 3600;
}

/// <summary>The two images of a link and what they were made with.</summary>
internal sealed class Shadow
{
    /// <summary>The canonical image of what the record holds.</summary>
    public required Row Seen { get; init; }

    /// <summary>The golden value that stands for it; missing: nothing was agreed.</summary>
    public required Row Base { get; init; }

    /// <summary>By group index.</summary>
    public required GroupMark[] Groups { get; init; }

    /// <summary>Hashes of the wire values behind <see cref="Seen"/>, by path.</summary>
    public Dictionary<string, ulong> Raw { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Groups whose last fold is older than the link's modification time.</summary>
    public HashSet<int> Loose { get; init; } = [];

    /// <summary>Slots that were held exactly until the map changed, with the hash of the value agreed on then: only the form differs since.</summary>
    public Dictionary<int, ulong> Forms { get; init; } = [];

    /// <summary>How often the record was changed there after we had written it.</summary>
    public Rewrites Rewrites { get; set; }

    /// <summary>By slot of a list: our line id to the remote line id.</summary>
    public Dictionary<int, Dictionary<LineId, string>> Lines { get; init; } = [];

    public static Shadow Empty(EntityType entity) => new()
    {
        Seen = new Row(entity.Schema),
        Base = new Row(entity.Schema),
        Groups = new GroupMark[entity.Groups.Count],
    };

    public Dictionary<LineId, string> LinesOf(int slot)
    {
        if (!Lines.TryGetValue(slot, out var map))
        {
            Lines.Add(slot, map = []);
        }

        return map;
    }
}
