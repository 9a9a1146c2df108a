using System.Globalization;
using CrmErp.Samples.QuoteToCash;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Script;

if (args is [EngineProcess.Argument, var folder, var mapping])
{
    return await EngineProcess.RunAsync(folder, int.Parse(mapping, CultureInfo.InvariantCulture));
}

if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(Arguments.Usage);
    return 0;
}

if (!Arguments.TryParse(args, out var arguments, out var problem) || !Folders.TryOpen(arguments.Keep, out var kept, out problem))
{
    Console.Error.WriteLine(problem);
    return 2;
}

return await Interruptible.RunAsync(() => new Day(arguments, kept), day => day.RunAsync());
