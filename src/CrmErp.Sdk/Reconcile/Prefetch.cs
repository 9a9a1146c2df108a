using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Reconcile;

/// <summary>What the rules are certain to ask for, so that the first round finds it loaded. A saving only: what is forgotten here is loaded later.</summary>
internal static class Prefetch
{
    /// <summary>For a record that is observed: its link, what is open about it, and the links of what it refers to.</summary>
    public static IEnumerable<Need> Of(ReconcileContext context, FlowSpoke spoke, Record record)
    {
        yield return new Need.Link(record.Ref);
        yield return new Need.Item(record.Ref);
        yield return new Need.Stage(record.Ref);
        foreach (var target in References(context, spoke, record.Fields, spoke.Map.Shape))
        {
            yield return new Need.Link(target);
        }
    }

    /// <summary>For a record without link, besides: everything that matching asks.</summary>
    public static IEnumerable<Need> OfUnlinked(FlowSpoke spoke, Record record)
    {
        var entity = spoke.Flow.Entity.Name;
        var image = spoke.Map.Read(record.Fields, new MapProblems());
        yield return new Need.Judgement(entity, record.Ref.ToString());
        yield return new Need.OpenCreate(spoke.Spoke, entity);
        foreach (var rule in spoke.Flow.Match.Concat(spoke.Flow.Suggest))
        {
            if (rule.Key(image) is { } key)
            {
                yield return new Need.Key(entity, new MatchKey(rule.Name, key));
                yield return new Need.StagedKey(entity, new MatchKey(rule.Name, key));
            }
        }
    }

    /// <summary>For a staged record that is about to be bound.</summary>
    public static IEnumerable<Need> OfStaged(ReconcileContext context, FlowSpoke spoke, StageRow staged)
    {
        yield return new Need.Stage(staged.Ref);
        foreach (var key in staged.StrongKeys.Concat(staged.WeakKeys))
        {
            yield return new Need.Key(staged.Entity, key);
        }

        if (staged.Record is { } text)
        {
            foreach (var need in Of(context, spoke, RecordCodec.Read(staged.Ref, text, spoke.Map.Shape)))
            {
                yield return need;
            }
        }
    }

    /// <summary>For a golden record whose rows are recomputed or planned: what it refers to, and what is staged under its keys.</summary>
    public static IEnumerable<Need> OfGolden(GoldenRow golden)
    {
        foreach (var target in golden.References)
        {
            yield return new Need.Golden(target);
        }

        foreach (var key in golden.Keys)
        {
            yield return new Need.StagedKey(golden.Entity, key);
        }
    }

    private static IEnumerable<RecordRef> References(ReconcileContext context, FlowSpoke spoke, Row row, RecordShape shape)
    {
        for (var slot = 0; slot < row.Count; slot++)
        {
            if (row[slot].ReferenceOrNull() is { } reference)
            {
                // Which entity an object is linked as is the flows' business: the reference itself only names the object.
                if (context.SpokeOfTarget(spoke.Spoke, reference.Type) is { } target)
                {
                    yield return target.Ref(reference.Id);
                }
            }
            else if (row[slot].LinesOrNull() is { } lines && shape.Fields[slot].Lines is { } lineShape)
            {
                foreach (var target in lines.SelectMany(l => References(context, spoke, l.Fields, lineShape)))
                {
                    yield return target;
                }
            }
        }
    }
}
