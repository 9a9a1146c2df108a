namespace CrmErp.Sdk.Simulators.BusinessCentral.Schema;

/// <summary>An enumeration of the service; members are kept in their encoded form, as <c>In_x0020_Progress</c>.</summary>
internal sealed class BcEnum
{
    private readonly string[] _members;

    public BcEnum(string name, params string[] captions)
    {
        Name = name;
        Captions = captions;
        _members = [.. captions.Select(BcEnumName.Encode)];
    }

    public string Name { get; }

    public IReadOnlyList<string> Captions { get; }

    public IReadOnlyList<string> Members => _members;

    /// <summary>The member of an encoded or plain name, without case; null when there is none.</summary>
    public string? Find(string text)
    {
        for (var i = 0; i < _members.Length; i++)
        {
            if (string.Equals(_members[i], text, StringComparison.OrdinalIgnoreCase)
                || string.Equals(Captions[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return _members[i];
            }
        }

        return null;
    }
}
