namespace CrmErp.Sdk.Simulators.Salesforce;

/// <summary>A duplicate rule: a create is refused when a live record has the same values in all of these fields.</summary>
/// <param name="Name">The rule's developer name, as <c>Standard_Account_Duplicate_Rule</c>.</param>
/// <param name="Object">The object.</param>
/// <param name="Fields">The text fields that are compared, without regard to case; the first is the one that is looked up. A record without a value in one of them never matches.</param>
/// <param name="AllowSave">Whether the rule only warns: a client may save with <c>Sforce-Duplicate-Rule-Header: allowSave=true</c>.</param>
public sealed record DuplicateRule(string Name, string Object, IReadOnlyList<string> Fields, bool AllowSave = true);
