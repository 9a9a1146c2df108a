using System.Text.Json;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>
/// Fault rules as JSON:
/// <c>{"fault":"status","status":503,"retryAfter":5,"object":"customers","operation":"Create","client":"sdk","skip":1,"times":2}</c>.
/// Faults: status, delay, loseRequest, loseReply, commitLate (with <c>seconds</c>), expireToken, halfPage, emptyPage.
/// </summary>
internal sealed class FaultCommands
{
    private readonly FaultPlan _plan;

    public FaultCommands(FaultPlan plan) => _plan = plan;

    public void Add(JsonElement rule) => _plan.Add(new FaultRule
    {
        Fault = Parse(rule),
        Client = Text(rule, "client"),
        Method = Text(rule, "method"),
        Path = Text(rule, "path"),
        Object = Text(rule, "object"),
        Operation = Text(rule, "operation") is { } operation ? Operation(operation) : null,
        Skip = (int)(Number(rule, "skip") ?? 0),
        Times = (int)(Number(rule, "times") ?? 1),
        Probability = (double)(Number(rule, "probability") ?? 1),
    });

    private static Fault Parse(JsonElement rule)
    {
        var span = TimeSpan.FromSeconds((double)(Number(rule, "seconds") ?? 0));
        return Text(rule, "fault") switch
        {
            "status" => Fault.Status((int)(Number(rule, "status") ?? 503), Text(rule, "code"), Number(rule, "retryAfter") is { } s ? TimeSpan.FromSeconds((double)s) : null),
            "delay" => Fault.Delay(span),
            "loseRequest" => Fault.LoseRequest(),
            "loseReply" => Fault.LoseReply(span),
            "commitLate" => Fault.CommitLate(span),
            "expireToken" => Fault.ExpireToken(),
            "halfPage" => Fault.HalfPage(),
            "emptyPage" => Fault.EmptyPage(),
            var other => throw new SimulatorRefusalException($"There is no fault '{other}'."),
        };
    }

    private static RequestOperation Operation(string text) =>
        Enum.TryParse<RequestOperation>(text, ignoreCase: true, out var operation)
            ? operation
            : throw new SimulatorRefusalException($"There is no operation '{text}'.");

    private static string? Text(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : null;
}
