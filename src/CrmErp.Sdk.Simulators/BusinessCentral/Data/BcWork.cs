using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Hosting;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Data;

/// <summary>One transaction in one company.</summary>
/// <param name="Environment">The environment it runs in.</param>
/// <param name="Company">The company.</param>
/// <param name="Transaction">The changes.</param>
/// <param name="ByPeople">Whether a person works in the user interface, where more fields can be edited.</param>
internal sealed record BcWork(BcEnvironment Environment, BcCompany Company, Transaction Transaction, bool ByPeople)
{
    public DateOnly Today => DateOnly.FromDateTime(Transaction.Now.UtcDateTime);

    public string NewId() => Environment.State.Ids.NextGuid().ToString("D");

    public BcTable Table(string set) => Company[set];

    public StoredRecord Insert(BcDraft draft, bool logged = true) =>
        Transaction.Insert(Company[draft.Entity.Set].Records, draft.Id, draft.Values(), logged);

    public StoredRecord Update(BcDraft draft, bool logged = true) =>
        Transaction.Update(Company[draft.Entity.Set].Records, draft.Before!, draft.Values(), logged);

    /// <summary>Writes a draft only when it differs from the version before.</summary>
    public StoredRecord UpdateIfChanged(BcDraft draft, bool logged = false) => draft.ChangedAny() ? Update(draft, logged) : draft.Before!;

    public void Delete(BcEntity entity, StoredRecord record, bool logged = true) => Transaction.Delete(Company[entity.Set].Records, record, logged);

    public BcDraft Open(string set, string id)
    {
        var table = Company[set];
        return table.Records.Find(id) is { } record ? BcDraft.Of(table.Entity, record) : throw BcException.Missing(table.Entity, id);
    }
}

/// <summary>What all companies share.</summary>
internal sealed class BcEnvironment
{
    public BcEnvironment(BusinessCentralOptions options)
    {
        Options = options;
        Model = new BcModel();
        State = new SimulatorState(options, TimeSpan.FromMilliseconds(1));
        Companies = [.. options.Companies.Select(c => new BcCompany(c, (c.Id ?? State.Ids.NextGuid()).ToString("D"), Model))];
    }

    public BusinessCentralOptions Options { get; }

    public BcModel Model { get; }

    public SimulatorState State { get; }

    public IReadOnlyList<BcCompany> Companies { get; }

    public BcCompany? Company(string? idOrName)
    {
        foreach (var company in Companies)
        {
            if (string.Equals(company.Id, idOrName, StringComparison.OrdinalIgnoreCase) || company.Options.Name == idOrName)
            {
                return company;
            }
        }

        return null;
    }
}
