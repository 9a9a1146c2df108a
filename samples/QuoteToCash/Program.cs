using System.Globalization;
using CrmErp.Samples.QuoteToCash;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Script;

if (args is [EngineProcess.Argument, var folder, var mapping])
{
    return await EngineProcess.RunAsync(folder, int.Parse(mapping, CultureInfo.InvariantCulture));
}

if (!Arguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

await using var day = new Day(arguments);
return await day.RunAsync();
