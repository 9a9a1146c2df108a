using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Amounts are rounded half away from zero, to the currency's precision.</summary>
internal static class BcRounding
{
    public static decimal Amount(decimal value, decimal precision) =>
        BcValueReader.Plain(Math.Round(value / precision, 0, MidpointRounding.AwayFromZero) * precision);
}
