using System.Globalization;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Due date formulas: days, weeks and months, and the end of the current month: <c>14D</c>, <c>1M</c>, <c>CM</c>, <c>CM+8D</c>.</summary>
internal static class BcDateFormula
{
    public static DateOnly Add(DateOnly date, string formula)
    {
        foreach (var range in formula.AsSpan().Split('+'))
        {
            var term = formula.AsSpan(range).Trim();
            if (term.Equals("CM", StringComparison.OrdinalIgnoreCase))
            {
                date = new DateOnly(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));
            }
            else if (term.Length > 1 && int.TryParse(term[..^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var count))
            {
                date = char.ToUpperInvariant(term[^1]) switch
                {
                    'D' => date.AddDays(count),
                    'W' => date.AddDays(7 * count),
                    'M' => date.AddMonths(count),
                    'Y' => date.AddYears(count),
                    _ => date,
                };
            }
        }

        return date;
    }
}
