using System.Collections.Frozen;

namespace CrmErp.Sdk.Mapping;

/// <summary>How one wire value and one canonical value stand for each other. A direction that cannot answers false.</summary>
internal abstract class Conversion
{
    /// <summary>Whether null goes through the conversion as well.</summary>
    public virtual bool HandlesNull => false;

    /// <summary>The code of the problem when a value cannot be read.</summary>
    public virtual string ReadProblem => MappingCodes.WrongKind;

    /// <summary>The code of the problem when a value cannot be written.</summary>
    public virtual string WriteProblem => MappingCodes.WrongKind;

    public abstract bool TryRead(FieldValue wire, out FieldValue canonical);

    public abstract bool TryWrite(FieldValue canonical, out FieldValue wire);
}

/// <summary>The same kind on both sides.</summary>
internal sealed class SameKind(FieldKind kind) : Conversion
{
    public override bool TryRead(FieldValue wire, out FieldValue canonical)
    {
        canonical = wire;
        return wire.Kind == kind;
    }

    public override bool TryWrite(FieldValue canonical, out FieldValue wire)
    {
        wire = canonical;
        return canonical.Kind == kind;
    }
}

/// <summary>Numbers on both sides; a whole number refuses a fraction.</summary>
internal sealed class NumberConversion(FieldKind canonicalKind, FieldKind wireKind) : Conversion
{
    public override string ReadProblem => MappingCodes.NumberRange;

    public override string WriteProblem => MappingCodes.NumberRange;

    public override bool TryRead(FieldValue wire, out FieldValue canonical) => TryTo(canonicalKind, wire, out canonical);

    public override bool TryWrite(FieldValue canonical, out FieldValue wire) => TryTo(wireKind, canonical, out wire);

    private static bool TryTo(FieldKind kind, FieldValue value, out FieldValue result)
    {
        result = value;
        if (value.Kind == kind)
        {
            return true;
        }

        if (kind == FieldKind.Decimal && value.Kind == FieldKind.Integer)
        {
            result = FieldValue.From(value.AsDecimal());
            return true;
        }

        if (kind != FieldKind.Integer || value.Kind != FieldKind.Decimal)
        {
            return false;
        }

        var number = value.AsDecimal();
        if (number != decimal.Truncate(number) || number is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        result = FieldValue.From((long)number);
        return true;
    }
}

/// <summary>An identifier on one side and its text on the other.</summary>
internal sealed class GuidTextConversion(FieldKind canonicalKind) : Conversion
{
    public override bool TryRead(FieldValue wire, out FieldValue canonical) => TryTo(canonicalKind, wire, out canonical);

    public override bool TryWrite(FieldValue canonical, out FieldValue wire) =>
        TryTo(canonicalKind == FieldKind.Guid ? FieldKind.Text : FieldKind.Guid, canonical, out wire);

    private static bool TryTo(FieldKind kind, FieldValue value, out FieldValue result)
    {
        result = value;
        if (kind == FieldKind.Guid && value.TextOrNull() is { } text && Guid.TryParse(text, out var id))
        {
            result = FieldValue.From(id);
            return true;
        }

        if (kind == FieldKind.Text && value.Kind == FieldKind.Guid)
        {
            result = FieldValue.From(value.AsGuid().ToString("d"));
            return true;
        }

        return value.Kind == kind;
    }
}

/// <summary>A reference and the field that holds the record id.</summary>
internal sealed class ReferenceConversion(string target, FieldKind wireKind) : Conversion
{
    public override string WriteProblem => MappingCodes.BadReference;

    public override bool TryRead(FieldValue wire, out FieldValue canonical)
    {
        canonical = wire.Kind switch
        {
            FieldKind.Text => FieldValue.From(new Reference(target, wire.AsText())),
            FieldKind.Guid => FieldValue.From(new Reference(target, wire.AsGuid().ToString("d"))),
            FieldKind.Integer => FieldValue.From(new Reference(target, ValueText.Plain(wire))),
            _ => wire,
        };
        return canonical.Kind == FieldKind.Reference;
    }

    public override bool TryWrite(FieldValue canonical, out FieldValue wire)
    {
        wire = canonical;
        if (canonical.ReferenceOrNull() is not { } reference)
        {
            return false;
        }

        switch (wireKind)
        {
            case FieldKind.Text:
                wire = FieldValue.From(reference.Id);
                return true;
            case FieldKind.Guid when Guid.TryParse(reference.Id, out var id):
                wire = FieldValue.From(id);
                return true;
            case FieldKind.Integer when long.TryParse(reference.Id, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number):
                wire = FieldValue.From(number);
                return true;
            default:
                return wireKind == FieldKind.Reference;
        }
    }
}

/// <summary>Declared pairs.</summary>
internal sealed class PairConversion(ValueMap map) : Conversion
{
    public override bool HandlesNull => true;

    public override string ReadProblem => MappingCodes.ValueNotRead;

    public override string WriteProblem => MappingCodes.ValueNotWritten;

    public override bool TryRead(FieldValue wire, out FieldValue canonical) => map.TryRead(wire, out canonical);

    public override bool TryWrite(FieldValue canonical, out FieldValue wire) => map.TryWrite(canonical, out wire);
}

/// <summary>A closed vocabulary that both sides share.</summary>
internal sealed class VocabularyConversion(FrozenSet<string> values) : Conversion
{
    public override string ReadProblem => MappingCodes.ValueNotRead;

    public override string WriteProblem => MappingCodes.ValueNotWritten;

    public override bool TryRead(FieldValue wire, out FieldValue canonical)
    {
        canonical = wire;
        return wire.TextOrNull() is { } text && values.Contains(text);
    }

    public override bool TryWrite(FieldValue canonical, out FieldValue wire) => TryRead(canonical, out wire);
}

/// <summary>Declared code.</summary>
internal sealed class CodeConversion(FieldConverter converter) : Conversion
{
    public override string ReadProblem => MappingCodes.ConverterFailed;

    public override string WriteProblem => MappingCodes.ConverterFailed;

    public override bool TryRead(FieldValue wire, out FieldValue canonical) => Try(converter.Read, wire, out canonical);

    public override bool TryWrite(FieldValue canonical, out FieldValue wire) => Try(converter.Write, canonical, out wire);

    // Code of the definition's author: whatever it throws concerns this one record.
    private static bool Try(Func<FieldValue, FieldValue> convert, FieldValue value, out FieldValue result)
    {
        try
        {
            result = convert(value);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            result = FieldValue.Missing;
            return false;
        }
    }
}

/// <summary>A currency field that the system leaves empty for its own currency.</summary>
internal sealed class LocalCurrencyConversion(string local) : Conversion
{
    public override bool HandlesNull => true;

    public override bool TryRead(FieldValue wire, out FieldValue canonical)
    {
        canonical = wire.IsEmpty ? FieldValue.From(local) : wire;
        return canonical.Kind == FieldKind.Text;
    }

    public override bool TryWrite(FieldValue canonical, out FieldValue wire)
    {
        wire = canonical.TextOrNull() is { } text && string.Equals(text, local, StringComparison.Ordinal) ? FieldValue.Null : canonical;
        return true;
    }
}
