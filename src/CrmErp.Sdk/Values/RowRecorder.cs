namespace CrmErp.Sdk;

/// <summary>Answers the reads of a row without values; see <see cref="FieldSelector"/>.</summary>
internal abstract class RowRecorder
{
    public abstract FieldValue Read(int slot);
}
