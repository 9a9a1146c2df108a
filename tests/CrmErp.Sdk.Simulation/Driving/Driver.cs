using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Driving;

/// <summary>
/// Runs the steps of several processes on one thread. A step runs until it awaits the outside; there it is parked until the driver
/// resumes it, pauses it beyond its lease, or kills its process, after which it is never resumed. Because every await completes on
/// the driver's own thread, a seed replays exactly.
/// </summary>
internal sealed class Driver(FakeClock clock, Action<string> trace) : ICallGate
{
    private readonly List<Parked> _parked = [];
    private readonly List<Worker> _workers = [];
    private Worker? _current;

    /// <summary>Whether calls are parked. When they are not, a step runs through.</summary>
    public bool Interleaves { get; set; }

    public int Running => _workers.Count;

    /// <summary>The step that is running; null between steps.</summary>
    public string? Current => _current?.Label;

    public IReadOnlyList<Parked> Points => _parked;

    /// <summary>Exceptions that a step ended with: a step must never throw.</summary>
    public Exception? Failure { get; private set; }

    public IEnumerable<Parked> Ready => _parked.Where(p => p.NotBefore <= clock.Now);

    public void Start(int process, string label, Func<Task> step)
    {
        var worker = new Worker(process, label);
        _workers.Add(worker);
        Run(worker, () => worker.Task = step());
    }

    public void Resume(Parked point)
    {
        _parked.Remove(point);
        trace($"{point.Worker.Label} goes on {point.What}");
        Run(point.Worker, point.Source.SetResult);
    }

    public void Pause(Parked point, TimeSpan span)
    {
        trace($"{point.Worker.Label} pauses {span.TotalSeconds} s {point.What}");
        point.NotBefore = clock.Now + span;
    }

    /// <summary>The process dies: nothing of it is ever resumed.</summary>
    public void Kill(int process)
    {
        _parked.RemoveAll(p => p.Worker.Process == process);
        _workers.RemoveAll(w => w.Process == process);
    }

    public Task BeforeAsync(RemoteCall call) => Interleaves ? PointAsync($"before {call}") : Task.CompletedTask;

    public Task AfterAsync(RemoteCall call) => Interleaves ? PointAsync($"after {call}") : Task.CompletedTask;

    /// <summary>One await of the engine.</summary>
    public Task PointAsync(string what)
    {
        if (!Interleaves || _current is null)
        {
            return Task.CompletedTask;
        }

        var point = new Parked(_current, what, clock.Now);
        _parked.Add(point);
        return point.Source.Task;
    }

    private void Run(Worker worker, Action action)
    {
        var context = SynchronizationContext.Current;
        var outer = _current;
        SynchronizationContext.SetSynchronizationContext(null);
        _current = worker;
        try
        {
            action();
        }
        finally
        {
            _current = outer;
            SynchronizationContext.SetSynchronizationContext(context);
        }

        if (worker.Task is { IsCompleted: true } done)
        {
            _workers.Remove(worker);
            Failure ??= done.Exception?.InnerException;
        }
        else if (!_parked.Any(p => p.Worker == worker))
        {
            Failure ??= new InvalidOperationException($"{worker.Label} left the driver's thread: it waits for something that no gate holds.");
        }
    }

    internal sealed class Worker(int process, string label)
    {
        public int Process => process;

        public string Label => label;

        public Task? Task { get; set; }
    }

    internal sealed class Parked(Worker worker, string what, DateTimeOffset since)
    {
        public Worker Worker => worker;

        public string What => what;

        public DateTimeOffset NotBefore { get; set; } = since;

        // Continuations run inside SetResult, on the driver's thread.
        public TaskCompletionSource Source { get; } = new();
    }
}
