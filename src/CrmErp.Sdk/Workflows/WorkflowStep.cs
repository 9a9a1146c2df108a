using System.Security.Cryptography;
using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Workflows;

/// <summary>Runs one workflow of the definition over a changed golden record, inside the pass.</summary>
internal sealed class WorkflowStep(WorkflowDefinition workflow) : IWorkflowStep
{
    public void Run(PassScope scope, GoldenWork golden)
    {
        if (!string.Equals(golden.Entity.Name, workflow.Entity, StringComparison.Ordinal))
        {
            return;
        }

        var held = golden.Items.Values.FirstOrDefault(i => i.Kind == OpenItemKind.HeldWorkflow && i.Group == workflow.Name);
        var run = new RunState(workflow, scope, golden, held);
        var task = workflow.RunAsync(run, CancellationToken.None);
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException($"The workflow '{workflow.Name}' waits for something outside. Workflows are pure: they may await only what their context offers. Put effects on the outside into an observer.");
        }

        task.GetAwaiter().GetResult();
        run.Finish();
    }

    private sealed class RunState(WorkflowDefinition workflow, PassScope scope, GoldenWork golden, OpenItem? held) : IWorkflowRun
    {
        // A held workflow is about no spoke.
        private static readonly SpokeId Nowhere = new("", "");
        private readonly OpenItem? _noted = golden.Item(OpenItemKind.Noted, Nowhere, workflow.Name);
        private readonly SortedSet<GoldenId> _missed = [];
        private string? _reason;
        private (string Code, string Text)? _note;

        public GoldenId Id => golden.Id;

        public EntityType EntityType => golden.Entity;

        // A held change is looked at as it was when it was first held: its condition has not been served yet.
        public Row? Before { get; } = held is not null ? HeldDetail.ReadBefore(held.Detail, golden.Entity) : golden.IsNew || golden.BoundFromStage || golden.Version == 0 ? null : golden.Stored;

        public Row After => golden.Data;

        public bool IsHistory => Skips;

        // R47: what is true of a record that is bound from its first inventory is history, for those who react to changes.
        private bool Skips => golden.BoundFromStage && !workflow.CoversHistory;

        public EntityType TypeOf(string entity) => scope.Set.Context.TypeOf(entity);

        public ValueTask<(GoldenId Id, Row Row)?> FindAsync(Reference reference, CancellationToken cancellationToken)
        {
            var found = scope.Set.TryGolden(reference.GoldenId);
            if (found is null || !found.IsLive)
            {
                _missed.Add(scope.Set.Canonical(reference.GoldenId));
                return ValueTask.FromResult<(GoldenId, Row)?>(null);
            }

            scope.Set.DependsOn(found);
            return ValueTask.FromResult<(GoldenId, Row)?>((found.Id, found.Data.Clone()));
        }

        public GoldenId DerivedId(string entity, string name)
        {
            if (scope.Set.Derived(golden.Id, Name(name))?.GoldenId is { } known)
            {
                // It may not be loaded yet, and it may have been merged into another one.
                return scope.Set.Canonical(known);
            }

            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(Encoding.UTF8.GetBytes($"{golden.Id}\n{entity}\n{Name(name)}"), hash);
            return new GoldenId(new Guid(hash[..16]));
        }

        public bool IsTaken(string name) => scope.Set.Derived(golden.Id, Name(name)) is { GoldenId: null };

        public void Set(string entity, GoldenId id, Row values, bool derived, string? name)
        {
            if (derived)
            {
                if (IsTaken(name!))
                {
                    return;
                }

                if (Skips && scope.Set.Derived(golden.Id, Name(name!)) is null)
                {
                    // R47: history. The derived identity is taken, nothing is made.
                    scope.Set.PutDerived(new DerivedRow(golden.Id, Name(name!), null));
                    return;
                }
            }
            else if (Skips)
            {
                return;
            }

            var target = scope.Set.TryGolden(id);
            if (target is null)
            {
                target = scope.Set.NewGolden(entity, GoldenState.Live, id);
            }

            if (derived && scope.Set.Derived(golden.Id, Name(name!)) is null)
            {
                scope.Set.PutDerived(new DerivedRow(golden.Id, Name(name!), target.Id));
            }

            foreach (var group in target.Entity.Groups)
            {
                scope.Rules.SetGolden(target, group, group.Slots, values, Origin.Workflow(workflow.Name), workflow.Name, null, null);
            }

            scope.Set.Reindex(target);
        }

        public void Hold(string reason) => _reason = reason;

        public void Note(string code, string text) => _note = (code, text);

        public bool IsNoted(string code) => _noted?.Cause == code;

        public void Finish()
        {
            if (_reason is not null && !Skips)
            {
                golden.Put(Item(OpenItemKind.HeldWorkflow, "Held", $"Held|{workflow.Name}|{_reason}", HeldDetail.Write(_reason, Before, _missed), held?.Since));
            }
            else if (held is not null)
            {
                golden.Remove(OpenItemKind.HeldWorkflow, Nowhere, workflow.Name);
            }

            if (_note is var (code, text) && !Skips)
            {
                golden.Put(Item(OpenItemKind.Noted, code, $"{workflow.Name}|{code}", DetailCodec.Text("reason", text), _noted?.Cause == code ? _noted.Since : null));
            }
            else if (_noted is not null)
            {
                golden.Remove(OpenItemKind.Noted, Nowhere, workflow.Name);
            }
        }

        private OpenItem Item(OpenItemKind kind, string cause, string problem, string detail, DateTimeOffset? since) => new()
        {
            Kind = kind,
            Entity = golden.Entity.Name,
            GoldenId = golden.Id,
            Group = workflow.Name,
            Spoke = Nowhere,
            Cause = cause,
            Problem = problem,
            Detail = detail,
            Since = since ?? scope.Set.Context.Now,
        };

        private string Name(string name) => $"{workflow.Name}/{name}";
    }
}
