using System.Diagnostics.Metrics;
using CrmErp.Sdk;
using CrmErp.Sdk.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Snippets;

public static class Observing
{
    public static void Listen()
    {
        #region observe
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == CrmErpDiagnostics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        #endregion
        listener.Start();
    }

    public static void Tax(ICrmErpSyncBuilder sync)
    {
        #region tax-rule
        sync.QuoteToCash(crm: "crm", erp: "erp", q => q.TaxRule = new TaxRule
        {
            Rounding = TaxRounding.PerTaxGroup,
            Midpoint = TaxMidpoint.AwayFromZero,
            Tolerance = 0.01m,
        });
        #endregion
    }
}
