using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Simulation.Model;

/// <summary>What is mapped where, and how; developers change it.</summary>
internal sealed class SimMaps
{
    private readonly Dictionary<(string System, string Entity, string Field), SimConverter?> _changed = [];

    /// <summary>The converter of a field; null when it is not mapped.</summary>
    public SimConverter? Of(string system, string entity, string field) => _changed.TryGetValue((system, entity, field), out var converter) ? converter : SimConverter.Identity;

    public void Set(string system, string entity, string field, SimConverter? converter) => _changed[(system, entity, field)] = converter;

    public SimMaps Copy()
    {
        var copy = new SimMaps();
        foreach (var (key, value) in _changed)
        {
            copy._changed[key] = value;
        }

        return copy;
    }

    /// <summary>The compiled map of an entity on a system.</summary>
    public EntityMap Compile(string system, SimEntity entity, ObjectMetadata metadata)
    {
        var fields = entity.Type.Fields.Where(f => Of(system, entity.Name, f.Name) is not null).ToArray();
        var lineShape = new RecordShape("lines", SimEntity.OrderLine.Fields.Select(f => new RecordField(SimEntity.Path(f.Name), f.Kind)));
        var text = string.Join(',', fields.Select(f => f.Name + "=" + Of(system, entity.Name, f.Name)!.Name));
        var shape = new RecordShape(
            entity.Object,
            fields.Select(f => new RecordField(SimEntity.Path(f.Name), f.Kind, f.ReferenceTo is { } target ? SimEntity.Of(target).Object : null, f.Kind == FieldKind.Lines ? lineShape : null)),
            SimHash.Of(system, text));
        var rules = fields.Select((f, wire) => f.Kind == FieldKind.Lines
            ? (MapRule)new SimLinesRule(f, wire, new LineMap(SimEntity.OrderLine, lineShape, [.. SimEntity.OrderLine.Fields.Select((l, i) => new SimFieldRule(l, i, SimConverter.Identity))]) { Metadata = metadata.Find("lines")?.Lines })
            : new SimFieldRule(f, wire, Of(system, entity.Name, f.Name)!));
        return new EntityMap(system, entity.Type, shape, [.. rules], [], metadata);
    }
}
