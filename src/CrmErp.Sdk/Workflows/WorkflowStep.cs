using System.Security.Cryptography;
using System.Text;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Workflows;

/// <summary>
/// Runs one workflow of the definition over a changed golden record, inside the pass. One that fails holds its record and nothing else:
/// the pass starts again without it, so that nothing of a half-done workflow stays.
/// </summary>
internal sealed class WorkflowStep(WorkflowDefinition workflow) : IWorkflowStep
{
    public const string FailedCause = "WorkflowFailed";

    public string Name => workflow.Name;

    public string Entity => workflow.Entity;

    public void Run(PassScope scope, GoldenWork golden)
    {
        var held = golden.Items.Values.FirstOrDefault(i => i.Kind == OpenItemKind.HeldWorkflow && i.Group == workflow.Name);
        if (held is null || HeldDetail.ReadBound(held.Detail, golden.Entity) is not { } bound)
        {
            // A held change is looked at as it was when it was first held: its condition has not been served yet.
            var before = held is not null ? HeldDetail.ReadBefore(held.Detail, golden.Entity) : golden.IsNew || golden.BoundFromStage ? null : golden.Stored;
            Execute(scope, new RunState(workflow, scope, golden, held) { Before = before, After = golden.Data, IsHistory = golden.BoundFromStage && !workflow.CoversHistory });
            return;
        }

        // R47: it failed when the record was bound. What was true then is history still; what came after is a change.
        if (Execute(scope, new RunState(workflow, scope, golden, held) { After = bound, IsHistory = true }) && !bound.Values.SequenceEqual(golden.Data.Values))
        {
            Execute(scope, new RunState(workflow, scope, golden, held) { Before = bound, After = golden.Data });
        }
    }

    private bool Execute(PassScope scope, RunState run)
    {
        if (scope.Failures.Find(run.Id, workflow.Name, run.IsHistory) is { } failure)
        {
            run.Fail(failure);
            return false;
        }

        try
        {
            var task = workflow.RunAsync(run, CancellationToken.None);
            if (!task.IsCompleted)
            {
                throw new InvalidOperationException($"The workflow '{workflow.Name}' waits for something outside. Workflows are pure: they may await only what their context offers. Put effects on the outside into an observer.");
            }

            task.GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is not WorkingSetMissException && run.Miss is null)
        {
            scope.Failures.Add(new WorkflowFailure(run.Id, workflow.Name, workflow.Entity, run.IsHistory, error) { Missed = run.Missed });
            return false;
        }
        finally
        {
            run.Close();
        }

        // What the workflow caught of ours: it cannot know that it runs again with what it missed.
        if (run.Miss is { } miss)
        {
            throw new WorkingSetMissException(miss);
        }

        run.Finish();
        return true;
    }

    private sealed class RunState(WorkflowDefinition workflow, PassScope scope, GoldenWork golden, OpenItem? held) : IWorkflowRun
    {
        // A held workflow is about no spoke.
        private static readonly SpokeId Nowhere = new("", "");
        private readonly OpenItem? _noted = golden.Item(OpenItemKind.Noted, Nowhere, workflow.Name);
        private readonly SortedSet<GoldenId> _missed = [];
        private bool _closed;
        private string? _reason;
        private (string Code, string Text)? _note;

        public GoldenId Id => golden.Id;

        public EntityType EntityType => golden.Entity;

        public Row? Before { get; init; }

        public required Row After { get; init; }

        // R47: what is true of a record that is bound from its first inventory is history, for those who react to changes.
        public bool IsHistory { get; init; }

        public Need? Miss { get; private set; }

        public IReadOnlyCollection<GoldenId> Missed => [.. _missed];

        public void Close() => _closed = true;

        public EntityType TypeOf(string entity) => scope.Set.Context.TypeOf(entity);

        public ValueTask<(GoldenId Id, Row Row)?> FindAsync(Reference reference, CancellationToken cancellationToken)
        {
            var found = Ask(() => scope.Set.TryGolden(reference.GoldenId));
            if (found is null || !found.IsLive)
            {
                _missed.Add(Ask(() => scope.Set.Canonical(reference.GoldenId)));
                return ValueTask.FromResult<(GoldenId, Row)?>(null);
            }

            scope.Set.DependsOn(found);
            return ValueTask.FromResult<(GoldenId, Row)?>((found.Id, found.Data.Clone()));
        }

        public GoldenId DerivedId(string entity, string name)
        {
            if (Ask(() => scope.Set.Derived(golden.Id, Name(name)))?.GoldenId is { } known)
            {
                // It may not be loaded yet, and it may have been merged into another one.
                return Ask(() => scope.Set.Canonical(known));
            }

            Span<byte> hash = stackalloc byte[32];
            SHA256.HashData(Encoding.UTF8.GetBytes($"{golden.Id}\n{entity}\n{Name(name)}"), hash);
            return new GoldenId(new Guid(hash[..16]));
        }

        public bool IsTaken(string name) => Ask(() => scope.Set.Derived(golden.Id, Name(name))) is { GoldenId: null };

        public void Set(string entity, GoldenId id, Row values, bool derived, string? name) =>
            Ask(() =>
            {
                SetCore(entity, id, values, derived, name);
                return true;
            });

        private void SetCore(string entity, GoldenId id, Row values, bool derived, string? name)
        {
            if (derived)
            {
                if (IsTaken(name!))
                {
                    return;
                }

                if (IsHistory && scope.Set.Derived(golden.Id, Name(name!)) is null)
                {
                    // R47: history. The derived identity is taken, nothing is made.
                    scope.Set.PutDerived(new DerivedRow(golden.Id, Name(name!), null));
                    return;
                }
            }
            else if (IsHistory)
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

        /// <summary>It failed: the record is held as it was before the change that the workflow was to see, without the message, which may quote values.</summary>
        public void Fail(WorkflowFailure failure)
        {
            var type = failure.Error.GetType().FullName;
            var detail = HeldDetail.Write($"The workflow '{workflow.Name}' failed with {type}. It runs again when the record or one that it looked for changes, or by replay.", Before, failure.Missed, IsHistory ? After : null);
            golden.Put(Item(OpenItemKind.HeldWorkflow, FailedCause, $"{FailedCause}|{workflow.Name}|{type}", detail, held?.Since));
        }

        public void Finish()
        {
            if (_reason is not null && !IsHistory)
            {
                golden.Put(Item(OpenItemKind.HeldWorkflow, "Held", $"Held|{workflow.Name}|{_reason}", HeldDetail.Write(_reason, Before, _missed), held?.Since));
            }
            else if (held is not null)
            {
                golden.Remove(OpenItemKind.HeldWorkflow, Nowhere, workflow.Name);
            }

            if (_note is var (code, text) && !IsHistory)
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

        private T Ask<T>(Func<T> question)
        {
            if (_closed)
            {
                throw new InvalidOperationException($"The workflow '{workflow.Name}' goes on after it ended.");
            }

            try
            {
                return question();
            }
            catch (WorkingSetMissException miss)
            {
                Miss ??= miss.Need;
                throw;
            }
        }
    }
}
