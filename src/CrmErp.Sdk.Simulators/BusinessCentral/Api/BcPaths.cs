using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary>Finds what a path means.</summary>
internal static class BcPaths
{
    private const string ActionPrefix = "Microsoft.NAV.";

    /// <summary>Resolves a path inside a company; call it under the database's lock when it follows a navigation to one record.</summary>
    public static BcTarget Resolve(BcEnvironment environment, BcCall call, List<BcSegment> segments)
    {
        var at = 0;
        BcCompany company;
        if (segments[0] is { Name: "companies", Key: { } companyId })
        {
            company = environment.Company(companyId) ?? throw NoCompany();
            at = 1;
        }
        else
        {
            company = FromOptions(environment, call);
        }

        var set = segments[at].Name;
        if (set == "journals" && segments[at].Key is not null)
        {
            // Addressed by id, the journals page also reaches payment journals.
            set = "customerPaymentJournals";
        }

        var entity = environment.Model.Find(set) ?? throw BcException.NoSegment(set);
        return Follow(environment, company, new BcTarget(company, entity, Key(segments[at].Key), null, null, false), segments, at + 1);
    }

    /// <summary>The record set a path works on, for logs and fault rules; empty when it is none.</summary>
    public static string ObjectOf(BcModel model, List<BcSegment> segments)
    {
        for (var i = segments.Count - 1; i >= 0; i--)
        {
            if (segments[i].Name == "journals")
            {
                return "customerPaymentJournals";
            }

            if (model.Find(segments[i].Name) is { } entity)
            {
                return entity.Set;
            }
        }

        return segments.Count > 0 && segments[0].Name is "companies" or "subscriptions" ? segments[0].Name : "";
    }

    public static bool IsAction(string segment) => segment.StartsWith(ActionPrefix, StringComparison.Ordinal);

    private static BcTarget Follow(BcEnvironment environment, BcCompany company, BcTarget target, List<BcSegment> segments, int at)
    {
        for (; at < segments.Count; at++)
        {
            var segment = segments[at];
            if (segment.Name == "$count" && target.Key is null)
            {
                return target with { Count = true };
            }

            if (target.Key is not { } key)
            {
                throw BcException.NoSegment(segment.Name);
            }

            if (IsAction(segment.Name))
            {
                var action = segment.Name[ActionPrefix.Length..];
                return Actions(target.Entity).Contains(action) ? target with { Action = action } : throw BcException.NoSegment(segment.Name);
            }

            var navigation = target.Entity.Navigation(segment.Name) ?? throw BcException.NoSegment(segment.Name);
            var entity = environment.Model[navigation.Set];
            target = navigation.Many
                ? new BcTarget(company, entity, Key(segment.Key), (navigation.Field, key), null, false)
                : new BcTarget(company, entity, Single(company, target, key, navigation), null, null, false);
        }

        return target;
    }

    private static IReadOnlyList<string> Actions(BcEntity entity) =>
        entity.Set == "customerPaymentJournals" ? ["post"] : entity.Actions;

    private static string Single(BcCompany company, BcTarget target, string key, BcNavigation navigation)
    {
        var record = company[target.Entity.Set].Records.Find(key) ?? throw BcException.Missing(target.Entity, key);
        return (string)record[target.Entity.Schema.Slot(navigation.Field)]!;
    }

    private static string? Key(string? key) =>
        key is null ? null
        : Guid.TryParse(key, out var guid) ? guid.ToString("D")
        : throw new BcException(400, "Application_InvalidGUID", $"Cannot convert the literal '{key}' to the expected type 'Edm.Guid'.");

    private static BcCompany FromOptions(BcEnvironment environment, BcCall call)
    {
        if ((call.QueryValue("company") ?? call.Header("Company")) is not { Length: > 0 } named)
        {
            throw new BcException(400, "BadRequest_RequiredParamNotProvided", "Company name or id must be given.");
        }

        return environment.Company(named) ?? throw NoCompany();
    }

    private static BcException NoCompany() => new(404, "Internal_CompanyNotFound", "Cannot find company.");
}
