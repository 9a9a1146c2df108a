using System.Text;

namespace CrmErp.Sdk.Connectors.Http.Json;

// A name that is looked for while scanning, the slots its value goes to, and the names looked for inside it.
internal sealed class JsonNode(string name)
{
    private readonly List<JsonNode> _children = [];
    private readonly List<int> _slots = [];

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public JsonNode[] Children { get; private set; } = [];

    public int[] Slots { get; private set; } = [];

    // Bit n: some child's name has n bytes (64 and more share bits). Most unwanted members are told by their length alone.
    public ulong Lengths { get; private set; }

    // Where this node's predictions begin in the array that a scan keeps.
    public int Base { get; private set; }

    public void Add(ReadOnlySpan<string> path, int slot)
    {
        if (path.IsEmpty)
        {
            _slots.Add(slot);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(path[0]);
        var child = _children.Find(c => c.Name.AsSpan().SequenceEqual(bytes));
        if (child is null)
        {
            child = new JsonNode(path[0]);
            _children.Add(child);
        }

        child.Add(path[1..], slot);
    }

    // Freezes the tree; answers how many predictions a scan needs.
    public int Freeze(int start)
    {
        Children = [.. _children];
        Slots = [.. _slots];
        Base = start;
        start += Children.Length + 1;
        foreach (var child in Children)
        {
            Lengths |= 1UL << (child.Name.Length & 63);
            start = child.Freeze(start);
        }

        return start;
    }

    // Members are first expected in the order of the fields; a scan then learns the order that the system really uses.
    public void Predict(Span<int> follow)
    {
        for (var i = 0; i <= Children.Length; i++)
        {
            follow[Base + i] = i;
        }

        foreach (var child in Children)
        {
            child.Predict(follow);
        }
    }
}
