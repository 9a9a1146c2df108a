using CrmErp.Sdk.Simulation.Running;

if (SimOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SimOptions.Usage);
    return 2;
}

return options.Regressions is not null ? Regressions.Run(options) : options.Sabotage is not null ? SabotageRun.Run(options) : options.Trace ? Tracing.Run(options) : Soak.Run(options);
