using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.OData;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>People at their desks, and what a comparer reads.</summary>
internal sealed class BcAdmin : ISimulatorAdmin
{
    private readonly BcEnvironment _environment;
    private readonly BcWrites _writes;

    public BcAdmin(BcEnvironment environment, BcWrites writes)
    {
        _environment = environment;
        _writes = writes;
    }

    public IReadOnlyList<string> Objects => [.. _environment.Model.Entities.Select(e => e.Set)];

    public IReadOnlyCollection<StoredRecord> Snapshot(string objectName, PeopleContext context, bool deleted)
    {
        var table = Table(context, objectName);
        return _environment.State.Database.Read<IReadOnlyCollection<StoredRecord>>(
            () => deleted ? [.. table.Records.Tombstones] : [.. table.Records.Scan(table.Default, default)]);
    }

    public StoredRecord? Find(string objectName, PeopleContext context, string id)
    {
        var table = Table(context, objectName);
        return _environment.State.Database.Read(() => table.Records.Find(id));
    }

    public IReadOnlyList<string> Seed(string objectName, PeopleContext context, IEnumerable<SeedRecord> records) =>
        new BcSeeder(_environment, Company(context), _writes).Seed(Table(context, objectName).Entity, records);

    public void WriteRecord(Utf8JsonWriter writer, string objectName, PeopleContext context, StoredRecord record) =>
        BcEntityWriter.Write(writer, Company(context), new BcNode(Table(context, objectName).Entity, record, new BcQuery(), []));

    public string Create(string objectName, PeopleContext context, JsonElement values)
    {
        var entity = Table(context, objectName).Entity;
        return Work(context, work => _writes.Create(work, entity, null, values).Id);
    }

    public void Update(string objectName, PeopleContext context, string id, JsonElement values)
    {
        var entity = Table(context, objectName).Entity;
        Work(context, work => _writes.Update(work, entity, id, null, values));
    }

    public void Delete(string objectName, PeopleContext context, string id)
    {
        var entity = Table(context, objectName).Entity;
        Work(context, work =>
        {
            _writes.Delete(work, entity, id, null);
            return true;
        });
    }

    public void Tamper(string objectName, PeopleContext context, string id, JsonElement values)
    {
        var table = Table(context, objectName);
        Work(context, work =>
        {
            var draft = work.Open(objectName, id);
            foreach (var property in values.EnumerateObject())
            {
                var field = table.Entity.Find(property.Name) ?? throw BcException.UnknownProperty(table.Entity, property.Name);
                var value = BcValueReader.Read(table.Entity, field, property.Value);
                if (!field.Computed)
                {
                    draft[field.Name] = value;
                }
                else if (field.Name == "inventory")
                {
                    var number = draft.Text("number");
                    work.Company.AddToInventory(number, (decimal)value - work.Company.Inventory(number));
                }
                else if (field.Name == "balanceDue")
                {
                    work.Company.AddToBalance(id, (decimal)value - work.Company.Balance(id));
                }
                else
                {
                    throw BcException.ReadOnly(field.Name);
                }
            }

            work.Transaction.Overwrite(table.Records, draft.Before!, draft.Values());
            return true;
        });
    }

    public void Act(string action, PeopleContext context, JsonElement arguments, Utf8JsonWriter result)
    {
        var reply = Work(context, work => BcPeopleActions.Run(work, _writes, action, arguments));
        result.WriteStartObject();
        result.WriteString("id", reply);
        result.WriteEndObject();
    }

    private T Work<T>(PeopleContext context, Func<BcWork, T> body)
    {
        var company = Company(context);
        return _environment.State.Database.Write(
            RegisteredClient.People, transaction => body(new BcWork(_environment, company, transaction, ByPeople: true)), context.VisibleAfter);
    }

    private BcCompany Company(PeopleContext context) => context.Scope is null
        ? _environment.Companies[0]
        : _environment.Company(context.Scope) ?? throw new BcException(404, "Internal_CompanyNotFound", "Cannot find company.");

    private BcTable Table(PeopleContext context, string objectName) => Company(context).Find(objectName) ?? throw BcException.NoSegment(objectName);
}
