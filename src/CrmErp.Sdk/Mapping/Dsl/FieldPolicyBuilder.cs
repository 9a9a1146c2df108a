using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Declares who decides over a field.</summary>
/// <typeparam name="T">The entity.</typeparam>
public sealed class FieldPolicyBuilder<T>
    where T : Entity, ICanonicalEntity<T>
{
    internal FieldPolicyBuilder(PolicySpec spec) => Spec = spec;

    internal PolicySpec Spec { get; }

    /// <summary>The connection whose value rules; edits elsewhere are overwritten and recorded, unless <see cref="OnForeignEdit"/> says otherwise.</summary>
    public FieldPolicyBuilder<T> OwnedBy(string connection)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        Spec.Owner = connection;
        return this;
    }

    /// <summary>The connection whose value rules, depending on the golden record; null when nobody owns it then. Pure. A change of owner is not retroactive.</summary>
    public FieldPolicyBuilder<T> OwnedBy(Func<T, string?> owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        Spec.OwnerOf = (type, row) => owner(T.Over(type, row));
        return this;
    }

    /// <summary>What decides when both sides moved, in order; when none of them can, a person is asked. The default is <see cref="Resolve.Latest"/>.</summary>
    public FieldPolicyBuilder<T> OnConflict(params Resolve[] chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        Spec.Chain = [.. chain];
        return this;
    }

    /// <summary>What decides when two records meet for the first time with different values. The default is as the standard maps say, then the conflict chain.</summary>
    public FieldPolicyBuilder<T> OnFirstContact(params Resolve[] chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        Spec.FirstContactChain = [.. chain];
        return this;
    }

    /// <summary>What a clear (value to empty) does. The default is <see cref="Clears.Propagate"/>.</summary>
    public FieldPolicyBuilder<T> OnClear(Clears clears)
    {
        Spec.OnClear = clears;
        return this;
    }

    /// <summary>What becomes of an edit by a connection that does not own the field. The default is <see cref="ForeignEdit.Overwrite"/>.</summary>
    public FieldPolicyBuilder<T> OnForeignEdit(ForeignEdit edit)
    {
        Spec.OnForeignEdit = edit;
        return this;
    }
}
