namespace CrmErp.Sdk.Connectors.BusinessCentral.Read;

/// <summary>Several pages as one.</summary>
internal sealed class JoinedPage(IReadOnlyList<RecordPage> pages) : RecordPage
{
    public override int Count => pages.Sum(p => p.Count);

    public override RecordHead Head(int index)
    {
        var (page, at) = At(index);
        return page.Head(at);
    }

    public override Record Read(int index)
    {
        var (page, at) = At(index);
        return page.Read(at);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var page in pages)
        {
            page.Dispose();
        }

        base.Dispose(disposing);
    }

    private (RecordPage Page, int At) At(int index)
    {
        foreach (var page in pages)
        {
            if (index < page.Count)
            {
                return (page, index);
            }

            index -= page.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }
}
