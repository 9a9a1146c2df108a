namespace CrmErp.Sdk.Testing.Conformance;

/// <summary>Says what was expected and what came.</summary>
internal static class Expect
{
    public static void That(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ConformanceException(sentence);
        }
    }

    public static void Equal<T>(T expected, T actual, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what}: expected {expected}, but got {actual}.");

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what) =>
        Equal(string.Join(", ", expected), string.Join(", ", actual), what);
}
