using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>
/// Takes a document apart into header and lines. The order is the one that Salesforce's own rules ask for: header, removals,
/// changes, additions, and a status that locks the document last.
/// </summary>
internal sealed class DocumentPlanner(string objectName, Aggregates aggregates, string? keyField)
{
    public const string Status = "Status";

    private const string Draft = "Draft";

    /// <summary>The nodes of a document. Line fields must hold what can be sent: prices are resolved before.</summary>
    public GraphPlan Plan(Document document)
    {
        var (item, header, lines) = (document.Item, document.Header, document.Lines);
        var plan = new GraphPlan(item.Operation, item.Id);
        var last = TakeLockingStatus(header, item.Operation);
        if (lines.Count > 0 && document.StoredStatus is not (null or Draft))
        {
            // The lines of an active order are fixed: it becomes a draft and active again inside the transaction.
            plan.Add("PATCH", $"{objectName}/{item.Id}", new FieldSet().Add(Status, Draft));
            last ??= header.TryGet(Status, out _) ? null : document.StoredStatus;
        }

        if (item.Operation == WriteOperation.Create)
        {
            if (keyField is not null)
            {
                header.Add(keyField, item.Key);
            }

            plan.Add("POST", objectName, header);
        }
        else if (header.Count > 0)
        {
            plan.Add("PATCH", $"{objectName}/{item.Id}", header);
        }

        foreach (var kind in (ReadOnlySpan<LineChangeKind>)[LineChangeKind.Remove, LineChangeKind.Change, LineChangeKind.Add])
        {
            foreach (var line in lines.Where(l => l.Kind == kind))
            {
                AddLine(plan, line);
            }
        }

        if (last is { } status)
        {
            plan.Add("PATCH", $"{objectName}/{plan.Id}", new FieldSet().Add(Status, status));
        }

        return plan;
    }

    private void AddLine(GraphPlan plan, DocumentLine line)
    {
        var list = aggregates.List(objectName, line.Path);
        var path = list.Path + ".";
        if (list.PositionField is { } position && line.Kind != LineChangeKind.Remove && !line.Fields.TryGet(position, out _))
        {
            line.Fields.Add(position, line.Position + 1L);
        }

        switch (line.Kind)
        {
            case LineChangeKind.Remove:
                plan.Add("DELETE", $"{list.Object}/{line.RemoteId}", new FieldSet(), path);
                break;
            case LineChangeKind.Change:
                plan.Add("PATCH", $"{list.Object}/{line.RemoteId}", line.Fields, path);
                break;
            default:
                line.Fields.Add(list.ParentField, plan.Id);
                plan.Add("POST", list.Object, line.Fields, path);
                break;
        }
    }

    // An activated order takes no more lines, and only drafts can be made: the step to it is the last of the transaction.
    private FieldValue? TakeLockingStatus(FieldSet header, WriteOperation operation)
    {
        if (objectName != "Order" || !header.TryGet(Status, out var status) || status.TextOrNull() is null or Draft)
        {
            return null;
        }

        header.Remove(Status, out _);
        if (operation == WriteOperation.Create)
        {
            header.Add(Status, Draft);
        }

        return status;
    }
}

/// <summary>One line to be written.</summary>
/// <param name="Path">The list.</param>
/// <param name="Kind">What is done.</param>
/// <param name="RemoteId">The line's id; null for an addition.</param>
/// <param name="Fields">The fields to send.</param>
/// <param name="Position">The line's position in the wished order, from 0.</param>
internal sealed record DocumentLine(string Path, LineChangeKind Kind, string? RemoteId, FieldSet Fields, int Position);
