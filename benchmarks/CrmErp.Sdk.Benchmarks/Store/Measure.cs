using System.Diagnostics;
using System.Globalization;

namespace CrmErp.Sdk.Benchmarks.Store;

/// <summary>CPU time of the process, wall time and allocated bytes of a piece of work.</summary>
internal sealed class Measure
{
    private readonly Process _process = Process.GetCurrentProcess();
    private TimeSpan _cpu;
    private TimeSpan _wall;
    private long _bytes;

    public void Add(Action work) => AddAsync(() =>
    {
        work();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    public async Task AddAsync(Func<Task> work)
    {
        _process.Refresh();
        var cpu = _process.TotalProcessorTime;
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        await work();
        _wall += watch.Elapsed;
        _process.Refresh();
        _cpu += _process.TotalProcessorTime - cpu;
        _bytes += GC.GetTotalAllocatedBytes(precise: true) - bytes;
    }

    public double MicrosecondsPer(int records) => _cpu.TotalMicroseconds / records;

    public string Per(int records) => string.Create(
        CultureInfo.InvariantCulture,
        $"{MicrosecondsPer(records),7:f2} us CPU {_wall.TotalMicroseconds / records,7:f2} us wall {_bytes / records,7} B");
}
