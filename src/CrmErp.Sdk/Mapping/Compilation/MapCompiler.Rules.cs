using System.Collections.Frozen;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

internal sealed partial class MapCompiler
{
    private SingleRule? CompileSingle(RuleSpec rule)
    {
        if (FieldsOf(rule) is not [var field])
        {
            return null;
        }

        var path = rule.Paths[0];
        var kind = WireKindOf(rule, path, field);
        var target = TargetOf(rule, path, field, kind);
        if (ConversionOf(rule, field, kind, path, target) is not { } conversion || Slot(rule, path, kind, kind == FieldKind.Reference ? target : null) is not { } slot)
        {
            return null;
        }

        var limit = kind == FieldKind.Text && field.Kind != FieldKind.Reference ? LimitOf(rule, path) : default;
        var emptyText = kind == FieldKind.Text && EmptyTextIsNull(path);
        return new SingleRule(field.GroupIndex, field.Slot, slot, HashOf(rule, [kind], limit, emptyText, rule.LocalCurrencyIsEmpty ? CurrencyOf(rule, path) : null, target), conversion)
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = Createable(rule),
            WritesOnUpdate = Updateable(rule),
            EmptyIs = rule.EmptyIs,
            EmptyTextIsNull = emptyText,
            Limit = limit,
            Accepted = AcceptedBy(path),
            Description = RuleText.Describe(rule),
        };
    }

    private MoneyRule? CompileMoney(RuleSpec rule)
    {
        if (FieldsOf(rule) is not [var field])
        {
            return null;
        }

        if (field.Kind != FieldKind.Money)
        {
            Problem(MappingCodes.KindMismatch, $"{_entity.Name}.{field.Name} is {field.Kind}, but the line on '{source.Connection}' maps it as an amount with currency. Use Field(...).", field.Name);
            return null;
        }

        var kind = WireKindOf(rule, rule.Paths[0], field);
        var amount = Slot(rule, rule.Paths[0], kind);
        var currency = rule.Paths.Count > 1 ? Slot(rule, rule.Paths[1], FieldKind.Text) : -1;
        var declared = CurrencyOf(rule, rule.Paths[0]);
        if (kind is not (FieldKind.Decimal or FieldKind.Integer or FieldKind.Money))
        {
            Problem(MappingCodes.KindMismatch, $"{_entity.Name}.{field.Name} is an amount, '{rule.Paths[0]}' on '{source.Connection}' is {kind}.", field.Name);
            return null;
        }

        if (kind != FieldKind.Money && currency == -1 && declared is null)
        {
            Problem(MappingCodes.NoCurrency, $"'{rule.Paths[0]}' on '{source.Connection}' holds {_entity.Name}.{field.Name} without a currency field. Name the field, or declare the currency of this connection's amounts with Currency(\"EUR\").", field.Name);
            return null;
        }

        if (amount is null || currency is null)
        {
            return null;
        }

        var owns = currency >= 0 && !OthersWrite(rule, rule.Paths[1]);
        int[] wire = currency >= 0 ? [amount.Value, currency.Value] : [amount.Value];
        return new MoneyRule(field.GroupIndex, field.Slot, amount.Value, currency.Value, wire, HashOf(rule, currency >= 0 ? [kind, FieldKind.Text] : [kind], default, owns, declared, null))
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = rule.WritesOnCreate && (SchemaOf(rule.Paths[0])?.Createable ?? true),
            WritesOnUpdate = rule.WritesOnUpdate && (SchemaOf(rule.Paths[0])?.Updateable ?? true),
            Declared = declared,
            OwnsCurrency = owns,
            CurrencyOf = owns || currency < 0 ? -1 : CanonicalCurrencyOf(rule.Paths[1]),
            AmountKind = kind,
            EmptyIs = rule.EmptyIs,
            Description = RuleText.Describe(rule),
        };
    }

    private JoinedLinesRule? CompileJoined(RuleSpec rule)
    {
        if (FieldsOf(rule) is not { } fields || !AreTexts(rule, fields) || Slot(rule, rule.Paths[0], FieldKind.Text) is not { } slot)
        {
            return null;
        }

        var limit = LimitOf(rule, rule.Paths[0]);
        return new JoinedLinesRule(fields[0].GroupIndex, [.. fields.Select(f => f.Slot)], slot, HashOf(rule, [FieldKind.Text], limit, true, null, null))
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = Createable(rule),
            WritesOnUpdate = Updateable(rule),
            Limit = limit,
            Description = RuleText.Describe(rule),
        };
    }

    private SplitTextRule? CompileSplit(RuleSpec rule)
    {
        if (FieldsOf(rule) is not [var field] || !AreTexts(rule, [field]))
        {
            return null;
        }

        var slots = rule.Paths.Select(path => Slot(rule, path, FieldKind.Text)).ToArray();
        if (slots.Contains(null))
        {
            return null;
        }

        var limit = new TextLimit(rule.Length, rule.TooLong == TooLong.Truncate);
        return new SplitTextRule(field.GroupIndex, field.Slot, [.. slots.Select(s => s!.Value)], rule.Length!.Value, limit.Cuts, HashOf(rule, [FieldKind.Text], limit, true, null, null))
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = Createable(rule),
            WritesOnUpdate = Updateable(rule),
            Description = RuleText.Describe(rule),
        };
    }

    private LinesRule? CompileLines(RuleSpec rule)
    {
        if (FieldsOf(rule) is not [{ Lines: { } lineType } field])
        {
            return null;
        }

        var lineMetadata = SchemaOf(rule.Paths[0])?.Lines;
        var lineSource = new MapSource(source.Connection, lineType, rule.Lines!, source.Currency ?? _spec.Currency);
        lineSource.Spec.Object ??= $"{_spec.Object}.{rule.Paths[0]}";
        if (lineSource.Compile(lineMetadata, problems) is not { } lines || Slot(rule, rule.Paths[0], FieldKind.Lines, null, lines.Shape) is not { } slot)
        {
            return null;
        }

        var map = new LineMap(lineType, lines.Shape, lines.Rules) { Metadata = lineMetadata };
        return new LinesRule(field.GroupIndex, field.Slot, slot, RuleFingerprint.Hash(RuleFingerprint.Of(rule, [FieldKind.Lines], default, false, null, null, map)))
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = Createable(rule),
            WritesOnUpdate = Updateable(rule),
            Lines = map,
            Description = RuleText.Describe(rule),
        };
    }

    private WireValueRule? CompileWireValue(RuleSpec rule)
    {
        var path = rule.Paths[0];
        var kind = _slots.KindOf(path) ?? SchemaOf(path)?.Kind ?? (rule.Value.HasValue ? rule.Value.Kind : FieldKind.Text);
        if (rule.Value.HasValue && !SameKind(kind, rule.Value.Kind) && kind != FieldKind.Reference)
        {
            Problem(MappingCodes.KindMismatch, $"'{path}' on '{source.Connection}' is {kind}, the value given to it is {rule.Value.Kind}.", path);
            return null;
        }

        return Slot(rule, path, kind, SchemaOf(path)?.ReferenceTo) is not { } slot ? null : new WireValueRule(slot, rule.Value, rule.Kind == RuleKind.Default, HashOf(rule, [kind], default, false, null, null))
        {
            Entity = _entity,
            Spec = rule,
            Reads = false,
            WritesOnCreate = true,
            WritesOnUpdate = false,
            Description = RuleText.Describe(rule),
        };
    }

    private FixedRule? CompileFixed(RuleSpec rule)
    {
        if (FieldsOf(rule) is not [var field])
        {
            return null;
        }

        if (rule.Value.HasValue && !SameKind(field.Kind, rule.Value.Kind))
        {
            Problem(MappingCodes.KindMismatch, $"{_entity.Name}.{field.Name} is {field.Kind}, the value given to it on '{source.Connection}' is {rule.Value.Kind}.", field.Name);
            return null;
        }

        return new FixedRule(field.GroupIndex, field.Slot, rule.Value, HashOf(rule, [], default, false, null, null))
        {
            Entity = _entity,
            Spec = rule,
            WritesOnCreate = false,
            WritesOnUpdate = false,
            Description = RuleText.Describe(rule),
        };
    }

    private CodeRule? CompileCode(RuleSpec rule)
    {
        if (FieldsOf(rule) is not { Length: > 0 } fields || rule.Paths.Count == 0 || Math.Max(fields.Length, rule.Paths.Count) > CodeRule.MaxSlots)
        {
            Problem(MappingCodes.InvalidRule, $"The rule '{rule.Custom!.Name}' on '{source.Connection}' needs 1 to {CodeRule.MaxSlots} fields of {_entity.Name} and as many paths.", rule.Name);
            return null;
        }

        var kinds = rule.Paths.Select((path, i) => SchemaOf(path)?.Kind ?? rule.Custom!.WireKinds[i] ?? FieldKind.Text).ToArray();
        var slots = rule.Paths.Select((path, i) => Slot(rule, path, kinds[i])).ToArray();
        return slots.Contains(null) ? null : new CodeRule(fields[0].GroupIndex, [.. fields.Select(f => f.Slot)], [.. slots.Select(s => s!.Value)], HashOf(rule, kinds, default, false, null, null))
        {
            Entity = _entity,
            Spec = rule,
            ReadWhen = Conditions(rule),
            Reads = rule.Reads,
            WritesOnCreate = Createable(rule),
            WritesOnUpdate = Updateable(rule),
            Description = RuleText.Describe(rule),
        };
    }

    private FieldKind WireKindOf(RuleSpec rule, string path, EntityField field) =>
        SchemaOf(path)?.Kind
        ?? rule.WireKind
        ?? rule.Converter?.WireKind
        ?? rule.Values?.Pairs.Select(p => (FieldKind?)p.Wire.Kind).FirstOrDefault(k => k > FieldKind.Null)
        ?? (field.Kind == FieldKind.Money ? FieldKind.Decimal : field.Kind);

    private string? TargetOf(RuleSpec rule, string path, EntityField field, FieldKind kind) =>
        field.Kind == FieldKind.Reference || kind == FieldKind.Reference ? rule.ReferenceTo ?? SchemaOf(path)?.ReferenceTo : null;

    private Conversion? ConversionOf(RuleSpec rule, EntityField field, FieldKind kind, string path, string? target)
    {
        if (rule.WireKind is { } wanted && wanted != kind)
        {
            return Mismatch(field, path, kind, $"the line declares it as {wanted}");
        }

        if (rule.Values is { } values)
        {
            return PairsFit(rule, values, field, kind, path) ? new PairConversion(values) : null;
        }

        if (rule.Converter is { } converter)
        {
            return SameKind(converter.CanonicalKind, field.Kind) && SameKind(converter.WireKind, kind)
                ? new CodeConversion(converter)
                : Mismatch(field, path, kind, $"the converter '{converter}' is between {converter.CanonicalKind} and {converter.WireKind}");
        }

        return (field.Kind, kind) switch
        {
            (FieldKind.Reference, FieldKind.Reference or FieldKind.Text or FieldKind.Guid or FieldKind.Integer) => ReferenceTo(rule, target, kind, path),
            (FieldKind.Integer or FieldKind.Decimal, FieldKind.Integer or FieldKind.Decimal) => new NumberConversion(field.Kind, kind),
            (FieldKind.Guid, FieldKind.Text) or (FieldKind.Text, FieldKind.Guid) => new GuidTextConversion(field.Kind),
            (FieldKind.Text, FieldKind.Text) when rule.LocalCurrencyIsEmpty && CurrencyOf(rule, path) is { } local => new LocalCurrencyConversion(local),
            (FieldKind.Text, FieldKind.Text) when field.Values.Count > 0 => new VocabularyConversion(field.Values.ToFrozenSet(StringComparer.Ordinal)),
            var (canonical, wire) when canonical == wire && canonical is not (FieldKind.Lines or FieldKind.Money) => new SameKind(canonical),
            (FieldKind.Date, FieldKind.Instant) or (FieldKind.Instant, FieldKind.Date) => Mismatch(field, path, kind, "a date is no point in time: say in which zone with Convert(Converters.DateAtMidnight(zone))"),
            (FieldKind.Money, _) => Mismatch(field, path, kind, "map amounts with Money(...)"),
            (FieldKind.Lines, _) => Mismatch(field, path, kind, "map lines with Lines(...)"),
            _ => Mismatch(field, path, kind, "declare how with Convert(...) or Values(...)"),
        };
    }

    private ReferenceConversion? ReferenceTo(RuleSpec rule, string? target, FieldKind kind, string path)
    {
        if (target is null)
        {
            Problem(MappingCodes.InvalidRule, $"The line for {rule.Name} on '{source.Connection}' does not say which object '{path}' points to. Say it with To(\"...\").", rule.Name);
            return null;
        }

        return new ReferenceConversion(target, kind);
    }

    private bool PairsFit(RuleSpec rule, ValueMap values, EntityField field, FieldKind kind, string path)
    {
        var fits = values.Pairs.All(p => Fits(p.Canonical, field.Kind) && Fits(p.Wire, kind)) && Fits(values.ReadElse, field.Kind) && Fits(values.WriteElse, kind)
            && (!values.PassesThrough || SameKind(field.Kind, kind));
        if (!fits)
        {
            Mismatch(field, path, kind, $"the value map of the line for {rule.Name} has other kinds");
        }

        return fits;
    }

    private static bool Fits(FieldValue value, FieldKind kind) => !value.HasValue || SameKind(value.Kind, kind);

    private static bool SameKind(FieldKind left, FieldKind right) =>
        left == right || (left is FieldKind.Integer or FieldKind.Decimal && right is FieldKind.Integer or FieldKind.Decimal);

    private Conversion? Mismatch(EntityField field, string path, FieldKind kind, string why)
    {
        Problem(MappingCodes.KindMismatch, $"{_entity.Name}.{field.Name} is {field.Kind}, '{path}' of '{_spec.Object}' on '{source.Connection}' is {kind}: {why}.", field.Name);
        return null;
    }

    private bool AreTexts(RuleSpec rule, EntityField[] fields)
    {
        var wrong = Array.Find(fields, f => f.Kind != FieldKind.Text)?.Name ?? rule.Paths.FirstOrDefault(p => SchemaOf(p) is { Kind: not FieldKind.Text });
        if (wrong is not null)
        {
            Problem(MappingCodes.KindMismatch, $"The line for {rule.Name} on '{source.Connection}' joins or splits texts, but '{wrong}' is none.", wrong);
        }

        return wrong is null;
    }

    private bool EmptyTextIsNull(string path) => _spec.EmptyTextIsNull || SchemaOf(path)?.Coercion.HasFlag(Coercions.EmptyIsNull) == true;

    private string? CurrencyOf(RuleSpec rule, string path) => rule.Currency ?? _spec.Currency ?? SchemaOf(path)?.Currency ?? source.Currency;

    private int CanonicalCurrencyOf(string path) =>
        _spec.Rules.Find(r => r.Kind == RuleKind.Field && r.Paths.Contains(path, StringComparer.Ordinal)) is { } rule && _entity.Find(rule.Fields[0]) is { } field ? field.Slot : -1;

    private static ulong HashOf(RuleSpec rule, IEnumerable<FieldKind> kinds, TextLimit limit, bool emptyTextIsNull, string? currency, string? reference) =>
        RuleFingerprint.Hash(RuleFingerprint.Of(rule, kinds, limit, emptyTextIsNull, currency, reference, null));
}
