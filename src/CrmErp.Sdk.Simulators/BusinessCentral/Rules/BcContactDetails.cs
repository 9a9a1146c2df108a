using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Rules;

/// <summary>Names, e-mail addresses and telephone numbers, as customers and contacts check them.</summary>
internal static class BcContactDetails
{
    public static void Check(BcDraft draft, string field, string value)
    {
        switch (field)
        {
            case "displayName" when value.Length == 0:
                throw BcException.Dialog("The blank \"displayName\" is not allowed.");
            case "email" when value.Length > 0:
                CheckEmail(value);
                break;
            case "phoneNumber" or "mobilePhoneNumber" when value.Any(char.IsLetter):
                throw BcException.Field($"{draft.Entity.Field(field).Caption} must not contain letters in {draft.Entity.TableCaption} No.='{draft["number"]}'.");
            default:
                break;
        }
    }

    public static void RequireName(BcDraft draft)
    {
        if (draft.Text("displayName").Length == 0)
        {
            throw BcException.Dialog("A \"displayName\" must be provided.");
        }
    }

    private static void CheckEmail(string value)
    {
        // Several addresses may stand in one field, separated by semicolons.
        foreach (var address in value.Split(';', StringSplitOptions.TrimEntries))
        {
            var at = address.IndexOf('@', StringComparison.Ordinal);
            if (at <= 0 || at == address.Length - 1 || address.IndexOf('@', at + 1) >= 0 || address.Contains(' ', StringComparison.Ordinal))
            {
                throw BcException.Dialog($"The email address \"{address}\" is not valid.");
            }
        }
    }
}
