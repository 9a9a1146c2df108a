using System.Runtime.CompilerServices;

namespace CrmErp.Sdk.Workflows;

/// <summary>Gives a typed workflow the engine's untyped run.</summary>
internal static class WorkflowAdapter
{
    public static WorkflowDefinition Define<T>(string name, IWorkflow<T> workflow, bool coversHistory = false)
        where T : Entity, ICanonicalEntity<T>
    {
        // Lambdas that capture nothing are one delegate for ever; which field each of them reads is found out once.
        var selections = new ConditionalWeakTable<Delegate, FieldSelection>();
        return new WorkflowDefinition
        {
            Name = name,
            Entity = T.EntityType.Name,
            CoversHistory = coversHistory,
            RunAsync = (run, cancellationToken) => workflow.RunAsync(new Context<T>(run, selections), cancellationToken),
        };
    }

    private sealed class Context<T>(IWorkflowRun run, ConditionalWeakTable<Delegate, FieldSelection> selections) : IWorkflowContext<T>
        where T : Entity, ICanonicalEntity<T>
    {
        public T? Before { get; } = run.Before is { } row ? T.Over(run.EntityType, row, run.Id) : null;

        public T After { get; } = T.Over(run.EntityType, run.After, run.Id);

        public GoldenId Id => run.Id;

        public bool Became<TValue>(Func<T, TValue> field, TValue value)
        {
            ArgumentNullException.ThrowIfNull(field);
            return EqualityComparer<TValue>.Default.Equals(field(After), value)
                && !(Before is not null && EqualityComparer<TValue>.Default.Equals(field(Before), value));
        }

        public bool Changed<TValue>(Func<T, TValue> field)
        {
            ArgumentNullException.ThrowIfNull(field);
            if (!selections.TryGetValue(field, out var selection))
            {
                selections.AddOrUpdate(field, selection = FieldSelector.Resolve(run.EntityType, field));
            }

            return selection.Fields.Any(f => (run.Before?[f.Slot] ?? FieldValue.Missing) != run.After[f.Slot]);
        }

        public async ValueTask<TOther?> FindAsync<TOther>(Reference? reference, CancellationToken cancellationToken)
            where TOther : Entity, ICanonicalEntity<TOther>
        {
            if (reference is null || await run.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            return TOther.Over(run.TypeOf(TOther.EntityType.Name), found.Row, found.Id);
        }

        public ValueTask<TOther?> FindDerivedAsync<TOther>(string name, CancellationToken cancellationToken)
            where TOther : Entity, ICanonicalEntity<TOther> =>
            FindAsync<TOther>(new Reference(TOther.EntityType.Name, run.DerivedId(TOther.EntityType.Name, name)), cancellationToken);

        public Reference Upsert<TOther>(string name, Action<TOther> change)
            where TOther : Entity, ICanonicalEntity<TOther>
        {
            ArgumentNullException.ThrowIfNull(change);
            var entity = TOther.EntityType.Name;
            var type = run.TypeOf(entity);
            var id = run.DerivedId(entity, name);
            var values = new Row(type.Schema);
            change(TOther.Over(type, values, id));
            run.Set(entity, id, values, derived: true, name);
            return new Reference(entity, id);
        }

        public void Update<TOther>(TOther entity, Action<TOther> change)
            where TOther : Entity, ICanonicalEntity<TOther>
        {
            ArgumentNullException.ThrowIfNull(entity);
            ArgumentNullException.ThrowIfNull(change);
            var id = entity.Id ?? throw new InvalidOperationException($"The {entity.Shape.Name} to update stands for no golden record. Ask for it with FindAsync.");
            var changed = entity.Row.Clone();
            change(TOther.Over(entity.Shape, changed, id));
            var values = new Row(changed.Schema);
            for (var slot = 0; slot < changed.Count; slot++)
            {
                values[slot] = changed[slot] == entity.Row[slot] ? FieldValue.Missing : changed[slot];
            }

            run.Set(entity.Shape.Name, id, values, derived: false, null);
        }

        public bool IsHistory(string name) => run.IsHistory || run.IsTaken(name);

        public void Hold(string reason)
        {
            ArgumentException.ThrowIfNullOrEmpty(reason);
            run.Hold(reason);
        }

        public void Note(string code, string text)
        {
            ArgumentException.ThrowIfNullOrEmpty(code);
            ArgumentException.ThrowIfNullOrEmpty(text);
            run.Note(code, text);
        }

        public bool IsNoted(string code) => run.IsNoted(code);
    }
}
