using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Api;

/// <summary>The org's calls within 24 hours, counted by the hour.</summary>
internal sealed class LimitCalls(TimeProvider time, long daily)
{
    private const int Hours = 24;

    private readonly long[] _counts = new long[Hours];
    private readonly long[] _hours = new long[Hours];
    private readonly Lock _lock = new();

    /// <summary>Calls allowed within 24 hours.</summary>
    public long Daily { get; set; } = daily;

    /// <summary>Calls made within the last 24 hours.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
            {
                var oldest = Hour() - Hours;
                var used = 0L;
                for (var i = 0; i < Hours; i++)
                {
                    used += _hours[i] > oldest ? _counts[i] : 0;
                }

                return used;
            }
        }
    }

    /// <summary>Counts a call; false when the org has none left.</summary>
    public bool TryTake()
    {
        if (Used >= Daily)
        {
            return false;
        }

        lock (_lock)
        {
            var hour = Hour();
            var slot = (int)(hour % Hours);
            if (_hours[slot] != hour)
            {
                _hours[slot] = hour;
                _counts[slot] = 0;
            }

            _counts[slot]++;
            return true;
        }
    }

    /// <summary>Takes calls away, as other integrations of the org do.</summary>
    public void Spend(long calls)
    {
        for (var i = 0L; i < calls && TryTake(); i++)
        {
        }
    }

    /// <summary>The value of <c>Sforce-Limit-Info</c>.</summary>
    public string Header() => string.Create(CultureInfo.InvariantCulture, $"api-usage={Used}/{Daily}");

    public ApiAnswer Get() => ApiAnswer.Ok(writer =>
    {
        writer.WriteStartObject();
        Write(writer, "DailyApiRequests", Daily, Daily - Used);
        Write(writer, "DailyBulkApiBatches", 15_000, 15_000);
        Write(writer, "DailyBulkV2QueryJobs", 10_000, 10_000);
        Write(writer, "DailyBulkV2QueryFileStorageMB", 976_562, 976_562);
        Write(writer, "DataStorageMB", 10_240, 10_240);
        Write(writer, "HourlyPublishedPlatformEvents", 250_000, 250_000);
        writer.WriteEndObject();
    });

    /// <summary>The answer when nothing is left.</summary>
    public static ApiAnswer Exceeded() => ApiAnswer.Of(new SalesforceError(ErrorCodes.RequestLimitExceeded, "TotalRequests Limit exceeded."));

    private static void Write(Utf8JsonWriter writer, string name, long max, long remaining)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("Max", max);
        writer.WriteNumber("Remaining", remaining);
        writer.WriteEndObject();
    }

    private long Hour() => time.GetUtcNow().UtcTicks / TimeSpan.TicksPerHour;
}
