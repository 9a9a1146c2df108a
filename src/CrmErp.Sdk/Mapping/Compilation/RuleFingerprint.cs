using System.IO.Hashing;
using System.Text;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Everything that decides a rule's values, as one text and one number. The leading number is the version of the rules' own code.</summary>
internal static class RuleFingerprint
{
    private const int CodeVersion = 1;

    public static string Of(RuleSpec rule, IEnumerable<FieldKind> wireKinds, TextLimit limit, bool emptyTextIsNull, string? currency, string? reference, LineMap? lines) =>
        string.Join(
            '|',
            CodeVersion,
            rule.Kind,
            string.Join(',', rule.Fields),
            string.Join(',', rule.Paths),
            string.Join(',', wireKinds),
            $"{(rule.Reads ? 'r' : '-')}{(rule.WritesOnCreate ? 'c' : '-')}{(rule.WritesOnUpdate ? 'u' : '-')}",
            rule.Converter,
            rule.Values?.Fingerprint(),
            limit.Cuts || rule.Kind == RuleKind.SplitText ? limit.Length : null,
            ValueText.Format(rule.EmptyIs),
            emptyTextIsNull,
            currency,
            rule.LocalCurrencyIsEmpty,
            reference,
            ValueText.Format(rule.Value),
            rule.Custom is { } custom ? $"{custom.Name} v{custom.Version}" : null,
            rule.When is { } when ? $"{when.Name} v{when.Version}" : null,
            string.Join(';', rule.ReadWhen.Select(Of)),
            rule.Normalizer is { } normalizer ? $"{normalizer.Name} v{normalizer.Version}" : null,
            lines is null ? null : string.Join(',', lines.Rules.Select(r => r.Hash)));

    public static string Of(RuleSpec rule) => Of(rule, [rule.WireKind ?? FieldKind.Missing], default, false, rule.Currency, rule.ReferenceTo, null);

    public static string Of(RecordFilter filter) => $"{filter.Field} {filter.Operator} {string.Join(',', filter.Values.Select(ValueText.Format))}";

    public static ulong Hash(string fingerprint) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(fingerprint));
}
