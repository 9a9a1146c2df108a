namespace CrmErp.Sdk;

/// <summary>A field lambda was not a plain read of one field. The message names the entity and what the lambda did instead.</summary>
public sealed class FieldSelectionException : ArgumentException
{
    /// <summary>Creates the error.</summary>
    public FieldSelectionException(string entity, string problem, Exception? innerException = null)
        : base($"A field of '{entity}' is named by a lambda that reads it and does nothing else, such as x => x.Name. This one {problem}.", innerException)
    {
        Entity = entity;
        Problem = problem;
    }

    /// <summary>The entity.</summary>
    public string Entity { get; }

    /// <summary>What the lambda did.</summary>
    public string Problem { get; }
}
