using System.Globalization;
using System.Text;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>Plans as Markdown.</summary>
internal static class PlanMarkdown
{
    public static async Task WriteAsync(TextWriter writer, MapChangePlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var text = new StringBuilder("# Impact of the map change\n\n");
        foreach (var change in plan.Changes)
        {
            foreach (var group in change.Groups)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {change.Entity} on {change.Connection}: {group.Group} {group.Kind.ToString().ToLowerInvariant()} ({string.Join(", ", group.Fields)})\n");
            }
        }

        foreach (var group in plan.Reapply)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {group.Entity} on {group.Connection}: old values of {group.Group} take the new form\n");
        }

        await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        await WriteBodyAsync(writer, plan.Summary, plan.Costs, plan.Items, cancellationToken).ConfigureAwait(false);
    }

    public static async Task WriteAsync(TextWriter writer, SyncPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await writer.WriteAsync(new StringBuilder("# Plan\n"), cancellationToken).ConfigureAwait(false);
        await WriteBodyAsync(writer, plan.Summary, plan.Costs, plan.Items, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteBodyAsync(TextWriter writer, PlanSummary summary, IReadOnlyList<PlanCost> costs, IReadOnlyList<PlanItem> items, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n{summary.Records} records looked at: {summary.Creates} to make, {summary.Updates} to change, {summary.Deletes} to delete, {summary.Links} to link; ");
        text.Append(CultureInfo.InvariantCulture, $"{summary.Conflicts} conflicts, {summary.Waits} waiting, {summary.Parked} parked, {summary.Reviews} reviews, {summary.Unknown} unknown, {summary.Drifts} drifted.\n\n");
        text.Append("| Connection | Calls that read | Calls that write |\n|---|---:|---:|\n");
        foreach (var cost in costs)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cost.Connection} | {cost.Reads} | {cost.Writes} |\n");
        }

        if (items.Count > 0)
        {
            text.Append("\n| What | Entity | Spoke | Record | Field | Old | New | Rule |\n|---|---|---|---|---|---|---|---|\n");
        }

        await writer.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        foreach (var item in items)
        {
            await writer.WriteAsync(Rows(item), cancellationToken).ConfigureAwait(false);
        }
    }

    private static StringBuilder Rows(PlanItem item)
    {
        var text = new StringBuilder();
        var head = $"| {item.Kind} | {item.Entity} | {item.Spoke} | {MarkdownText.Cell(item.Record?.Id ?? "")} |";
        if (item.Fields.Count == 0)
        {
            text.Append(head).Append(CultureInfo.InvariantCulture, $" | | | {MarkdownText.Cell(item.Rule)} |\n");
        }

        foreach (var field in item.Fields)
        {
            text.Append(head).Append(
                CultureInfo.InvariantCulture,
                $" {field.Field} | {MarkdownText.Cell(Engine.PlanText.Value(field.Old))} | {MarkdownText.Cell(Engine.PlanText.Value(field.New))} | {MarkdownText.Cell(item.Rule)} |\n");
        }

        return text;
    }
}
