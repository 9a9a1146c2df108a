using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>A parsed <c>$filter</c>.</summary>
internal abstract record BcFilter
{
    public abstract bool Matches(BcCompany company, BcEntity entity, StoredRecord record);

    /// <summary>Whether two fields are named anywhere below.</summary>
    public abstract void CollectFields(HashSet<string> names);

    /// <summary>What the service does with lambda operators: as if they were not there.</summary>
    public sealed record Ignored : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record) => true;

        public override void CollectFields(HashSet<string> names)
        {
        }
    }

    public sealed record And(BcFilter Left, BcFilter Right) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record) =>
            Left.Matches(company, entity, record) && Right.Matches(company, entity, record);

        public override void CollectFields(HashSet<string> names)
        {
            Left.CollectFields(names);
            Right.CollectFields(names);
        }
    }

    public sealed record Or(BcFilter Left, BcFilter Right) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record) =>
            Left.Matches(company, entity, record) || Right.Matches(company, entity, record);

        public override void CollectFields(HashSet<string> names)
        {
            Left.CollectFields(names);
            Right.CollectFields(names);
        }
    }

    public sealed record Not(BcFilter Inner) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record) => !Inner.Matches(company, entity, record);

        public override void CollectFields(HashSet<string> names) => Inner.CollectFields(names);
    }

    /// <summary>One of several values.</summary>
    public sealed record In(BcField Field, HashSet<object> Values) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record) =>
            Values.Contains(BcFieldAccess.Get(company, entity, record, Field));

        public override void CollectFields(HashSet<string> names) => names.Add(Field.Name);
    }

    public sealed record Compare(BcField Field, string Operator, object Value) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record)
        {
            var order = BcOrder.Compare(BcFieldAccess.Get(company, entity, record, Field), Value);
            return Operator switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            };
        }

        public override void CollectFields(HashSet<string> names) => names.Add(Field.Name);
    }

    public sealed record Function(string Name, BcField Field, string Value) : BcFilter
    {
        public override bool Matches(BcCompany company, BcEntity entity, StoredRecord record)
        {
            var text = BcFieldAccess.Get(company, entity, record, Field) as string ?? "";
            return Name switch
            {
                "startswith" => text.StartsWith(Value, StringComparison.Ordinal),
                "endswith" => text.EndsWith(Value, StringComparison.Ordinal),
                _ => text.Contains(Value, StringComparison.Ordinal),
            };
        }

        public override void CollectFields(HashSet<string> names) => names.Add(Field.Name);
    }
}
