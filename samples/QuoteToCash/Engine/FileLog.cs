using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CrmErp.Samples.QuoteToCash.Engine;

/// <summary>Everything the engine's process logs, in one file. A test scans it for secrets and personal data.</summary>
internal sealed class FileLog(string path, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => _file.Dispose();

    public void Write(string line)
    {
        lock (_lock)
        {
            _file.WriteLine(line);
        }
    }

    private sealed class Logger(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var now = log.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            log.Write($"{now} {logLevel} {category}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : Environment.NewLine + exception)}");
        }
    }

    private TimeProvider Time => time;
}
